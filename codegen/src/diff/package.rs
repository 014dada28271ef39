//! Compares manifests: the version, features, the minimum Rust version and public dependencies.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;
use toml::{Table, Value};

use super::{Change, rules};
use crate::Files;
use crate::public_api::{Crate, RUNTIME_CRATE, SDK_CRATE};

/// Dependencies whose types and traits are in signatures of the runtime or in what it re-exports by name.
const PUBLIC: &[&str] = &[
    "bytes",
    "chrono",
    "futures-core",
    "http",
    "jiff",
    "reqwest",
    "rust_decimal",
    "serde",
    "serde_json",
    "time",
];

/// The manifests of a state.
#[derive(Clone, Debug)]
pub(super) struct Package {
    /// The version of both crates.
    pub(super) version: Version,
    crates: Vec<Manifest>,
    dependencies: BTreeMap<&'static str, String>,
}

/// What the manifest of a crate declares.
#[derive(Clone, Debug)]
struct Manifest {
    name: &'static str,
    rust_version: Option<String>,
    features: BTreeMap<String, BTreeSet<String>>,
}

impl Package {
    pub(super) fn read(files: &Files) -> Result<Self, String> {
        let workspace = table(files, "Cargo.toml")?;
        let sdk = table(files, "generated/Cargo.toml")?;
        let version = inherited(&sdk, &workspace, "version").ok_or("generated/Cargo.toml has no version")?;
        let version = Version::parse(&version)
            .map_err(|error| format!("generated/Cargo.toml: the version {version}: {error}"))?;
        let dependencies = PUBLIC.iter().filter_map(|name| {
            let requirement = dependency(&workspace, name)?;
            Some((*name, requirement))
        });
        // Without its manifest, the runtime has no features.
        let runtime = table(files, "runtime/Cargo.toml").unwrap_or_default();
        Ok(Self {
            version,
            dependencies: dependencies.collect(),
            crates: vec![
                Manifest::new(&SDK_CRATE, &sdk, &workspace),
                Manifest::new(&RUNTIME_CRATE, &runtime, &workspace),
            ],
        })
    }
}

impl Manifest {
    fn new(of: &Crate, manifest: &Table, workspace: &Table) -> Self {
        let features = manifest.get("features").and_then(Value::as_table);
        let enabled = |value: &Value| -> BTreeSet<String> {
            let list = value.as_array().into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self {
            name: of.name,
            rust_version: inherited(manifest, workspace, "rust-version"),
            features: features
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), enabled(value)))
                .collect(),
        }
    }
}

fn table(files: &Files, path: &str) -> Result<Table, String> {
    let text = files.get(path).ok_or_else(|| format!("{path} is missing"))?;
    text.parse::<Table>()
        .map_err(|error| format!("{path}: {}", error.message()))
}

/// Returns a value of a package, which may be inherited from the workspace.
fn inherited(manifest: &Table, workspace: &Table, key: &str) -> Option<String> {
    match manifest.get("package")?.get(key)? {
        Value::String(text) => Some(text.clone()),
        _ => Some(
            workspace
                .get("workspace")?
                .get("package")?
                .get(key)?
                .as_str()?
                .to_owned(),
        ),
    }
}

/// Returns the version requirement of a dependency of the workspace.
fn dependency(workspace: &Table, name: &str) -> Option<String> {
    let value = workspace.get("workspace")?.get("dependencies")?.get(name)?;
    let version = value.as_str().or_else(|| value.get("version")?.as_str())?;
    Some(version.to_owned())
}

pub(super) fn compare(old: &Package, new: &Package, changes: &mut Vec<Change>) {
    for (old, new) in old.crates.iter().zip(&new.crates) {
        compare_features(old, new, changes);
        compare_rust_versions(old, new, changes);
    }
    for (name, before) in &old.dependencies {
        let now = new.dependencies.get(name);
        if now.is_some_and(|now| compatible(before) != compatible(now)) {
            let what = format!("was {before}, is {}", now.map_or("removed", String::as_str));
            changes.push(Change::new(&rules::PUBLIC_DEPENDENCY, *name, what));
        }
    }
}

/// Returns the part of a requirement that decides compatibility: `1`, `0.2`.
fn compatible(requirement: &str) -> String {
    let digits = requirement.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let parts: Vec<&str> = digits.split('.').collect();
    let until = parts
        .iter()
        .position(|part| *part != "0")
        .map_or(parts.len(), |at| at + 1);
    parts[..until].join(".")
}

fn compare_features(old: &Manifest, new: &Manifest, changes: &mut Vec<Change>) {
    let item = |name: &str| format!("{}, feature `{name}`", new.name);
    let own = |features: &BTreeMap<String, BTreeSet<String>>| -> BTreeSet<String> {
        features.keys().filter(|name| *name != "default").cloned().collect()
    };
    let (before, now) = (own(&old.features), own(&new.features));
    let mut add = |rule, name: &str, what: String| changes.push(Change::new(rule, item(name), what));
    for name in before.difference(&now) {
        add(&rules::FEATURE_REMOVED, name, String::new());
    }
    for name in now.difference(&before) {
        add(&rules::FEATURE_ADDED, name, String::new());
    }
    let none = BTreeSet::new();
    // `default` is implicit if it is not declared.
    for name in before.intersection(&now).map(String::as_str).chain(["default"]) {
        let enabled = old.features.get(name).unwrap_or(&none);
        let enables = new.features.get(name).unwrap_or(&none);
        let (less, more) = match name {
            "default" => (&rules::FEATURE_LEFT_DEFAULT, &rules::FEATURE_JOINED_DEFAULT),
            _ => (&rules::FEATURE_ENABLES_LESS, &rules::FEATURE_ENABLES_MORE),
        };
        // Features that are enabled transitively count as well.
        let (before, now) = (transitive(&old.features, enabled), transitive(&new.features, enables));
        for lost in before.difference(&now) {
            add(less, name, format!("no longer enables `{lost}`"));
        }
        for gained in now.difference(&before) {
            add(more, name, format!("enables `{gained}`"));
        }
    }
}

/// Returns the features and dependencies that a list of features enables, directly or transitively.
fn transitive(features: &BTreeMap<String, BTreeSet<String>>, from: &BTreeSet<String>) -> BTreeSet<String> {
    let mut transitive = from.clone();
    let mut pending: Vec<&String> = from.iter().collect();
    while let Some(name) = pending.pop() {
        for next in features.get(name).into_iter().flatten() {
            if transitive.insert(next.clone()) {
                pending.push(next);
            }
        }
    }
    transitive
}

fn compare_rust_versions(old: &Manifest, new: &Manifest, changes: &mut Vec<Change>) {
    let numbers = |version: &Option<String>| -> Vec<u64> {
        let parts = version.iter().flat_map(|version| version.split('.'));
        parts.map_while(|part| part.parse().ok()).collect()
    };
    let rule = match numbers(&old.rust_version).cmp(&numbers(&new.rust_version)) {
        std::cmp::Ordering::Less => &rules::RUST_VERSION_RAISED,
        std::cmp::Ordering::Greater => &rules::RUST_VERSION_LOWERED,
        std::cmp::Ordering::Equal => return,
    };
    let shown = |version: &Option<String>| version.clone().unwrap_or_else(|| "any".to_owned());
    let what = format!("was {}, is {}", shown(&old.rust_version), shown(&new.rust_version));
    changes.push(Change::new(rule, format!("{}, rust-version", new.name), what));
}

#[cfg(test)]
mod tests;

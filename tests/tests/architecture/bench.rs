//! The workspace in `bench`, which is built in the target folder of the main one: what they share is built once if it
//! has the same versions and profiles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::{Table, Value};

fn table(path: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The versions of each crate from the registry, by its name and the part of a version that decides on compatibility.
fn locked(path: &str) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut locked = BTreeMap::<_, BTreeSet<String>>::new();
    let lock = table(path);
    let packages = lock["package"].as_array().expect("a lock file has packages");
    for package in packages.iter().filter(|package| package.get("source").is_some()) {
        let [name, version] = ["name", "version"].map(|key| package[key].as_str().expect("a text").to_owned());
        let series = series(&version);
        locked.entry((name, series)).or_default().insert(version);
    }
    locked
}

/// The parts of a version up to the first that is not zero.
fn series(version: &str) -> String {
    let last = version.find(|c| ('1'..='9').contains(&c)).unwrap_or_default();
    let end = version[last..].find('.').map_or(version.len(), |dot| last + dot);
    version[..end].to_owned()
}

#[test]
fn bench_locks_the_versions_of_the_main_workspace() {
    let (main, bench) = (locked("Cargo.lock"), locked("bench/Cargo.lock"));
    let shared: Vec<_> = bench.iter().filter(|(name, _)| main.contains_key(*name)).collect();
    assert!(shared.len() > 100, "{}", shared.len());
    for (name, versions) in shared {
        assert!(
            versions.is_subset(&main[name]),
            "{name:?}: {versions:?}, in the main workspace {:?}; copy Cargo.lock to bench and run `cargo metadata` there",
            main[name]
        );
    }
}

#[test]
fn a_series_ends_at_the_first_number_above_zero() {
    for (version, expected) in [("1.2.3", "1"), ("0.12.3", "0.12"), ("0.0.7", "0.0.7"), ("10.0.1", "10")] {
        assert_eq!(series(version), expected);
    }
}

#[test]
fn bench_has_the_lints_of_the_main_workspace() {
    let [main, bench] = ["Cargo.toml", "bench/Cargo.toml"].map(|path| table(path)["workspace"].clone());
    assert_eq!(bench["lints"], main["lints"]);
    for key in ["edition", "rust-version", "license", "repository"] {
        assert_eq!(bench["package"][key], main["package"][key], "{key}");
    }
}

/// A dependency as a table, without a path: that is relative to the manifest.
fn requirement(dependency: &Value) -> Table {
    let mut requirement = match dependency {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    requirement.retain(|key, _| ["version", "package"].contains(&key));
    requirement
}

#[test]
fn bench_requires_the_versions_of_the_main_workspace() {
    let (main, bench) = (table("Cargo.toml"), table("bench/Cargo.toml"));
    let known = main["workspace"]["dependencies"].as_table().expect("a table");
    let tables = [
        &bench["workspace"]["dependencies"],
        &bench["dependencies"],
        &bench["dev-dependencies"],
    ];
    let from_the_registry = tables
        .iter()
        .filter_map(|table| table.as_table())
        .flatten()
        .filter(|(_, dependency)| dependency.get("workspace").is_none() && dependency.get("path").is_none());
    let shared: Vec<_> = from_the_registry
        .filter(|(name, _)| known.contains_key(*name))
        .collect();
    assert!(shared.len() > 5, "{shared:?}");
    for (name, dependency) in shared {
        assert_eq!(requirement(dependency), requirement(&known[name]), "{name}");
    }
}

#[test]
fn profiles_are_those_of_the_configuration() {
    let profiles = table(".cargo/config.toml");
    assert!(profiles["profile"].get("dev").is_some(), "{profiles:?}");
    assert_eq!(profiles["build"]["target-dir"].as_str(), Some("target"));
    for manifest in ["Cargo.toml", "bench/Cargo.toml"] {
        assert!(
            table(manifest).get("profile").is_none(),
            "{manifest} has profiles of its own"
        );
    }
}

#[test]
fn tests_of_the_main_workspace_build_no_benchmark() {
    let names: BTreeSet<String> = locked("Cargo.lock").into_keys().map(|(name, _)| name).collect();
    for peer in ["progenitor-impl", "criterion", "sonic-rs", "regress", "openapiv3"] {
        assert!(!names.contains(peer), "{peer} is in Cargo.lock");
    }
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("benches").exists());
}

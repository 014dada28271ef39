//! `new-api`: creates a commented specification file for a new API and registers it.

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use concur_codegen::disk::{self, Lock};
use concur_codegen::{SDK, manifest};
use concur_spec::scaffold::{self, ScaffoldError};
use concur_spec::{Contract, Sources};

use crate::progress;
use crate::workspace::{self, Failure};

pub(crate) fn run(name: &str) -> Result<ExitCode, Failure> {
    let root = workspace::root()?;
    let _lock = Lock::exclusive(root, workspace::say_waiting)?;
    workspace::print(&add(root, name)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Adds an API to the workspace at `root` and returns what was done and what to do next. Checks and generates before it
/// writes anything.
fn add(root: &Path, name: &str) -> Result<String, Failure> {
    progress::stage("checking the specification with the new API");
    let scaffold = scaffold::scaffold(&Sources::read(root.join("spec"))?, name)?;
    progress::stage("generating");
    let generated = concur_codegen::generate(&scaffold.contract)?;
    let sdk = Sdk::read(root, &scaffold.contract, name)?;

    let (path, text) = &scaffold.api;
    disk::create(root, path, text)?;
    let (platform, with_document) = &scaffold.platform;
    disk::replace(root, platform, with_document)?;
    let mut report = format!("wrote   {path}\nchanged {platform}: its document, at the end of `documents`\n");
    report += &sdk.write(root)?;
    report += &next(path, platform, generated.len());
    Ok(report)
}

/// What is written by hand about the features of the SDK, and the feature of the new API.
struct Sdk {
    feature: String,
    /// The name of the API with its version.
    title: String,
    /// The features of the other APIs.
    known: Vec<String>,
    manifest: String,
    readme: String,
}

const MANIFEST: &str = "Cargo.toml";
const README: &str = "README.md";

impl Sdk {
    /// Fails if the feature exists already.
    fn read(root: &Path, contract: &Contract, name: &str) -> Result<Self, Failure> {
        let (new, others): (Vec<_>, Vec<_>) = contract.apis.iter().partition(|api| api.key == name);
        let new = new
            .first()
            .ok_or_else(|| Failure::new(format!("`{name}` is not in the contract")))?;
        let features = others.into_iter().filter_map(|api| api.feature.clone());
        let sdk = Self {
            feature: new.feature.clone().unwrap_or_else(|| name.to_owned()),
            title: format!("{} v{}", new.title, new.version),
            known: features.collect(),
            manifest: read(root, MANIFEST)?,
            readme: read(root, README)?,
        };
        match manifest::names(&sdk.manifest, &sdk.feature) {
            true => Err(Failure::new(format!(
                "`{}` already exists in {SDK}/{MANIFEST}",
                sdk.feature
            ))),
            false => Ok(sdk),
        }
    }

    /// Adds the feature where that can be done, and says so.
    fn write(&self, root: &Path) -> Result<String, Failure> {
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let (feature, title) = (self.feature.as_str(), self.title.as_str());
        let in_manifest = manifest::with_feature(&self.manifest, &known, feature, title);
        let in_table = manifest::with_row(&self.readme, &known, feature, title);
        let by_hand = [
            manifest::by_hand(feature),
            format!("the feature `{feature}` to the table of features"),
        ];
        let mut report = String::new();
        for ((file, changed), by_hand) in [(MANIFEST, in_manifest), (README, in_table)].into_iter().zip(by_hand) {
            let path = format!("{SDK}/{file}");
            match changed {
                Some(changed) => {
                    disk::replace(root, &path, &changed)?;
                    report += &format!("changed {path}: the feature `{feature}`, on by default\n");
                }
                None => report += &format!("to do   {path}: add {by_hand}\n"),
            }
        }
        Ok(report)
    }
}

/// Reads a file of the SDK.
fn read(root: &Path, file: &str) -> Result<String, Failure> {
    let path = format!("{SDK}/{file}");
    let text = fs::read_to_string(root.join(&path));
    Ok(text.map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))?)
}

fn next(path: &str, platform: &str, generated: usize) -> String {
    format!(
        "\n\
         Next:\n\
         1. Fill in the document in {platform}.\n\
         2. Transcribe it into {path}, row for row; `cargo xtask check` reports errors.\n\
         3. `cargo xtask regenerate` writes the SDK, {generated} files so far.\n\
         4. `INSTA_UPDATE=always cargo test --workspace` tests it, and accepts the new items in the snapshots of the SDK.\n\
         5. Name the API in README.md, {SDK}/README.md, the description in {SDK}/Cargo.toml and CHANGELOG.md.\n\
         CONTRIBUTING.md has more about testing and review.\n"
    )
}

impl From<ScaffoldError> for Failure {
    fn from(refusal: ScaffoldError) -> Self {
        match refusal {
            ScaffoldError::Diagnostics(diagnostics) => Self::from(diagnostics),
            reason => Self::new(format!("{reason}\nnothing was written")),
        }
    }
}

//! `new-api`: creates a commented specification file for a new API and registers it.

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use concur_codegen::disk::{self, Lock};
use concur_codegen::{SDK, manifest};
use concur_spec::Sources;
use concur_spec::scaffold::{self, ScaffoldError};

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
    let (feature, known): (Vec<_>, Vec<_>) = scaffold
        .contract
        .apis
        .iter()
        .filter_map(|api| Some((api.feature.as_deref()?, api.title.as_str(), api.key == name)))
        .partition(|(.., is_new)| *is_new);
    let (feature, title) = feature
        .first()
        .map_or((name, name), |(feature, title, _)| (*feature, *title));
    let known: Vec<&str> = known.into_iter().map(|(feature, ..)| feature).collect();

    let manifest_path = format!("{SDK}/Cargo.toml");
    let manifest_text = fs::read_to_string(root.join(&manifest_path))
        .map_err(|error| io::Error::new(error.kind(), format!("{manifest_path}: {error}")))?;
    if manifest::names(&manifest_text, feature) {
        return Err(Failure::new(format!("`{feature}` already exists in {manifest_path}")));
    }
    let with_feature = manifest::with_feature(&manifest_text, &known, feature, title);

    let (path, text) = &scaffold.api;
    disk::create(root, path, text)?;
    let (platform, with_document) = &scaffold.platform;
    disk::replace(root, platform, with_document)?;
    let mut report = format!("wrote   {path}\nchanged {platform}: its document, at the end of `documents`\n");
    match &with_feature {
        Some(changed) => {
            disk::replace(root, &manifest_path, changed)?;
            report += &format!("changed {manifest_path}: the feature `{feature}`, on by default\n");
        }
        None => report += &format!("to do   {manifest_path}: add {}\n", manifest::by_hand(feature)),
    }
    report += &next(path, platform, generated.len());
    Ok(report)
}

fn next(path: &str, platform: &str, generated: usize) -> String {
    format!(
        "\n\
         Next:\n\
         1. Fill in the document in {platform}.\n\
         2. Transcribe it into {path}, row for row; `cargo xtask check` reports errors.\n\
         3. `cargo xtask regenerate` writes the SDK, {generated} files so far.\n\
         4. See CONTRIBUTING.md for testing and review.\n"
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

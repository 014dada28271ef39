//! `new-api`: a commented file to start a new API with, and what else names it.

#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use concur_codegen::{SDK, disk, manifest};
use concur_spec::Sources;
use concur_spec::scaffold::{self, ScaffoldError};

use crate::progress;
use crate::workspace::{self, Failure};

pub(crate) fn run(name: &str) -> Result<ExitCode, Failure> {
    workspace::print(&add(workspace::root(), name)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Adds an API to the workspace at this root, and says what was done and what comes next. Nothing is written before all
/// of it is known to work.
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
        return Err(Failure::new(format!("`{feature}` is taken in {manifest_path}")));
    }
    let with_feature = manifest::with_feature(&manifest_text, &known, feature, title);

    let (path, text) = &scaffold.api;
    disk::create(root, path, text)?;
    let (platform, with_document) = &scaffold.platform;
    disk::replace(root, platform, with_document)?;
    let mut told = format!("wrote   {path}\nchanged {platform}: its document, at the end of `documents`\n");
    match &with_feature {
        Some(changed) => {
            disk::replace(root, &manifest_path, changed)?;
            told += &format!("changed {manifest_path}: the feature `{feature}`, on by default\n");
        }
        None => told += &format!("by hand {manifest_path}: add {}\n", manifest::by_hand(feature)),
    }
    told += &next(path, platform, generated.len());
    Ok(told)
}

fn next(path: &str, platform: &str, generated: usize) -> String {
    format!(
        "\n\
         Next:\n\
         1. Say in {platform} which document it is.\n\
         2. Transcribe it into {path}, row for row; `cargo xtask check` tells what is wrong.\n\
         3. `cargo xtask regenerate` writes the SDK, {generated} files with this start.\n\
         4. CONTRIBUTING.md says how the change is tested and reviewed.\n"
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

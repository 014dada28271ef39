//! Clients that progenitor generates from the SDK's OpenAPI document.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use concur_codegen::openapi::{self, Version};

use super::process::output;
use crate::cargo::cargo;
use crate::workspace::{self, Failure};

/// The styles of progenitor's clients.
pub(super) const STYLES: [&str; 2] = ["builder", "positional"];

/// The program that generates clients.
pub(super) struct Progenitor {
    program: PathBuf,
}

impl Progenitor {
    /// Builds the program. It is not a member of the workspace, so its dependencies may have to be downloaded.
    pub(super) fn built(folder: &Path) -> Result<Self, Failure> {
        let manifest = workspace::root()?.join("tests/openapi/progenitor/Cargo.toml");
        let target = folder.join("target");
        let mut build = cargo();
        build.args(["build", "--quiet", "--release", "--manifest-path"]);
        output(build.arg(manifest).arg("--target-dir").arg(&target))?;
        Ok(Self {
            program: target.join("release/make-client"),
        })
    }

    /// Returns the command that generates a client.
    pub(super) fn command(&self, document: &Path, file: &Path, style: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(document).arg(file).arg(style);
        command
    }

    /// Generates the crate of a client in a style and returns its folder.
    pub(super) fn client(&self, folder: &Path, style: &str) -> Result<PathBuf, Failure> {
        let place = folder.join(format!("by-progenitor-{style}"));
        fs::create_dir_all(place.join("src"))?;
        manifest(&place, style)?;
        output(&mut self.command(&document(folder)?, &place.join("src/lib.rs"), style))?;
        Ok(place)
    }
}

/// Writes the manifest of such a crate.
pub(super) fn manifest(place: &Path, style: &str) -> Result<(), Failure> {
    let manifest = fs::read_to_string(workspace::root()?.join("tests/openapi/progenitor/client.toml"))?;
    let named = manifest.replace("concur-by-progenitor", &format!("concur-by-progenitor-{style}"));
    Ok(fs::write(place.join("Cargo.toml"), named)?)
}

/// Writes the OpenAPI document of the specification in the version that progenitor reads.
pub(super) fn document(folder: &Path) -> Result<PathBuf, Failure> {
    let contract = concur_spec::contract(&workspace::sources()?)?;
    let file = folder.join("openapi-3.0.json");
    fs::write(&file, openapi::document(&contract, Version::V3_0)?)?;
    Ok(file)
}

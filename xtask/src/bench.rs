//! `bench`: measures the SDK and its generator against alternatives, in one table.
//!
//! The benchmarks are in `bench/benches` and in the crates built here; this module collects the figures.

mod build;
mod copy;
mod dependencies;
mod figures;
mod generate;
mod peer;
mod plot;
mod process;
mod row;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::workspace::{self, Failure};
use row::Row;

/// A part of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Decode,
    Encode,
    Call,
    Memory,
    Build,
    Generate,
    Dependencies,
}

/// The parts by the words of the command line, in the order of the table.
pub(crate) const PARTS: [(&str, Part); 7] = [
    ("decode", Part::Decode),
    ("encode", Part::Encode),
    ("call", Part::Call),
    ("memory", Part::Memory),
    ("build", Part::Build),
    ("generate", Part::Generate),
    ("deps", Part::Dependencies),
];

/// A peer that is not a crate and is measured only if it is installed.
const OPENAPI_GENERATOR: &str = "openapi-generator-cli";

/// Measures the given parts, or all if none is given.
pub(crate) fn run(parts: &[Part]) -> Result<ExitCode, Failure> {
    let folder = folder()?;
    if !process::is_installed(OPENAPI_GENERATOR) {
        eprintln!("skipped: {OPENAPI_GENERATOR} is not installed");
    }
    let mut rows = Vec::new();
    for (name, part) in PARTS {
        if !parts.is_empty() && !parts.contains(&part) {
            continue;
        }
        eprintln!("measuring: {name}");
        let measured = part.measure(&folder)?;
        fs::write(folder.join(format!("{name}.svg")), plot::svg(&measured))?;
        rows.extend(measured);
    }
    fs::write(folder.join("table.md"), table::markdown(&rows))?;
    workspace::print(&table::text(&rows))?;
    eprintln!("plots and the table as Markdown are in {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

impl Part {
    fn measure(self, folder: &Path) -> Result<Vec<Row>, Failure> {
        match self {
            Self::Decode => figures::measured("turns", "decode", folder),
            Self::Encode => figures::measured("turns", "encode", folder),
            Self::Call => figures::measured("call", "call", folder),
            Self::Memory => figures::measured("memory", "memory", folder),
            Self::Build => build::rows(folder),
            Self::Generate => generate::rows(folder),
            Self::Dependencies => dependencies::rows(folder),
        }
    }
}

/// Creates and returns the folder for all output.
fn folder() -> Result<PathBuf, Failure> {
    let folder = target()?.join("bench");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Returns cargo's target directory, which may be outside the workspace; this program is in a profile's folder there.
fn target() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2);
    Ok(target.map(Path::to_path_buf).unwrap_or_default())
}

#[cfg(test)]
mod tests;

//! The models of openapi-generator, without its client, if it is installed.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

pub(crate) const PROGRAM: &str = "openapi-generator-cli";

/// Returns the source of the models, or `None` if the program is not installed.
pub(crate) fn models(document: &Path, out: &Path) -> Result<Option<String>, Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=PATH");
    let output_dir = out.join("by-openapi-generator");
    let mut command = Command::new(PROGRAM);
    command.args([
        "generate",
        "--generator-name",
        "rust",
        "--global-property",
        "models,modelDocs=false,modelTests=false",
    ]);
    command
        .arg("--input-spec")
        .arg(document)
        .arg("--output")
        .arg(&output_dir);
    match command.output() {
        Ok(output) if output.status.success() => Ok(Some(joined(&output_dir.join("src/models"))?)),
        Ok(output) => Err(format!("{PROGRAM}: {}", String::from_utf8_lossy(&output.stderr)).into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{PROGRAM}: {error}").into()),
    }
}

/// Joins the files of a directory into one source: a private module for each file, with its items reexported.
fn joined(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let mut source = String::new();
    for file in files {
        let path = file.path();
        let Some(name) = path
            .file_stem()
            .and_then(|name| name.to_str())
            .filter(|name| *name != "mod")
        else {
            continue;
        };
        writeln!(
            source,
            "mod {name} {{\n{}\n}}\npub use {name}::*;",
            fs::read_to_string(&path)?
        )?;
    }
    Ok(source)
}

//! `trial`: a developer's first day. Puts the blocks of the READMEs and the guide together in a package of its own, starts
//! the sandbox as the README says, and runs them against it.
//!
//! The blocks are read from the documents, so a block that no longer compiles, refuses to work or prints something else is
//! found by the next run.

mod blocks;
mod package;
mod sandbox;
mod steps;

use std::path::Path;
use std::process::{Command, ExitCode, Output};
use std::{env, fs};

use crate::cargo::cargo;
use crate::progress;
use crate::workspace::{self, Failure};

use package::Package;
use sandbox::Sandbox;

/// The folder of the package, relative to the root.
const PACKAGE: &str = "target/trial";

pub(crate) fn run() -> Result<ExitCode, Failure> {
    let root = workspace::root()?;
    progress::stage("starting the sandbox");
    let sandbox = Sandbox::start(root)?;
    progress::stage("reading the documents");
    let read = |path: &str| fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"));
    let package = package::assemble(&read, &sandbox.welcome).map_err(Failure::new)?;
    let folder = root.join(PACKAGE);
    write(root, &folder, &package)?;
    progress::stage("compiling and running the program");
    let printed = printed(&run_package(root, &folder)?)?;
    workspace::print(&printed)?;
    steps::check(&printed).map_err(Failure::new)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the package into an empty folder, with the versions that the workspace is compiled with.
fn write(root: &Path, folder: &Path, package: &Package) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("Cargo.toml"), &package.manifest)?;
    fs::write(folder.join("src/main.rs"), &package.program)?;
    Ok(())
}

/// Runs it as a developer does, in its folder; only the target folder is that of the workspace.
fn run_package(root: &Path, folder: &Path) -> Result<Output, Failure> {
    let mut command: Command = cargo();
    command.args(["run", "--quiet", "--offline"]).current_dir(folder);
    // What cargo has set for this command is about `xtask`.
    command.env_remove("CARGO_MANIFEST_DIR");
    if env::var_os("CARGO_TARGET_DIR").is_none() {
        command.env("CARGO_TARGET_DIR", root.join("target"));
    }
    Ok(command.output()?)
}

/// Returns what the program has printed. An error is a failure, and so is a warning of the compiler.
fn printed(output: &Output) -> Result<String, Failure> {
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    match output.status.success() && errors.is_empty() {
        true => Ok(printed),
        false => Err(Failure::new(format!(
            "{printed}{errors}\nthe program in {PACKAGE}, made from the blocks of the documents, failed: {}",
            output.status
        ))),
    }
}

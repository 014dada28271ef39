//! Commands of cargo.

use std::process::Command;

use crate::workspace::{self, Failure};

/// Cargo, as the variable `CARGO` names it.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A command of cargo in the workspace `bench`.
pub(crate) fn in_bench(command: &str) -> Result<Command, Failure> {
    let mut cargo = cargo();
    cargo
        .args([command, "--quiet"])
        .current_dir(workspace::root()?.join("bench"));
    Ok(cargo)
}

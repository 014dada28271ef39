//! `book`: builds the reference as a website with mdBook.

use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::workspace::{self, Failure};

/// The folder of the reference, relative to the root.
const REFERENCE: &str = "contract/embedded/reference";
/// The output folder in mdBook's settings.
const OUTPUT: &str = "target/reference";

pub(crate) fn run(open: bool) -> Result<ExitCode, Failure> {
    build("mdbook", workspace::root()?, open)?;
    workspace::print(&format!("the reference is at {OUTPUT}/index.html\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn build(program: &str, root: &Path, open: bool) -> Result<(), Failure> {
    let mut mdbook = Command::new(program);
    mdbook.arg("build").arg(root.join(REFERENCE));
    if open {
        mdbook.arg("--open");
    }
    match mdbook.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("mdbook failed: {status}"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::new(format!(
            "mdbook is not installed: run `cargo install mdbook --locked`, or read {REFERENCE}/src/index.md"
        ))),
        Err(error) => Err(Failure::new(format!("running mdbook failed: {error}"))),
    }
}

#[cfg(test)]
mod tests;

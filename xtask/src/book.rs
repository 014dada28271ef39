//! `book`: the reference as pages for a browser, built by mdBook.

use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::workspace::{self, Failure};

/// Where the reference stands, below the root.
const REFERENCE: &str = "spec/embedded/reference";
/// Where its settings let mdBook write.
const BUILT: &str = "target/reference";

pub(crate) fn run(open: bool) -> Result<ExitCode, Failure> {
    build("mdbook", workspace::root(), open)?;
    workspace::print(&format!("the reference is at {BUILT}/index.html\n"))?;
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
            "mdbook is not there; install it with `cargo install mdbook --locked`, or read {REFERENCE}/src/index.md as it is"
        ))),
        Err(error) => Err(Failure::new(format!("mdbook cannot be started: {error}"))),
    }
}

#[cfg(test)]
mod tests;

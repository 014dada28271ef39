//! `count`: what the SDK costs, in numbers that a busy machine does not change, against those that are kept.

mod compare;
mod instructions;
mod kept;
mod llvm_lines;
mod toolchain;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode};

use compare::Comparison;
use kept::Kept;
use toolchain::Toolchain;

use crate::workspace::{self, Failure};

/// What is counted, by name.
type Counts = BTreeMap<String, u64>;

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The instructions of each scenario of the program `counted`.
    Instructions,
    /// What the compiler hands to LLVM, in lines, for each module.
    LlvmLines,
}

impl What {
    /// Where the numbers are kept.
    fn file(self) -> &'static str {
        match self {
            Self::Instructions => "tests/counts/instructions.toml",
            Self::LlvmLines => "tests/counts/llvm-lines.toml",
        }
    }

    /// What the file says of itself.
    fn about(self) -> &'static str {
        match self {
            Self::Instructions => {
                "Instructions of each scenario of tests/src/bin/counted, in a release build.\n\
                 Written by `cargo xtask count --accept`."
            }
            Self::LlvmLines => {
                "Lines of LLVM's language that a release build of sap-concur begins with, by module.\n\
                 Written by `cargo xtask count --llvm-lines --accept`."
            }
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Instructions => "cargo xtask count --accept",
            Self::LlvmLines => "cargo xtask count --llvm-lines --accept",
        }
    }

    /// Why it cannot be counted here, if the program for it is not there.
    fn missing(self) -> Result<Option<&'static str>, Failure> {
        let (program, arguments, message) = match self {
            Self::Instructions => ("valgrind", &["--version"][..], "valgrind is not installed"),
            Self::LlvmLines => (
                "cargo",
                &["llvm-lines", "--version"][..],
                "cargo-llvm-lines is not installed: `cargo install cargo-llvm-lines`",
            ),
        };
        match Command::new(program).args(arguments).output() {
            Ok(output) if output.status.success() => Ok(None),
            Ok(_) => Ok(Some(message)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some(message)),
            Err(error) => Err(Failure::new(format!("{program} cannot be run: {error}"))),
        }
    }

    fn counts(self, root: &Path) -> Result<Counts, Failure> {
        match self {
            Self::Instructions => instructions::of_scenarios(&instructions::build(root)?),
            Self::LlvmLines => llvm_lines::of_modules(root),
        }
    }
}

pub(crate) fn run(what: What, accept: bool) -> Result<ExitCode, Failure> {
    let root = workspace::root();
    let path = root.join(what.file());
    let kept = Kept::read(&path)?;
    if let Some(missing) = what.missing()? {
        return nothing_counted(accept, missing);
    }
    let here = Toolchain::here(root)?;
    if !accept && kept.toolchain != here {
        return nothing_counted(
            accept,
            &format!("this is {here}, and the counts are of {}", kept.toolchain),
        );
    }
    let comparison = Comparison::new(kept.counts, what.counts(root)?, kept.tolerance);
    workspace::print(&comparison.table())?;
    if accept {
        let taken = Kept {
            toolchain: here,
            tolerance: kept.tolerance,
            counts: comparison.into_new(),
        };
        taken.write(&path, what.about())?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(verdict(&comparison, what))
}

/// What cannot be counted fails nothing, but nothing can be accepted then.
fn nothing_counted(accept: bool, why: &str) -> Result<ExitCode, Failure> {
    if accept {
        return Err(Failure::new(why));
    }
    eprintln!("nothing was counted: {why}");
    Ok(ExitCode::SUCCESS)
}

/// Tells what is off by more than is let pass. What has become less fails nothing.
fn verdict(comparison: &Comparison, what: What) -> ExitCode {
    let (worse, better) = (comparison.worse(), comparison.better());
    for line in better.iter().chain(&worse) {
        eprintln!("{line}");
    }
    match (worse.is_empty(), better.is_empty()) {
        (false, _) => {
            eprintln!(
                "error: if that is how it has to be: {}, and commit {}",
                what.command(),
                what.file()
            );
            ExitCode::FAILURE
        }
        (true, false) => {
            eprintln!("to keep it so: {}, and commit {}", what.command(), what.file());
            ExitCode::SUCCESS
        }
        (true, true) => ExitCode::SUCCESS,
    }
}

#[cfg(test)]
mod tests;

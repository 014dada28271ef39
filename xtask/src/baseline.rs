//! Costs of the SDK in numbers that do not depend on the load of the machine, compared with a committed baseline.

mod compare;
mod file;
mod instructions;
mod llvm_lines;
mod toolchain;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode};

use compare::Comparison;
use file::Baseline;
use toolchain::Toolchain;

use crate::workspace::{self, Failure};

/// Counts by name.
type Totals = BTreeMap<String, u64>;

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    /// The instructions of each scenario of the program `counted`.
    Instructions,
    /// Lines of LLVM IR of each module.
    LlvmLines,
}

impl Metric {
    /// The file with the baseline.
    fn file(self) -> &'static str {
        match self {
            Self::Instructions => "bench/baselines/instructions.toml",
            Self::LlvmLines => "bench/baselines/llvm-lines.toml",
        }
    }

    /// The comment at the top of the file.
    fn about(self) -> &'static str {
        match self {
            Self::Instructions => {
                "Instructions of each scenario of bench/src/bin/counted, in a release build.\n\
                 Written by `cargo xtask instructions --accept`."
            }
            Self::LlvmLines => {
                "Lines of LLVM IR in a release build of sap-concur, by module.\n\
                 Written by `cargo xtask llvm-lines --accept`."
            }
        }
    }

    fn command(self) -> &'static str {
        match self {
            Self::Instructions => "cargo xtask instructions --accept",
            Self::LlvmLines => "cargo xtask llvm-lines --accept",
        }
    }

    /// Returns why it cannot be counted here, if the tool for it is missing.
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

    fn counts(self, root: &Path) -> Result<Totals, Failure> {
        match self {
            Self::Instructions => instructions::count_scenarios(&instructions::build()?),
            Self::LlvmLines => llvm_lines::count_modules(root),
        }
    }
}

pub(crate) fn run(metric: Metric, accept: bool) -> Result<ExitCode, Failure> {
    let root = workspace::root()?;
    let path = root.join(metric.file());
    let baseline = Baseline::read(&path)?;
    if let Some(missing) = metric.missing()? {
        return nothing_counted(accept, missing);
    }
    let here = Toolchain::here(root)?;
    if !accept && baseline.toolchain != here {
        return nothing_counted(
            accept,
            &format!("this is {here}; the baseline was counted with {}", baseline.toolchain),
        );
    }
    let comparison = Comparison::new(baseline.counts, metric.counts(root)?, baseline.tolerance);
    workspace::print(&comparison.table())?;
    if accept {
        let accepted = Baseline {
            toolchain: here,
            tolerance: baseline.tolerance,
            counts: comparison.into_new(),
        };
        accepted.write(&path, metric.about())?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(verdict(&comparison, metric))
}

/// A missing tool is an error only if the baseline is to be replaced.
fn nothing_counted(accept: bool, why: &str) -> Result<ExitCode, Failure> {
    if accept {
        return Err(Failure::new(why));
    }
    eprintln!("nothing was counted: {why}");
    Ok(ExitCode::SUCCESS)
}

fn verdict(comparison: &Comparison, metric: Metric) -> ExitCode {
    let (worse, better) = (comparison.worse(), comparison.better());
    for line in better.iter().chain(&worse) {
        eprintln!("{line}");
    }
    match (worse.is_empty(), better.is_empty()) {
        (false, _) => {
            eprintln!(
                "error: if this is intended, run {} and commit {}",
                metric.command(),
                metric.file()
            );
            ExitCode::FAILURE
        }
        (true, false) => {
            eprintln!(
                "to update the baseline, run {} and commit {}",
                metric.command(),
                metric.file()
            );
            ExitCode::SUCCESS
        }
        (true, true) => ExitCode::SUCCESS,
    }
}

#[cfg(test)]
mod tests;

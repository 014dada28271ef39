//! `regenerate`: generates all files from the specification, or checks that they are up to date.

use std::process::ExitCode;
use std::time::Instant;

use concur_codegen::Files;
use concur_codegen::disk::{self, Difference, Lock};
use concur_spec::Contract;

use crate::progress;
use crate::workspace::{self, Failure, Format};

pub(crate) fn run(check: bool, format: Format) -> Result<ExitCode, Failure> {
    let root = workspace::root()?;
    // Held until the end. Two runs at once would remove each other's files.
    let _lock = match check {
        true => Lock::shared(root, workspace::say_waiting),
        false => Lock::exclusive(root, workspace::say_waiting),
    }?;
    let start = Instant::now();
    let sources = workspace::sources()?;
    let contract = concur_spec::contract(&sources).map_err(|diagnostics| Failure::diagnostics(diagnostics, format))?;
    progress::stage("generating");
    let mut files = concur_codegen::generate(&contract)?;
    files.insert("spec/schema.json", concur_spec::schema());
    progress::stage("comparing with existing files");
    let differences = disk::compare(&files, root)?;
    if !check {
        disk::apply(&files, root, &differences)?;
    }
    let show = if check { check_line } else { write_line };
    let mut text: String = differences.iter().map(show).collect();
    text.push_str(&summary(sources.files().len(), &contract, &files));
    let files = differences.len();
    let outcome = match (check, files) {
        (true, 1) => "file differs",
        (true, _) => "files differ",
        (false, 1) => "file changed",
        (false, _) => "files changed",
    };
    text.push_str(&format!("{files} {outcome}, in {} ms\n", start.elapsed().as_millis()));
    workspace::print(&text)?;
    if check && files > 0 {
        eprintln!("error: run `cargo xtask regenerate` and commit what it writes");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Describes a file that is out of date.
fn check_line(difference: &Difference) -> String {
    match difference {
        Difference::Missing(path) => format!("missing {path}\n"),
        Difference::Orphan(path) => format!("orphan  {path}\n"),
        Difference::Changed(path, diff) => format!("changed {path}\n{diff}"),
    }
}

/// Describes what was done to a file.
fn write_line(difference: &Difference) -> String {
    format!("{} {}\n", verb(difference), difference.path())
}

fn verb(difference: &Difference) -> &'static str {
    match difference {
        Difference::Missing(_) => "wrote  ",
        Difference::Changed(..) => "changed",
        Difference::Orphan(_) => "removed",
    }
}

fn summary(read: usize, contract: &Contract, files: &Files) -> String {
    format!(
        "{read} files read: {}\n{} files generated, {} lines\n",
        contract.counts(),
        files.len(),
        files.lines(),
    )
}

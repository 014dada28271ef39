//! `regenerate`: the specification to everything generated, or a check that this has been done.

use std::process::ExitCode;
use std::time::Instant;

use concur_codegen::Files;
use concur_codegen::write::{self, Difference};
use concur_spec::Contract;

use crate::workspace::{self, Failure};

pub(crate) fn run(check: bool) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let sources = workspace::sources()?;
    let contract = concur_spec::contract(&sources)?;
    let mut files = concur_codegen::generate(&contract)?;
    files.insert("spec/schema.json", concur_spec::schema());
    let differences = write::compare(&files, workspace::root())?;
    if check {
        report(&differences);
    } else {
        write::apply(&files, workspace::root(), &differences)?;
        for difference in &differences {
            println!("{} {}", verb(difference), difference.path());
        }
    }
    println!("{}", summary(sources.files().len(), &contract, &files));
    let outcome = if check { "differ" } else { "changed" };
    println!(
        "{} files {outcome}, in {} ms",
        differences.len(),
        start.elapsed().as_millis()
    );
    if check && !differences.is_empty() {
        eprintln!("error: run `cargo xtask regenerate` and commit what it writes");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn report(differences: &[Difference]) {
    for difference in differences {
        match difference {
            Difference::Missing(path) => println!("missing {path}"),
            Difference::Orphan(path) => println!("orphan  {path}"),
            Difference::Changed(path, diff) => print!("changed {path}\n{diff}"),
        }
    }
}

fn verb(difference: &Difference) -> &'static str {
    match difference {
        Difference::Missing(_) => "wrote  ",
        Difference::Changed(..) => "changed",
        Difference::Orphan(_) => "removed",
    }
}

fn summary(read: usize, contract: &Contract, files: &Files) -> String {
    let counts = contract.counts();
    format!(
        "{read} files read: {} operations, {} types, {} fields, {} fields more from {} families, {} value sets, {} error codes\n\
         {} files generated, {} lines",
        counts.operations,
        counts.types(),
        counts.fields,
        counts.expanded_fields,
        counts.families,
        counts.value_sets,
        counts.error_codes,
        files.len(),
        files.lines(),
    )
}

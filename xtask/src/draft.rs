//! `draft`: drafts the file of an API from the vendor's documents.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use concur_audit::{Draft, Names};
use concur_spec::Source;

use crate::progress;
use crate::workspace::{self, Failure};

pub(crate) fn run(
    documents: &[PathBuf],
    api: Option<&str>,
    document: Option<&str>,
    out: Option<&Path>,
) -> Result<ExitCode, Failure> {
    let pages: Vec<Source> = documents.iter().map(Source::read).collect::<io::Result<_>>()?;
    let contract = concur_spec::contract(&workspace::sources()?)?;
    let envelope = contract.platform.envelopes.first();
    let names = Names {
        api,
        document,
        envelope: envelope.map(|envelope| envelope.name.as_str()),
    };
    progress::stage("reading the documents");
    let draft = concur_audit::draft(pages, names).map_err(Failure::of_audit)?;
    match out {
        None => workspace::print(&draft.text)?,
        Some(path) => create(path, &draft.text)?,
    }
    progress::end();
    eprint!("{}", summary(&draft));
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that does not exist yet.
fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    let written = created.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::from(io::Error::new(error.kind(), format!("{}: {error}", path.display()))))
}

fn summary(draft: &Draft) -> String {
    let number = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}: {}, {}, {}; {} to make\n\
         Add its document to `documents` of spec/concur.yaml:\n{}",
        draft.key,
        number(draft.operations, "operation"),
        number(draft.types, "type"),
        number(draft.error_codes, "error code"),
        number(draft.decisions, "decision"),
        draft.document
    )
}

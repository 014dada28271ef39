//! `audit`: compares the vendor's documents with the specification.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use concur_spec::Source;

use crate::progress;
use crate::workspace::{self, Failure};

/// Compares each file as the document of its name or, with a key, all of them as one document.
pub(crate) fn run(documents: &[PathBuf], key: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let sources = workspace::sources()?;
    let documents: Vec<Source> = documents.iter().map(Source::read).collect::<io::Result<_>>()?;
    progress::stage("comparing the documents with the specification");
    let audit = match key {
        Some(key) => concur_audit::audit_as(&sources, key, documents),
        None => concur_audit::audit(&sources, documents),
    };
    let audit = audit.map_err(Failure::of_audit)?;
    let text = if json {
        serde_json::to_string_pretty(&audit.to_json()).map_err(io::Error::from)? + "\n"
    } else {
        audit.render(workspace::style(&io::stdout()))
    };
    workspace::print(&text)?;
    Ok(if audit.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! `describe`: prints the specification.

use std::io;
use std::process::ExitCode;

use concur_spec::Contract;

use crate::workspace::{self, Failure};

pub(crate) fn run(as_documented: bool, document: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let sources = workspace::sources()?;
    let contract = if as_documented {
        concur_spec::contract_as_documented(&sources)?
    } else {
        concur_spec::contract(&sources)?
    };
    let contract = match document {
        Some(document) => only_from(&contract, document)?,
        None => contract,
    };
    let text = if json {
        serde_json::to_string_pretty(&concur_spec::describe(&contract)).map_err(io::Error::from)? + "\n"
    } else {
        concur_spec::describe_table(&contract)
    };
    workspace::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Returns what is from one document.
fn only_from(contract: &Contract, document: &str) -> Result<Contract, Failure> {
    let known = concur_spec::documents(contract);
    if known.contains(document) {
        return Ok(concur_spec::only_from(contract, document));
    }
    let hint = match concur_spec::nearest(document, known.iter().copied()) {
        Some(near) => format!("; a similar key is `{near}`"),
        None => format!("; some are from {}", known.into_iter().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::new(format!("no row is from a document `{document}`{hint}")))
}

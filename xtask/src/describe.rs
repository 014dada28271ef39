//! `describe`: prints the specification.

use std::io;
use std::process::ExitCode;

use crate::workspace::{self, Failure};

pub(crate) fn run(as_documented: bool, json: bool) -> Result<ExitCode, Failure> {
    let sources = workspace::sources()?;
    let contract = if as_documented {
        concur_spec::contract_as_documented(&sources)?
    } else {
        concur_spec::contract(&sources)?
    };
    let text = if json {
        serde_json::to_string_pretty(&concur_spec::describe(&contract)).map_err(io::Error::from)? + "\n"
    } else {
        concur_spec::describe_table(&contract)
    };
    workspace::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

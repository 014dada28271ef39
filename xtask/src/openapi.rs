//! `openapi`: exports the specification as an OpenAPI document.

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use concur_codegen::openapi::{self, Version};

use crate::progress;
use crate::workspace::{self, Failure};

pub(crate) fn run(version: Version, out: Option<&Path>) -> Result<ExitCode, Failure> {
    let contract = concur_spec::contract(&workspace::sources()?)?;
    progress::stage("writing the document");
    let text = openapi::document(&contract, version)?;
    match out {
        None => workspace::print(&text)?,
        Some(file) => fs::write(file, text)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?,
    }
    Ok(ExitCode::SUCCESS)
}

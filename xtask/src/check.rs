//! `check`: checks the specification and writes nothing.

use std::process::ExitCode;
use std::time::Instant;

use crate::workspace::{self, Failure, Format};

pub(crate) fn run(format: Format) -> Result<ExitCode, Failure> {
    let start = Instant::now();
    let sources = workspace::sources()?;
    let specification = match concur_spec::load(&sources) {
        Ok(specification) => specification,
        Err(diagnostics) => return Err(Failure::diagnostics(diagnostics, format)),
    };
    let text = match format {
        Format::Text => {
            let (counts, took) = (specification.effective.counts(), start.elapsed().as_millis());
            format!(
                "{} files read: {counts}, no errors, in {took} ms\n",
                sources.files().len()
            )
        }
        Format::Json => "[]\n".to_owned(),
        Format::Github => String::new(),
    };
    workspace::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

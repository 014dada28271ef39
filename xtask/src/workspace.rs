//! Where things are, and how failures are told.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use concur_spec::{Diagnostics, Sources, Style};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The texts of the specification.
pub(crate) fn sources() -> Result<Sources, Failure> {
    Sources::read(root().join("spec")).map_err(Failure::from)
}

/// Prints a result. Whoever reads it may stop early: `describe | head` is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Why a command failed, as the text to print.
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(why: impl fmt::Display) -> Self {
        Self(format!("error: {why}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(format!("error: {error}"))
    }
}

impl From<concur_codegen::InternalError> for Failure {
    fn from(error: concur_codegen::InternalError) -> Self {
        Self(error.to_string())
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        let style = if io::stderr().is_terminal() {
            Style::Coloured
        } else {
            Style::Plain
        };
        let count = diagnostics.list().len();
        let faults = if count == 1 {
            "1 fault"
        } else {
            &format!("{count} faults")
        };
        Self(format!(
            "{}\nerror: the specification has {faults}; nothing was written",
            diagnostics.render(style)
        ))
    }
}

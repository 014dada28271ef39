//! Where things are, and how failures are told.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use concur_spec::{Diagnostics, Sources, Style};

use crate::progress;

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// The texts of the specification.
pub(crate) fn sources() -> Result<Sources, Failure> {
    progress::stage("checking the specification");
    Sources::read(root().join("spec")).map_err(Failure::from)
}

/// Prints a result. Whoever reads it may stop early: `describe | head` is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    progress::end();
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// How text for people is written there: with colors on a terminal, unless they are not wanted, <https://no-color.org>.
pub(crate) fn style(to: &impl IsTerminal) -> Style {
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
    match to.is_terminal() && !is_plain {
        true => Style::Colored,
        false => Style::Plain,
    }
}

/// How diagnostics of the specification are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people, on stderr.
    Text,
    /// As JSON, on stdout.
    Json,
    /// As annotations of GitHub Actions on stdout, and for people on stderr.
    Github,
}

/// Why a command failed, as the texts to print.
pub(crate) struct Failure {
    /// For people.
    message: String,
    /// For programs.
    output: String,
}

impl Failure {
    /// The specification has diagnostics.
    pub(crate) fn diagnostics(diagnostics: Diagnostics, format: Format) -> Self {
        match format {
            Format::Text => Self::from(diagnostics),
            Format::Json => Self {
                message: String::new(),
                output: format!("{:#}\n", diagnostics.to_json()),
            },
            Format::Github => Self {
                output: diagnostics.to_github(),
                ..Self::from(diagnostics)
            },
        }
    }

    /// For a reason in words.
    pub(crate) fn new(why: impl fmt::Display) -> Self {
        Self::told(format!("error: {why}"))
    }

    fn told(message: String) -> Self {
        let output = String::new();
        Self { message, output }
    }

    /// What it says to people.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Prints it.
    pub(crate) fn tell(&self) {
        // There is nobody left to tell that nobody listens.
        let _ = print(&self.output);
        if !self.message.is_empty() {
            eprintln!("{self}");
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error)
    }
}

impl From<concur_codegen::InternalError> for Failure {
    fn from(error: concur_codegen::InternalError) -> Self {
        Self::told(error.to_string())
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::of(&diagnostics, "the specification has", "; nothing was written")
    }
}

impl Failure {
    /// Of an audit: what is wrong may be the documents, and there is nothing to write.
    pub(crate) fn of_audit(diagnostics: Diagnostics) -> Self {
        Self::of(&diagnostics, "nothing was compared:", "")
    }

    fn of(diagnostics: &Diagnostics, before: &str, after: &str) -> Self {
        let style = style(&io::stderr());
        let count = diagnostics.list().len();
        let errors = if count == 1 {
            "1 error"
        } else {
            &format!("{count} errors")
        };
        Self::told(format!(
            "{}\nerror: {before} {errors}{after}",
            diagnostics.render(style)
        ))
    }
}

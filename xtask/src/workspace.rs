//! Where things are, and how failures are told.

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

/// How text for people is written there.
pub(crate) fn style(to: &impl IsTerminal) -> Style {
    // https://no-color.org
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
    if to.is_terminal() && !is_plain {
        Style::Coloured
    } else {
        Style::Plain
    }
}

/// How faults of the specification are told.
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
    /// The specification has faults.
    pub(crate) fn faults(faults: Diagnostics, format: Format) -> Self {
        match format {
            Format::Text => Self::from(faults),
            Format::Json => Self {
                message: String::new(),
                output: format!("{:#}\n", faults.to_json()),
            },
            Format::Github => Self {
                output: faults.to_github(),
                ..Self::from(faults)
            },
        }
    }

    /// Something else went wrong; the message is whole.
    pub(crate) fn new(message: String) -> Self {
        let output = String::new();
        Self { message, output }
    }

    /// Prints it.
    pub(crate) fn tell(&self) {
        // There is nobody left to tell that nobody listens.
        let _ = print(&self.output);
        if !self.message.is_empty() {
            eprintln!("{}", self.message);
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(format!("error: {error}"))
    }
}

impl From<concur_codegen::InternalError> for Failure {
    fn from(error: concur_codegen::InternalError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        let style = style(&io::stderr());
        let count = diagnostics.list().len();
        let faults = if count == 1 {
            "1 fault"
        } else {
            &format!("{count} faults")
        };
        Self::new(format!(
            "{}\nerror: the specification has {faults}; nothing was written",
            diagnostics.render(style)
        ))
    }
}

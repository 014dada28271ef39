//! The workspace, and errors of commands.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fmt};

use concur_spec::{Diagnostics, Sources, Style};

use crate::progress;

/// The root of the workspace: the checkout in which cargo runs this program, or else the one around the current
/// folder. It is not the checkout that the program was built in, for several can share a target folder.
pub(crate) fn root() -> Result<&'static Path, Failure> {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(root) = ROOT.get() {
        return Ok(root);
    }
    // Cargo sets this to the folder of the package that it runs.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = package.into_iter().chain(env::current_dir());
    let found = starts.filter_map(|start| around(&start).map(Path::to_path_buf)).next();
    let root =
        found.ok_or_else(|| Failure::new("this is no checkout of the workspace: no folder has `xtask` and `spec`"))?;
    Ok(ROOT.get_or_init(|| root))
}

/// Returns the workspace that a folder is in.
fn around(folder: &Path) -> Option<&Path> {
    let is_root = |folder: &&Path| folder.join("xtask/Cargo.toml").is_file() && folder.join("spec").is_dir();
    folder.ancestors().find(is_root)
}

/// Reads the files of the specification.
pub(crate) fn sources() -> Result<Sources, Failure> {
    progress::stage("checking the specification");
    Sources::read(root()?.join("spec")).map_err(Failure::from)
}

/// Says that another run holds the lock of the workspace.
pub(crate) fn say_waiting() {
    progress::end();
    eprintln!("waiting for another run in this workspace");
}

/// Prints a result. A closed pipe, as in `describe | head`, is not an error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    progress::end();
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Returns the style of text for people: colored on a terminal unless `NO_COLOR` is set, <https://no-color.org>.
pub(crate) fn style(to: &impl IsTerminal) -> Style {
    let is_plain = env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
    match to.is_terminal() && !is_plain {
        true => Style::Colored,
        false => Style::Plain,
    }
}

/// Output formats of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text on stderr.
    Text,
    /// JSON on stdout.
    Json,
    /// Annotations of GitHub Actions on stdout, and text on stderr.
    Github,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Text for stderr.
    message: String,
    /// Output for programs, for stdout.
    output: String,
}

impl Failure {
    /// Reports the diagnostics of the specification.
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

    /// Reports an error.
    pub(crate) fn new(why: impl fmt::Display) -> Self {
        Self::with_message(format!("error: {why}"))
    }

    fn with_message(message: String) -> Self {
        let output = String::new();
        Self { message, output }
    }

    /// Returns the text for stderr.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Prints the failure.
    pub(crate) fn print(&self) {
        // A failure to print cannot be reported anywhere.
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
        Self::with_message(error.to_string())
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::of(&diagnostics, "the specification has", "; nothing was written")
    }
}

impl Failure {
    /// Reports diagnostics of an audit, which writes nothing and whose documents may be what is wrong.
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
        Self::with_message(format!(
            "{}\nerror: {before} {errors}{after}",
            diagnostics.render(style)
        ))
    }
}

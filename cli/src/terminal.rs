//! What is written to stdout and stderr. Nothing from outside reaches a terminal with its control characters.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use concur_sandbox::printable;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckResult {
    Good,
    Warning,
    Error,
}

/// Writes a text to stdout, with control characters escaped.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(printable::printable(text).as_bytes())?;
    out.flush()
}

/// Writes the result of a check to stdout, such as `ok  network  …`.
pub(crate) fn print_check(result: CheckResult, text: &str) -> io::Result<()> {
    let (style, word) = match result {
        CheckResult::Good => (GOOD, "ok"),
        CheckResult::Warning => (WARNING, "note"),
        CheckResult::Error => (ERROR, "FAIL"),
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{style}{word:<4}{style:#}  {}", printable::printable(text))
}

/// Tells the user something on stderr. A closed stderr is not an error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", printable::printable(text));
}

/// Reports an error on stderr.
pub(crate) fn error(text: &str) {
    let text = printable::printable(text);
    let _ = writeln!(anstream::stderr().lock(), "{ERROR}error:{ERROR:#} {text}");
}

/// Reports a warning on stderr.
pub(crate) fn warning(text: &str) {
    let text = printable::printable(text);
    let _ = writeln!(anstream::stderr().lock(), "{WARNING}warning:{WARNING:#} {text}");
}

/// Asks for a line, on stderr.
///
/// # Errors
///
/// Returns an error if there is no terminal to ask at.
pub(crate) fn ask(question: &str) -> io::Result<String> {
    must_be_terminal()?;
    let mut err = anstream::stderr().lock();
    write!(err, "{question}: ")?;
    err.flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// Asks for a secret, which is not shown as it is typed.
///
/// # Errors
///
/// Returns an error if there is no terminal to ask at.
pub(crate) fn ask_secret(question: &str) -> io::Result<String> {
    must_be_terminal()?;
    let line = rpassword::prompt_password(format!("{question}: "))?;
    Ok(line.trim().to_owned())
}

fn must_be_terminal() -> io::Result<()> {
    match io::stdin().is_terminal() {
        true => Ok(()),
        false => Err(io::Error::new(
            io::ErrorKind::NotConnected,
            "there is no terminal to ask at",
        )),
    }
}

/// Whether stdout is a terminal.
pub(crate) fn is_shown() -> bool {
    io::stdout().is_terminal()
}

/// The number of characters that fit on a line of stdout, if it is a terminal.
pub(crate) fn width() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.0.into())
}

/// The name of a program as the user writes it.
pub(crate) const PROGRAM: &str = "concur";

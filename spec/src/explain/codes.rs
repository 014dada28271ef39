//! What the codes of diagnostics mean, each with an example that is made on the spot: the loader itself says what is wrong.

use std::fmt;

use crate::diagnostics::{Code, Style, nearest};

/// Whether a text has the form of a code: `E012`, in any case.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let number = text.strip_prefix(['E', 'e']);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// The code that is shown like this.
///
/// # Errors
/// There is none; it may know one that is near.
pub fn find_code(id: &str) -> Result<Code, UnknownCode> {
    let known = || Code::ALL.iter().copied();
    let found = known().find(|code| code.id().eq_ignore_ascii_case(id));
    found.ok_or_else(|| UnknownCode {
        near: nearest(id, known().map(Code::id)),
        id: id.to_owned(),
    })
}

/// There is no such code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    id: String,
    near: Option<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no code `{}`", self.id)?;
        match self.near {
            Some(near) => write!(f, "; a similar one is `{near}`"),
            None => write!(f, "; without a code, all are listed"),
        }
    }
}

impl std::error::Error for UnknownCode {}

/// All codes with their sentences, one line each.
#[must_use]
pub fn codes(style: Style) -> String {
    let lines = Code::ALL.iter();
    lines
        .map(|code| format!("{}  {}\n", style.emphasize(code.id()), code.explanation()))
        .collect()
}

/// A code at length: its sentence, why the language wants it so, an example that is wrong as the loader tells of it, and
/// the lines as they should be.
#[must_use]
pub fn code(code: Code, style: Style) -> String {
    let example = code.example();
    let mut text = format!("{}  {}\n", style.emphasize(code.id()), code.explanation());
    if !example.why.is_empty() {
        text += &format!("\n{}\n", example.why);
    }
    text += &format!("\n{}\n\n", style.emphasize("Wrong"));
    if let Some(diagnostics) = example.diagnostics() {
        text += &diagnostics.render(style);
    }
    let (right, path) = (style.emphasize("Right"), example.path());
    text += &format!("\n{right}, in {path}\n\n");
    text += &example
        .right_lines()
        .map(|(number, line)| format!("{number:>4} | {line}\n"))
        .collect::<String>();
    text
}

#[cfg(test)]
mod tests;

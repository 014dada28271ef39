//! Explains the codes of diagnostics. The diagnostics of the examples come from the loader itself.

use std::fmt;

use super::examples::Audit;
use crate::diagnostics::{Code, Style, nearest};

/// Returns true if a text looks like a code, such as `E012`, ignoring case.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let number = text.strip_prefix(['E', 'e']);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// Finds a code by its id, ignoring case.
///
/// # Errors
/// Returns an error if there is no such code. The message suggests a similar one.
pub fn find_code(id: &str) -> Result<Code, UnknownCode> {
    let known = || Code::ALL.iter().copied();
    let found = known().find(|code| code.id().eq_ignore_ascii_case(id));
    found.ok_or_else(|| UnknownCode {
        near: nearest(id, known().map(Code::id)),
        id: id.to_owned(),
    })
}

/// The error of [`find_code`]: there is no such code.
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
            None => write!(f, "; omit the code to list all codes"),
        }
    }
}

impl std::error::Error for UnknownCode {}

/// Lists all codes and their explanations, one line each.
#[must_use]
pub fn codes(style: Style) -> String {
    let lines = Code::ALL.iter();
    lines
        .map(|code| format!("{}  {}\n", style.emphasize(code.id()), code.explanation()))
        .collect()
}

/// Explains a code in detail: its explanation, the reason for the rule, the diagnostics of a wrong example, and the
/// corrected lines. For the codes of the audit, `audit` returns the diagnostics: it is `concur_audit::diagnostics`.
#[must_use]
pub fn code(code: Code, style: Style, audit: Audit) -> String {
    let example = code.example();
    let mut text = format!("{}  {}\n", style.emphasize(code.id()), code.explanation());
    if !example.why.is_empty() {
        text += &format!("\n{}\n", example.why);
    }
    text += &format!("\n{}\n\n", style.emphasize("Wrong"));
    if let Some(diagnostics) = example.diagnostics(audit) {
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

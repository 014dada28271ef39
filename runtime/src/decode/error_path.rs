//! Where in a document a fault is: a path that grows from the fault outwards, as the error passes each field.
//!
//! Serde has no place for a path in an error. So it stands at the start of the message, behind a `$` that tells it from
//! a message without one: `$.lineItems[2].quantity: invalid type: …`. Nothing is done, and nothing is spent, until
//! there is an error.

use std::fmt::Display;

use serde::de;

/// What is said of a value that must not be quoted.
pub(super) const NOT_EXPECTED: &str = "not of the form that was expected";
/// Why it is not.
pub(super) const NOT_SHOWN: &str = " (not shown, for the call carried a secret)";

/// The error as seen from an object, in whose field `name` it happened.
pub(super) fn in_field<E: de::Error>(name: &str, error: E) -> E {
    let mut step = String::new();
    push_field(&mut step, name);
    outwards(&step, error)
}

/// The error as seen from a list, in whose item number `index` it happened.
pub(super) fn in_item<E: de::Error>(index: usize, error: E) -> E {
    let mut step = String::new();
    push_item(&mut step, index);
    outwards(&step, error)
}

/// Goes one step down, into the field `name`.
pub(super) fn push_field(path: &mut String, name: &str) {
    if is_plain(name) {
        path.push('.');
        path.push_str(name);
    } else {
        path.push_str(&format!("[{name:?}]"));
    }
}

/// Goes one step down, to the item number `index`.
pub(super) fn push_item(path: &mut String, index: usize) {
    path.push_str(&format!("[{index}]"));
}

/// The error of another decoder, for which the document began at a value of ours: its line and column mean nothing.
pub(super) fn of_part<E: de::Error>(error: &impl Display) -> E {
    E::custom(without_position(&error.to_string()))
}

fn outwards<E: de::Error>(step: &str, error: E) -> E {
    let message = error.to_string();
    match split(&message) {
        ("", problem) => E::custom(format_args!("${step}: {problem}")),
        (path, problem) => E::custom(format_args!("${step}{path}: {problem}")),
    }
}

/// Whether a name can stand in a path as it is.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// A message as path (`.lineItems[2].quantity`, or nothing) and problem.
pub(super) fn split(message: &str) -> (&str, &str) {
    split_path(message).unwrap_or(("", message))
}

fn split_path(message: &str) -> Option<(&str, &str)> {
    let marked = message.strip_prefix('$')?;
    let mut rest = marked;
    loop {
        if let Some(problem) = rest.strip_prefix(": ") {
            let path = marked.get(..marked.len() - rest.len())?;
            return Some((path, problem));
        }
        rest = after_step(rest)?;
    }
}

/// What follows the first step of a path: `.name`, `[2]` or `["odd name"]`.
fn after_step(path: &str) -> Option<&str> {
    if let Some(name) = path.strip_prefix('.') {
        let end = name.find(['.', '[', ':'])?;
        return name.get(end..);
    }
    let step = path.strip_prefix('[')?;
    match step.strip_prefix('"') {
        None => step.split_once(']').map(|(_, rest)| rest),
        Some(quoted) => after_quoted(quoted)?.strip_prefix(']'),
    }
}

/// What follows the quote that ends a name in the form of `Debug`.
fn after_quoted(quoted: &str) -> Option<&str> {
    let mut escaped = false;
    for (at, char) in quoted.char_indices() {
        match char {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return quoted.get(at + 1..),
            _ => escaped = false,
        }
    }
    None
}

/// A message without the ` at line 1 column 2` that serde_json ends with.
pub(super) fn without_position(message: &str) -> &str {
    let Some((problem, position)) = message.rsplit_once(" at line ") else {
        return message;
    };
    let is_position = position.split_once(" column ").is_some_and(|(line, column)| {
        [line, column]
            .iter()
            .all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if is_position { problem } else { message }
}

/// A decoding error taken apart for [`DecodeError`](crate::DecodeError): the path without its `$` and its first dot, and
/// the problem.
pub(crate) fn taken_apart(error: &serde_json::Error) -> (String, String) {
    let message = error.to_string();
    let (path, problem) = split(&message);
    (shown(path).to_owned(), problem.to_owned())
}

/// A path without its first dot.
pub(super) fn shown(path: &str) -> &str {
    path.strip_prefix('.').unwrap_or(path)
}

/// The same of a document that must not be quoted: of the problem only the kind and the position.
pub(crate) fn taken_apart_unquoted(error: &serde_json::Error) -> (String, String) {
    let (path, _) = taken_apart(error);
    let kind = match error.classify() {
        serde_json::error::Category::Eof => "the body ends too early",
        serde_json::error::Category::Syntax => "the body is not JSON",
        _ => NOT_EXPECTED,
    };
    let problem = match (error.line(), error.column()) {
        (0, _) => format!("{kind}{NOT_SHOWN}"),
        (line, column) => format!("{kind}{NOT_SHOWN} at line {line} column {column}"),
    };
    (path, problem)
}

#[cfg(test)]
mod tests;

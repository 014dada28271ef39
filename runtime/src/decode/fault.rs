//! Where in a document a fault is: a path that grows from the fault outwards, as the error passes each field.
//!
//! Serde has no place for a path in an error. So it stands at the start of the message, behind a `$` that tells it from
//! a message without one: `$.lineItems[2].quantity: invalid type: …`. Nothing is done, and nothing is spent, until
//! there is an error.

use std::fmt::Display;

use serde::de;

/// The error as seen from an object, in whose field `name` it happened.
pub(super) fn in_field<E: de::Error>(name: &str, error: E) -> E {
    if is_plain(name) {
        outwards(format_args!(".{name}"), error)
    } else {
        outwards(format_args!("[{name:?}]"), error)
    }
}

/// The error as seen from a list, in whose item number `index` it happened.
pub(super) fn in_item<E: de::Error>(index: usize, error: E) -> E {
    outwards(format_args!("[{index}]"), error)
}

/// The error of another decoder, for which the document began at a value of ours: its line and column mean nothing.
pub(super) fn of_part<E: de::Error>(error: &impl Display) -> E {
    E::custom(without_position(&error.to_string()))
}

fn outwards<E: de::Error>(step: impl Display, error: E) -> E {
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
fn split(message: &str) -> (&str, &str) {
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
fn without_position(message: &str) -> &str {
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

/// A decoding error taken apart for [`Unreadable`](crate::Unreadable): the path without its `$` and its first dot, and
/// the problem.
pub(crate) fn taken_apart(error: &serde_json::Error) -> (String, String) {
    let message = error.to_string();
    let (path, problem) = split(&message);
    (path.strip_prefix('.').unwrap_or(path).to_owned(), problem.to_owned())
}

/// The same of a document that must not be quoted: of the problem only the kind and the position.
pub(crate) fn taken_apart_unquoted(error: &serde_json::Error) -> (String, String) {
    let (path, _) = taken_apart(error);
    let kind = match error.classify() {
        serde_json::error::Category::Eof => "the body ends too early",
        serde_json::error::Category::Syntax => "the body is not JSON",
        _ => "not of the form that was expected",
    };
    let problem = match (error.line(), error.column()) {
        (0, _) => format!("{kind} (not shown, for the call carried a secret)"),
        (line, column) => format!("{kind} (not shown, for the call carried a secret) at line {line} column {column}"),
    };
    (path, problem)
}

#[cfg(test)]
mod tests;

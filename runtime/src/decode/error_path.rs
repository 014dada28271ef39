//! The path of an error in a document, which is built from the inside out as the error passes each field.
//!
//! Serde errors have no path. It is therefore a prefix of the message, with a `$` that distinguishes it from a message
//! without a path: `$.lineItems[2].quantity: invalid type: …`. This costs nothing unless there is an error.

use std::fmt::Display;

use serde::de;

/// The problem of a value that must not be quoted.
pub(super) const NOT_EXPECTED: &str = "not of the expected form";
/// Why it is not quoted.
pub(super) const NOT_SHOWN: &str = " (not shown, because the call carried a secret)";

/// Adds the field `name` of an object to the path of an error.
pub(super) fn in_field<E: de::Error>(name: &str, error: E) -> E {
    let mut step = String::new();
    push_field(&mut step, name);
    prepend(&step, error)
}

/// Adds the item `index` of a list to the path of an error.
pub(super) fn in_item<E: de::Error>(index: usize, error: E) -> E {
    let mut step = String::new();
    push_item(&mut step, index);
    prepend(&step, error)
}

/// Appends a field to a path.
pub(super) fn push_field(path: &mut String, name: &str) {
    if is_plain(name) {
        path.push('.');
        path.push_str(name);
    } else {
        path.push_str(&format!("[{name:?}]"));
    }
}

/// Appends an item to a path.
pub(super) fn push_item(path: &mut String, index: usize) {
    path.push_str(&format!("[{index}]"));
}

/// Converts the error of a value that was decoded separately: its line and column are meaningless.
pub(super) fn of_part<E: de::Error>(error: &impl Display) -> E {
    E::custom(without_position(&error.to_string()))
}

fn prepend<E: de::Error>(step: &str, error: E) -> E {
    let message = error.to_string();
    match split(&message) {
        ("", problem) => E::custom(format_args!("${step}: {problem}")),
        (path, problem) => E::custom(format_args!("${step}{path}: {problem}")),
    }
}

/// Whether a name needs no quotes in a path.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Splits a message into path (`.lineItems[2].quantity` or empty) and problem.
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

/// Returns the rest of a path after its first step: `.name`, `[2]` or `["quoted name"]`.
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

/// Returns the rest after the closing quote of a name in `Debug` form.
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

/// Removes the ` at line 1 column 2` that serde_json appends.
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

/// Splits a decoding error for [`DecodeError`](crate::DecodeError) into the path, without `$` and leading dot, and the
/// problem.
pub(crate) fn path_and_problem(error: &serde_json::Error) -> (String, String) {
    let message = error.to_string();
    let (path, problem) = split(&message);
    (shown(path).to_owned(), problem.to_owned())
}

/// Removes the leading dot of a path.
pub(super) fn shown(path: &str) -> &str {
    path.strip_prefix('.').unwrap_or(path)
}

/// Like [`path_and_problem`], for a document that must not be quoted: only the kind of the problem and its position.
pub(crate) fn path_and_unquoted_problem(error: &serde_json::Error) -> (String, String) {
    let (path, _) = path_and_problem(error);
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

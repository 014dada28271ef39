//! Decoder messages without the values that they quote.

use crate::DecimalError;

/// Replaces messages of unknown form.
const OTHER: &str = "not of the expected form";

/// Prefixes of serde messages that quote a value; the expectation follows.
const QUOTING: [&str; 5] = [
    "invalid type: ",
    "invalid value: ",
    "invalid length ",
    "unknown variant ",
    "unknown field ",
];

/// Prefixes of messages that quote only names from the specification.
const PLAIN: [&str; 3] = ["missing field `", "duplicate field `", "more than one of "];

/// Messages of serde_json about JSON that has no representation.
const NO_VALUE: [&str; 3] = [
    "number out of range",
    "lone leading surrogate in hex escape",
    "unexpected end of hex escape",
];

/// Removes the value from a message. Messages of this crate, serde and serde_json are known; others are replaced,
/// because they may quote anything.
pub(super) fn unquoted(problem: &str) -> String {
    if PLAIN.iter().any(|start| problem.starts_with(start)) || NO_VALUE.contains(&problem) {
        return problem.to_owned();
    }
    let too_many = DecimalError::TooManyDigits.to_string();
    if problem.ends_with(&too_many) {
        return too_many;
    }
    // The quoted value comes first and may contain anything, so the last marker counts.
    if let Some((quoted, expected)) = problem.rsplit_once(", expected ")
        && let Some(start) = QUOTING.iter().find(|start| quoted.starts_with(**start))
    {
        return match kind(quoted.get(start.len()..).unwrap_or_default()) {
            Some(kind) => format!("expected {expected}, found {kind}"),
            None => format!("expected {expected}"),
        };
    }
    if problem.starts_with('`') {
        let reason = problem.rsplit_once("`: ");
        let known = problem.rsplit_once("` is not one of: ");
        return match (reason, known) {
            (Some((quoted, _)), Some((all, known))) if all.len() > quoted.len() => expected_one_of(known),
            (None, Some((_, known))) => expected_one_of(known),
            (Some((_, reason)), _) => reason.to_owned(),
            (None, None) => OTHER.to_owned(),
        };
    }
    OTHER.to_owned()
}

fn expected_one_of(known: &str) -> String {
    format!("expected one of: {known}")
}

/// Returns the JSON name of serde's kind of value.
fn kind(unexpected: &str) -> Option<&'static str> {
    let kinds = [
        ("boolean", "a boolean"),
        ("integer", "a number"),
        ("floating point", "a number"),
        ("string", "a string"),
        ("a string", "a string"),
        ("sequence", "a list"),
        ("map", "an object"),
        ("null", "null"),
        ("unit value", "null"),
    ];
    let found = kinds.iter().find(|(start, _)| unexpected.starts_with(start));
    found.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests;

//! What a decoder says, without the value that it quotes.

use crate::DecimalError;

/// What is said of what nobody knows how to say without quoting.
const OTHER: &str = "not of the form that was expected";

/// What serde begins with before it quotes; what was expected follows.
const QUOTING: [&str; 5] = [
    "invalid type: ",
    "invalid value: ",
    "invalid length ",
    "unknown variant ",
    "unknown field ",
];

/// What quotes nothing but names out of the specification.
const PLAIN: [&str; 3] = ["missing field `", "duplicate field `", "more than one of "];

/// What serde_json says of a text that is JSON, but of which no value can be made.
const NO_VALUE: [&str; 3] = [
    "number out of range",
    "lone leading surrogate in hex escape",
    "unexpected end of hex escape",
];

/// The problem without the value. The words of this crate, of serde and of serde_json are known; others are not
/// repeated, for one does not know what they quote.
pub(super) fn unquoted(problem: &str) -> String {
    if PLAIN.iter().any(|start| problem.starts_with(start)) || NO_VALUE.contains(&problem) {
        return problem.to_owned();
    }
    let too_many = DecimalError::TooManyDigits.to_string();
    if problem.ends_with(&too_many) {
        return too_many;
    }
    // What is quoted comes first, whatever is in it; so it is the last of such marks that counts.
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

/// The kind of the value that serde speaks of, in the words of JSON.
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

//! Checks of a body before it is sent, by rules that the generator writes from the specification.

mod rules;
mod walk;

use std::fmt;

use serde::Serialize;

pub use rules::{Case, NO_RULES, Rule, Rules, case, field, one_of};

/// A body that the service would refuse.
///
/// Its `Display` lists all violations, for example `` `lineItems[1].vendorCode` is missing ``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidBodyError {
    violations: Vec<Violation>,
}

/// What is wrong with one field of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The path of the field, such as `lineItems[1].vendorCode`, with indexes from 0. Empty for the body as a whole.
    pub path: String,
    /// What is wrong.
    pub kind: ViolationKind,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// A required value is absent, blank, or an empty list.
    Required,
    /// The value is not in the value set. Contains the values.
    Unlisted(&'static [&'static str]),
    /// The value is not three capital letters.
    NotACurrency,
    /// The text has more characters than the service takes. Contains the most.
    TooLong(u32),
    /// None of these fields has a value; exactly one must have one.
    NoneOf(&'static [&'static str]),
    /// More than one of these fields has a value.
    MoreThanOneOf(&'static [&'static str]),
    /// The body cannot be serialized. Contains the error.
    NotSerialized(String),
}

impl InvalidBodyError {
    /// Returns what is wrong, in the order of the specification.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for InvalidBodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidBodyError {}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str("the body")?,
            path => write!(f, "`{path}`")?,
        }
        match &self.kind {
            ViolationKind::Required => f.write_str(" is missing"),
            ViolationKind::Unlisted(values) => write!(f, " is none of {}", values.join(", ")),
            ViolationKind::NotACurrency => f.write_str(" is not a currency code of three capital letters"),
            ViolationKind::TooLong(most) => write!(f, " has more than {most} characters"),
            ViolationKind::NoneOf(names) => write!(f, " has none of {}", names.join(", ")),
            ViolationKind::MoreThanOneOf(names) => write!(f, " has more than one of {}", names.join(", ")),
            ViolationKind::NotSerialized(error) => write!(f, " cannot be serialized: {error}"),
        }
    }
}

/// Checks a body by rules.
///
/// # Errors
///
/// Returns an error with all violations.
pub fn body<T: Serialize>(body: &T, rules: &'static Rules) -> Result<(), InvalidBodyError> {
    body_with_required(body, rules, [""; 0])
}

/// Checks a body by rules, and that the fields at these paths have values.
///
/// # Errors
///
/// Returns an error with all violations.
pub fn body_with_required<T: Serialize>(
    body: &T,
    rules: &'static Rules,
    required: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<(), InvalidBodyError> {
    let required: Vec<String> = required.into_iter().map(|path| path.as_ref().to_owned()).collect();
    let json = serde_json::to_vec(body).and_then(|json| serde_json::from_slice(&json));
    let violations = match json {
        Ok(json) => walk::violations(&json, rules, &required),
        Err(error) => vec![Violation {
            path: String::new(),
            kind: ViolationKind::NotSerialized(error.to_string()),
        }],
    };
    match violations.is_empty() {
        true => Ok(()),
        false => Err(InvalidBodyError { violations }),
    }
}

#[cfg(test)]
mod tests;

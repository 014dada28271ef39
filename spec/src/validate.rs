//! Validates bodies, queries and answers against the specification.
//!
//! Finds all problems at once. The rules of an API decide which findings are refused with which code; the others are
//! only logged.

mod answer;
mod body;
mod fields;
mod filter;
mod media_type;
mod query;
pub mod tables;
mod value;
mod walk;
mod written;

pub use answer::{answer, is_refused};
pub use body::{body, request_body};
pub use fields::fields;
pub use media_type::media_type;
pub use query::query;
pub use value::is_date_or_time;

/// The number of unknown names that are reported. Further ones are ignored, so that a body with a hundred thousand of them
/// takes no longer than others.
pub const MAX_UNKNOWN: usize = 100;

/// The number of findings of a body. Further ones are ignored: a response with all of them would be much longer than the
/// body.
pub const MAX_FINDINGS: usize = 1000;

/// A violation of the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The path, such as `lineItems[2].vendorCode`, or the name of a parameter. Empty for the body as a whole.
    pub path: String,
    /// The problem.
    pub problem: Problem,
}

/// The kind of a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The field or parameter is unknown. Contains the nearest known name, if any.
    Unknown(Option<String>),
    /// A required value is absent, null or blank. In an answer: a field that the service always sends.
    Missing,
    /// The value has the wrong type. Contains the expected type.
    NotOfType(&'static str),
    /// The value is not in the value set.
    Unlisted,
    /// The text is not a valid filter expression. Contains what is wrong with it.
    NotAFilter(String),
    /// The text has more characters than allowed. Contains the most.
    TooLong(u32),
    /// The body has another media type. Contains the expected one.
    MediaType(String),
    /// The field is read-only.
    ReadOnly,
    /// The field is write-only, so no answer has it.
    WriteOnly,
    /// The field can be sent only when creating.
    CreateOnly,
    /// The field cannot be cleared.
    NotClearable,
    /// No field of a group is present; exactly one must be.
    NoneOf(Vec<String>),
    /// More than one field of a group is present.
    MoreThanOneOf(Vec<String>),
    /// The status of the answer is not documented for the operation.
    Undocumented(u16),
    /// The error body does not match the envelope, which it contains by name.
    NotAnError(String),
}

impl std::fmt::Display for Finding {
    /// Formats a sentence: "`custom41` is unknown; did you mean `custom4`?".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = match self.path.as_str() {
            "" => "the body".to_owned(),
            path => format!("`{path}`"),
        };
        match &self.problem {
            Problem::Unknown(None) => write!(f, "{place} is unknown"),
            Problem::Unknown(Some(nearest)) => write!(f, "{place} is unknown; did you mean `{nearest}`?"),
            Problem::Missing => write!(f, "{place} is missing"),
            Problem::NotOfType(expected) => write!(f, "{place} is not {expected}"),
            Problem::MediaType(expected) => write!(f, "{place} is not {expected}"),
            Problem::Unlisted => write!(f, "{place} has a value that is not listed"),
            Problem::NotAFilter(wrong) => write!(f, "{place} is not a valid filter: {wrong}"),
            Problem::TooLong(most) => write!(f, "{place} has more than {most} characters"),
            Problem::ReadOnly => write!(f, "{place} is read-only"),
            Problem::WriteOnly => write!(f, "{place} is write-only"),
            Problem::CreateOnly => write!(f, "{place} can only be sent when creating"),
            Problem::NotClearable => write!(f, "{place} cannot be cleared"),
            Problem::NoneOf(names) => write!(f, "{place} has none of {}", names.join(", ")),
            Problem::Undocumented(status) => write!(f, "{place} has the undocumented status {status}"),
            Problem::NotAnError(envelope) => write!(f, "{place} does not match {envelope}"),
            Problem::MoreThanOneOf(names) => write!(f, "{place} has more than one of {}", names.join(", ")),
        }
    }
}

/// Returns the most similar known name, if it is similar enough.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    // Longer than any known name, and costly to compare.
    if name.len() > 100 {
        return None;
    }
    let near = |known: &'a str| (strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase()), known);
    let best = known.map(near).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(near, _)| *near > 0.85).map(|(_, known)| known.to_owned())
}

#[cfg(test)]
mod tests;

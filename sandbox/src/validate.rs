//! What is wrong with a body, a query or an answer, by the tables of the specification.
//!
//! It finds everything in one go and decides nothing: which finding is refused with which code is a rule of the API, and
//! what no rule refuses is only told.

mod answer;
mod body;
mod fields;
mod media_type;
mod query;
pub(crate) mod tables;
mod value;
mod walk;

pub use answer::answer;
pub use body::body;
pub use fields::fields;
pub use media_type::media_type;
pub use query::query;
pub(crate) use value::is_moment;

/// Something that the specification does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: `lineItems[2].vendorCode`, or the name of a parameter. Empty when it is the body as a whole.
    pub path: String,
    /// What.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is no such field or parameter. The nearest name, if one is near.
    Unknown(Option<String>),
    /// It is required and absent, null, or a blank text. In an answer: the service always sends it.
    Missing,
    /// It is not of its type.
    NotOfType(&'static str),
    /// The set does not list the value.
    Unlisted,
    /// The service sets it; nobody sends it.
    ReadOnly,
    /// It is sent on creation only.
    CreateOnly,
    /// It cannot be cleared.
    NotClearable,
    /// None of the fields of a group is there, of which exactly one must be.
    NoneOf(Vec<String>),
    /// More than one of the fields of a group is there.
    MoreThanOneOf(Vec<String>),
    /// An answer has a status that the operation is not documented to answer with.
    Undocumented(u16),
    /// An answer that refuses is not of a shape that errors have: which one it should have.
    NotAnError(String),
}

impl std::fmt::Display for Finding {
    /// In a sentence: "`custom41` is not known; `custom4` is".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = match self.path.as_str() {
            "" => "the body".to_owned(),
            path => format!("`{path}`"),
        };
        match &self.problem {
            Problem::Unknown(None) => write!(f, "{place} is not known"),
            Problem::Unknown(Some(nearest)) => write!(f, "{place} is not known; `{nearest}` is"),
            Problem::Missing => write!(f, "{place} is missing"),
            Problem::NotOfType(expected) => write!(f, "{place} is not {expected}"),
            Problem::Unlisted => write!(f, "{place} has a value that is not listed"),
            Problem::ReadOnly => write!(f, "{place} is set by the service alone"),
            Problem::CreateOnly => write!(f, "{place} is taken on creation only"),
            Problem::NotClearable => write!(f, "{place} cannot be cleared"),
            Problem::NoneOf(names) => write!(f, "{place} has none of {}", names.join(", ")),
            Problem::Undocumented(status) => write!(f, "{place} comes with status {status}, which is not documented"),
            Problem::NotAnError(envelope) => write!(f, "{place} is not of the form of {envelope}"),
            Problem::MoreThanOneOf(names) => write!(f, "{place} has more than one of {}", names.join(", ")),
        }
    }
}

/// The name that is most like one that is not there, if any is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, there: impl Iterator<Item = &'a str>) -> Option<String> {
    let near = |there: &'a str| (strsim::jaro_winkler(&name.to_lowercase(), &there.to_lowercase()), there);
    let best = there.map(near).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(near, _)| *near > 0.85).map(|(_, there)| there.to_owned())
}

#[cfg(test)]
mod tests;

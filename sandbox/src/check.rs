//! What is wrong with a body or a query, by the tables of the specification.
//!
//! It finds everything in one go and decides nothing: which finding is refused with which code is a rule of the API, and
//! what no rule refuses is only told.

mod body;
mod query;
mod value;

pub use body::body;
pub use query::query;

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
    /// It is required and absent, null, or a blank text.
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
}

/// The name that is most like one that is not there, if any is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, there: impl Iterator<Item = &'a str>) -> Option<String> {
    let near = |there: &'a str| (strsim::jaro_winkler(&name.to_lowercase(), &there.to_lowercase()), there);
    let best = there.map(near).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(near, _)| *near > 0.85).map(|(_, there)| there.to_owned())
}

#[cfg(test)]
mod tests;

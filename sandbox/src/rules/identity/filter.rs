//! Filter expressions: RFC 7644, section 3.4.2.2, with the limitations of the vendor's search guide.

mod compare;
mod parse;

use serde_json::{Map, Value};

use super::path::Path;
use crate::api::refusal::Refusal;

/// A filter expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// `emails[type eq "work"]`: an item, or the object, matches as a whole.
    Group(Path, Box<Filter>),
    Present(Path),
    Compare(Path, Operator, Value),
}

/// An operator with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    GreaterThan,
    AtLeast,
    LessThan,
    AtMost,
}

impl Filter {
    /// Parses an expression. `is_single` tells attributes that are one object from lists.
    ///
    /// # Errors
    ///
    /// Returns the refusal of an invalid one.
    pub(super) fn parse(text: &str, is_single: &dyn Fn(&Path) -> bool) -> Result<Self, Refusal> {
        parse::filter(text, is_single).map_err(|problem| super::refusals::invalid_filter(&problem))
    }

    /// Whether an object matches.
    pub(super) fn matches(&self, object: &Value) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.matches(object)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(object)),
            Self::Not(part) => !part.matches(object),
            Self::Group(path, part) => path.values(object).into_iter().any(|item| part.matches(item)),
            Self::Present(path) => path.values(object).into_iter().any(is_filled),
            // Objects without a value are not equal to any.
            Self::Compare(path, Operator::NotEqual, wanted) => {
                let mut values = path.values(object).into_iter();
                !values.any(|value| compare::holds(Operator::Equal, value, wanted))
            }
            Self::Compare(path, operator, wanted) => {
                let mut values = path.values(object).into_iter();
                values.any(|value| compare::holds(*operator, value, wanted))
            }
        }
    }

    /// Returns the paths of the attributes that it compares.
    pub(super) fn paths(&self) -> Vec<Path> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::paths).collect(),
            Self::Not(part) => part.paths(),
            Self::Group(outer, part) => {
                let inner = part.paths().into_iter();
                inner.map(|path| Path([outer.0.clone(), path.0].concat())).collect()
            }
            Self::Present(path) | Self::Compare(path, ..) => vec![path.clone()],
        }
    }

    /// Returns the attributes that an object needs to match, as far as the filter says that they are equal to a value.
    pub(super) fn demanded(&self) -> Map<String, Value> {
        match self {
            Self::Compare(path, Operator::Equal, value) => {
                let name = path.0.last().cloned().unwrap_or_default();
                Map::from_iter([(name, value.clone())])
            }
            Self::And(parts) => parts.iter().flat_map(Self::demanded).collect(),
            _ => Map::new(),
        }
    }
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(object) => !object.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests;

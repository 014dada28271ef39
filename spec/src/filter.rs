//! Filter expressions: those of SCIM (RFC 7644, section 3.4.2.2), with what is not allowed in the brackets of lists.

mod parse;

use std::fmt;

use serde_json::Value;

use crate::api::Comparison;

/// The operator of the test whether a field has a value.
pub const PRESENT: &str = "pr";

/// A filter expression: `active eq true and emails[type eq "work"]`. `P` is the path of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter<P = String> {
    /// All conditions hold.
    And(Vec<Self>),
    /// At least one condition holds.
    Or(Vec<Self>),
    /// The condition does not hold.
    Not(Box<Self>),
    /// The condition holds for one item of a list, or for an object: `emails[type eq "work"]`.
    Group(P, Box<Self>),
    /// The field has a value: `title pr`.
    Present(P),
    /// The field compares with a value: `active eq true`.
    Compare(P, Comparison, Value),
}

/// An error in a filter expression: `Display` is what is wrong, to be put after a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError(String);

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FilterError {}

/// A test of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition<'a> {
    /// The path from the object: `emails.type` of `emails[type eq "work"]`.
    pub path: String,
    /// How it is compared, and with what; `None` is the test whether it has a value.
    pub compared: Option<(Comparison, &'a Value)>,
}

impl Filter {
    /// Parses an expression. `is_list` tells fields that are lists of objects from others: the brackets of a list contain
    /// no `not`, no parentheses, neither `ne` nor order, and name a field once in an `and`.
    ///
    /// # Errors
    ///
    /// Returns the first thing that is wrong.
    pub fn parse(text: &str, is_list: &dyn Fn(&str) -> bool) -> Result<Self, FilterError> {
        parse::filter(text, is_list).map_err(FilterError)
    }

    /// Replaces the paths.
    ///
    /// # Errors
    ///
    /// Returns the first error of `path`.
    pub fn try_map<P, E>(self, path: &dyn Fn(String) -> Result<P, E>) -> Result<Filter<P>, E> {
        let all = |parts: Vec<Self>| -> Result<Vec<Filter<P>>, E> {
            parts.into_iter().map(|part| part.try_map(path)).collect()
        };
        Ok(match self {
            Self::And(parts) => Filter::And(all(parts)?),
            Self::Or(parts) => Filter::Or(all(parts)?),
            Self::Not(part) => Filter::Not(Box::new(part.try_map(path)?)),
            Self::Group(outer, part) => Filter::Group(path(outer)?, Box::new(part.try_map(path)?)),
            Self::Present(field) => Filter::Present(path(field)?),
            Self::Compare(field, comparison, value) => Filter::Compare(path(field)?, comparison, value),
        })
    }

    /// Returns its tests of fields, in the order of the text.
    #[must_use]
    pub fn conditions(&self) -> Vec<Condition<'_>> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::conditions).collect(),
            Self::Not(part) => part.conditions(),
            Self::Group(outer, part) => {
                let mut conditions = part.conditions();
                for inner in &mut conditions {
                    inner.path = joined_path(outer, &inner.path);
                }
                conditions
            }
            Self::Present(path) => vec![Condition {
                path: path.clone(),
                compared: None,
            }],
            Self::Compare(path, comparison, value) => vec![Condition {
                path: path.clone(),
                compared: Some((*comparison, value)),
            }],
        }
    }
}

fn joined_path(outer: &str, inner: &str) -> String {
    format!("{outer}.{inner}")
}

#[cfg(test)]
mod tests;

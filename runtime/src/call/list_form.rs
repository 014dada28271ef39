//! How lists are sent in parameters.

use std::fmt;

/// How the values of a list are sent in a parameter. Used by generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListForm {
    /// Once, separated by commas: `ids=1,2`. No value can contain a comma.
    Comma,
    /// Each by itself: `ids=1&ids=2`.
    Repeated,
}

impl ListForm {
    /// Returns the texts to send: one for all values, or one for each.
    pub(super) fn texts(self, values: impl IntoIterator<Item = impl fmt::Display>) -> Result<Vec<String>, String> {
        let texts: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        match self {
            Self::Repeated => Ok(texts),
            Self::Comma if texts.is_empty() => Ok(texts),
            Self::Comma => match texts.iter().find(|text| text.contains(',')) {
                Some(text) => Err(format!("the value `{text}` contains a comma, which separates values")),
                None => Ok(vec![texts.join(",")]),
            },
        }
    }
}

//! What builders set.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Scalar, WireForm};

/// The value of a field that the builder sets, unless a caller sets another: as written in the specification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Preset {
    /// A single value.
    One(String),
    /// The items of a list.
    List(Vec<String>),
}

impl Preset {
    /// Returns the values: one, or the items of a list.
    #[must_use]
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::List(items) => items,
        }
    }

    /// Returns the JSON of the value; `scalar` is the type of a value, or of each item of a list.
    #[must_use]
    pub fn json(&self, scalar: Scalar, form: WireForm) -> Value {
        match self {
            Self::One(value) => form.json(scalar, value),
            Self::List(items) => items.iter().map(|item| form.json(scalar, item)).collect(),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(value) => f.write_str(value),
            Self::List(items) => write!(f, "[{}]", items.join(", ")),
        }
    }
}

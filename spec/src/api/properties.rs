//! The properties of a value, from its keys in the specification to the contract.
//!
//! Each is listed here once. Whatever has a value holds these structs and copies them as a whole.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Scalar;
use super::flat::part;

part! {
    /// Which bodies have a field. Read and written with the keys of the field.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Access {
        /// The service sets it; it is never in a request body.
        pub read_only: bool,
        /// Only callers send it; it is never in a response.
        pub write_only: bool,
        /// It is sent on creation and is never in an update.
        pub create_only: bool,
        /// An update can clear it.
        pub clearable: bool,
    }
}

part! {
    /// How a value is sent and shown: that of a field, a parameter or an argument of a grant. Read and written with the
    /// keys of the item that has the value.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct ValueProperties {
        /// How it is serialized.
        pub wire_form: WireForm,
        /// It must never be printed.
        pub secret: bool,
        /// The most characters of a string; those of each item of a list.
        pub max_length: Option<u32>,
    }
}

impl ValueProperties {
    /// Returns whether a text has more characters than [`max_length`](Self::max_length).
    #[must_use]
    pub fn is_too_long(&self, text: &str) -> bool {
        self.max_length
            .is_some_and(|most| text.chars().nth(most as usize).is_some())
    }
}

/// How a value is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireForm {
    /// The default form of its type, in JSON or in a parameter.
    Natural,
    /// A JSON string: plain digits, or `true` and `false`. Only for fields.
    Text,
    /// `Y` and `N`, in JSON as strings. Only for booleans.
    YesNo,
    /// `True` and `False`, in JSON as strings. Only for booleans.
    TrueFalse,
    /// UTC with whole seconds, `yyyy-MM-dd'T'HH:mm:ss'Z'`. Only for timestamp parameters.
    Seconds,
}

impl WireForm {
    /// All forms that a specification can name.
    pub(crate) const NAMED: [Self; 4] = [Self::Text, Self::YesNo, Self::TrueFalse, Self::Seconds];

    /// Returns the form as written in the specification; `None` for the default.
    #[must_use]
    pub fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Natural => None,
            Self::Text => Some("string"),
            Self::YesNo => Some("Y/N"),
            Self::TrueFalse => Some("True/False"),
            Self::Seconds => Some("seconds"),
        }
    }

    /// Returns whether a boolean, an integer or a decimal is a JSON string.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::YesNo | Self::TrueFalse)
    }

    /// Returns a boolean as it is sent in text.
    #[must_use]
    pub fn word(self, value: bool) -> &'static str {
        match (self, value) {
            (Self::YesNo, true) => "Y",
            (Self::YesNo, false) => "N",
            (Self::TrueFalse, true) => "True",
            (Self::TrueFalse, false) => "False",
            (Self::Natural | Self::Text | Self::Seconds, true) => "true",
            (Self::Natural | Self::Text | Self::Seconds, false) => "false",
        }
    }

    /// Returns the boolean that a text means, in any of the spellings that services use: `true`, `False`, `Y`, `n`.
    #[must_use]
    pub fn boolean(text: &str) -> Option<bool> {
        let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        match () {
            () if is(["true", "Y"]) => Some(true),
            () if is(["false", "N"]) => Some(false),
            () => None,
        }
    }

    /// Returns the JSON of a value of a scalar that is written as `text` in a specification. A text that is no such
    /// value stays a text.
    #[must_use]
    pub fn json(self, scalar: Scalar, text: &str) -> Value {
        let parsed = || serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
        match scalar {
            Scalar::Boolean if self.is_text() => text.parse().map_or(Value::from(text), |is| self.word(is).into()),
            Scalar::Integer | Scalar::Decimal if self.is_text() => Value::from(text),
            Scalar::Boolean | Scalar::Integer | Scalar::Decimal | Scalar::Json => parsed(),
            _ => Value::from(text),
        }
    }
}

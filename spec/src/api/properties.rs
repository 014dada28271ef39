//! The properties of a value, from its keys in the specification to the contract.
//!
//! Each is listed here once. Whatever has a value holds these structs and copies them as a whole.

use serde::{Deserialize, Serialize};

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
    /// A JSON string with plain digits. Only for fields.
    Text,
    /// UTC with whole seconds, `yyyy-MM-dd'T'HH:mm:ss'Z'`. Only for timestamp parameters.
    Seconds,
}

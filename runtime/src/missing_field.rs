//! The error of converting a received model into one to send.

use std::fmt;

use crate::Additional;

/// A required field of a model is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MissingFieldError {
    name: &'static str,
    does_not_fit: bool,
}

impl MissingFieldError {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn new(name: &'static str, additional: &Additional) -> Self {
        Self {
            name,
            does_not_fit: additional.raw(name).is_some(),
        }
    }

    /// Returns the wire name of the field.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns whether there is a value that does not fit the field; [`Additional::raw`] returns it.
    #[must_use]
    pub fn does_not_fit(&self) -> bool {
        self.does_not_fit
    }
}

impl fmt::Display for MissingFieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, does_not_fit } = self;
        match does_not_fit {
            true => write!(f, "`{name}` is required, and its value does not fit"),
            false => write!(f, "`{name}` is required and missing"),
        }
    }
}

impl std::error::Error for MissingFieldError {}

//! What is missing when a model that was read is to be sent.

use std::fmt;

use crate::Additional;

/// A required field that a model lacks, by its name on the wire.
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

    /// The name of the field, as it travels.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether there is a value that does not fit the field; [`Additional::raw`] has it.
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
            false => write!(f, "`{name}` is required and is not there"),
        }
    }
}

impl std::error::Error for MissingFieldError {}

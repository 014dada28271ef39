//! What is missing when a model that was read is to be sent.

use std::fmt;

/// A required field that a model lacks, by its name on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MissingField(&'static str);

impl MissingField {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name of the field, as it travels.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0
    }
}

impl fmt::Display for MissingField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is required and is not there", self.0)
    }
}

impl std::error::Error for MissingField {}

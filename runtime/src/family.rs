//! Families of numbered fields.

use std::fmt;

/// A field number outside of its family, such as `custom41` of forty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FamilyIndexError {
    family: &'static str,
    index: u32,
    from: u32,
    to: u32,
}

impl FamilyIndexError {
    /// Creates an error for the fields named `family` and a number from `from` to `to`.
    pub const fn new(family: &'static str, index: u32, from: u32, to: u32) -> Self {
        Self {
            family,
            index,
            from,
            to,
        }
    }

    /// Returns the invalid number.
    pub fn index(&self) -> u32 {
        self.index
    }
}

impl fmt::Display for FamilyIndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            family,
            index,
            from,
            to,
        } = self;
        write!(f, "{family}{index} does not exist: {family}{from} to {family}{to}")
    }
}

impl std::error::Error for FamilyIndexError {}

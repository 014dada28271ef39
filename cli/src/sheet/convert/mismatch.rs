//! A cell that is not what it should be.

use std::fmt;

use crate::sheet::cell::Cell;

/// What was found in a cell, escaped and shortened, and what was expected instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) found: String,
    pub(crate) expected: String,
}

impl Mismatch {
    pub(crate) fn new(cell: &Cell, expected: impl Into<String>) -> Self {
        let mut expected = expected.into();
        if *cell == Cell::NoValue {
            expected.push_str("; open and save the file in a spreadsheet program, which stores the result");
        }
        Self {
            found: cell.describe(),
            expected,
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "found {}, expected {}", self.found, self.expected)
    }
}

impl std::error::Error for Mismatch {}

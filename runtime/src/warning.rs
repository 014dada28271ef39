//! Warnings about values that do not fit.

use std::fmt;

use crate::text;

/// A value of a response that does not fit its field.
///
/// The value is kept with its object, from where it is written back: see [`Additional::raw`](crate::Additional::raw)
/// and [`JsonList::raw_items`](crate::JsonList::raw_items), [`JsonMap::raw_entries`](crate::JsonMap::raw_entries).
///
/// `Display` and `Debug` show the path and what was expected. Only [`Warning::raw`] returns the value, which may be
/// personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    path: Box<str>,
    problem: Box<str>,
    raw: Box<str>,
    is_skipped: bool,
}

impl Warning {
    pub(crate) fn left_out(path: String, problem: String, raw: String) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
            raw: raw.into(),
            is_skipped: true,
        }
    }

    pub(crate) fn read_in_part(path: String, problem: String, raw: String) -> Self {
        Self {
            is_skipped: false,
            ..Self::left_out(path, problem, raw)
        }
    }

    /// Returns `true` if the value was skipped: an optional field is unset, a list is empty, or an item is missing.
    /// Otherwise it is a string that was read with `�` (U+FFFD) in it.
    pub fn is_skipped(&self) -> bool {
        self.is_skipped
    }

    /// Returns the path in the response: `data[3].startDate`. Indexes count the items of the response.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the value as JSON, as received but without surrounding whitespace. It is truncated to 1 KiB and ends in
    /// `…` if it is longer. Empty if the call carried a secret, because the response may then contain one too.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Returns what was expected and the kind of value that was found. Does not quote the value.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// One line, without the value.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` {}: {}",
            text::one_line(&self.path, 200),
            if self.is_skipped {
                "is left out"
            } else {
                "is read in part"
            },
            text::one_line(&self.problem, 300)
        )
    }
}

/// Omits the value.
impl fmt::Debug for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Warning")
            .field("path", &self.path)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

//! What of an answer does not fit.

use std::fmt;

use crate::text;

/// A value of an answer that does not fit its field.
///
/// The value itself is kept beside the object that it belongs to: see [`Additional::raw`](crate::Additional::raw) and
/// [`JsonList::raw_items`](crate::JsonList::raw_items). It is written back from there.
///
/// `Display` and `Debug` say where it is and what was expected there. The value is only in [`Warning::raw`], for it may
/// be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    path: Box<str>,
    problem: Box<str>,
    raw: Box<str>,
    is_left_out: bool,
}

impl Warning {
    pub(crate) fn left_out(path: String, problem: String, raw: String) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
            raw: raw.into(),
            is_left_out: true,
        }
    }

    pub(crate) fn read_in_part(path: String, problem: String, raw: String) -> Self {
        Self {
            is_left_out: false,
            ..Self::left_out(path, problem, raw)
        }
    }

    /// Whether the value was left out: an optional field is absent then, a list is empty, and a list has no such item.
    /// Otherwise it is a text that was read with `�` (U+FFFD) in it.
    pub fn is_left_out(&self) -> bool {
        self.is_left_out
    }

    /// Where in the answer it is: `data[3].startDate`. An index counts the items of the answer.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What stood there, as JSON and as it came, but for the white space around it. Of more than 1 KiB it is the
    /// beginning, with `…` behind it. It is empty when the call carried a secret, for then the answer may hold another.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// What was expected, and of what kind the value was instead. It does not quote the value.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// One line, without what stood there.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` {}: {}",
            text::one_line(&self.path, 200),
            if self.is_left_out {
                "is left out"
            } else {
                "is read in part"
            },
            text::one_line(&self.problem, 300)
        )
    }
}

/// Without what stood there.
impl fmt::Debug for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Warning")
            .field("path", &self.path)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

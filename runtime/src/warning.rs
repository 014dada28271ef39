//! What of an answer was left out.

use std::fmt;

use crate::text;

/// A part of an answer that has not the form that was expected, and so was left out of the value.
///
/// `Display` and `Debug` say where it stood and what was expected there. What stood there is to be had from
/// [`Warning::raw`] alone, for it may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Warning {
    path: Box<str>,
    problem: Box<str>,
    raw: Box<str>,
}

impl Warning {
    pub(crate) fn new(path: String, problem: String, raw: String) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
            raw: raw.into(),
        }
    }

    /// Where in the answer it stood: `data[3].startDate`. In the value an optional field is absent there, a list is
    /// empty, and a list has no such item; the index counts the items of the answer.
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
            "`{}` is left out: {}",
            text::one_line(&self.path, 200),
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

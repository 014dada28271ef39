//! One value that was left out.

use super::{fault, problem};
use crate::Warning;

/// The most bytes that are kept of what stood there.
const MAX_RAW: usize = 1024;

/// A value that was not of its type, and was left out.
pub(super) struct Odd {
    /// Where it stood: `.data[3].startDate`.
    path: String,
    /// Where within it the fault is: `.quantity`, or nothing.
    within: String,
    /// What is wrong there, in the words of the decoder, who quotes it.
    problem: String,
    raw: String,
}

impl Odd {
    pub(super) fn new(path: &str, error: &serde_json::Error, raw: &str) -> Self {
        let message = error.to_string();
        let (within, problem) = fault::split(fault::without_position(&message));
        Self {
            path: path.to_owned(),
            within: within.to_owned(),
            problem: problem.to_owned(),
            raw: start(raw),
        }
    }

    /// Whether it stood there.
    pub(super) fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// The message of an error with this fault, in an object whose own path has this many bytes.
    pub(super) fn message_from(&self, object: usize) -> String {
        let path = self.path.get(object..).unwrap_or_default();
        format!("${path}{}: {}", self.within, self.problem)
    }

    /// Where the fault is, and what it is.
    pub(super) fn into_fault(self) -> (String, String) {
        let path = self.path + &self.within;
        (fault::shown(&path).to_owned(), self.problem)
    }

    /// What the caller gets to see.
    pub(super) fn into_warning(self) -> Warning {
        let problem = match fault::shown(&self.within) {
            "" => problem::unquoted(&self.problem),
            within => format!("at `{within}`: {}", problem::unquoted(&self.problem)),
        };
        Warning::new(fault::shown(&self.path).to_owned(), problem, self.raw)
    }
}

/// As much of what stood there as is kept.
fn start(raw: &str) -> String {
    if raw.len() <= MAX_RAW {
        return raw.to_owned();
    }
    let ends_of_characters = (MAX_RAW - 3..=MAX_RAW).rev();
    let start = ends_of_characters.filter_map(|end| raw.get(..end)).next();
    format!("{}…", start.unwrap_or_default())
}

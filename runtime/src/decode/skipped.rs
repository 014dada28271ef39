//! One value that does not fit.

use super::{error_path, redact};
use crate::Warning;

/// The most bytes that are kept of what stood there.
const MAX_RAW: usize = 1024;

/// What is wrong with a text that is read with `\u{fffd}` in it.
const LONE_SURROGATE: &str = "a character is cut off or is not UTF-8";

/// A value that does not fit, and was left out or read in part.
pub(super) struct Skipped {
    /// Where it stood: `.data[3].startDate`.
    path: String,
    /// Where within it the fault is: `.quantity`, or nothing.
    within: String,
    /// What is wrong there, in the words of the decoder, who quotes it.
    problem: String,
    raw: String,
    is_left_out: bool,
}

impl Skipped {
    /// A text with half of a surrogate pair in it.
    pub(super) fn lossy(path: &str, raw: &str) -> Self {
        Self {
            path: path.to_owned(),
            within: String::new(),
            problem: LONE_SURROGATE.to_owned(),
            raw: start(raw),
            is_left_out: false,
        }
    }

    /// A value that is not of its type.
    pub(super) fn left_out(path: &str, error: &serde_json::Error, raw: &str) -> Self {
        let message = error.to_string();
        let (within, problem) = error_path::split(error_path::without_position(&message));
        Self {
            path: path.to_owned(),
            within: within.to_owned(),
            problem: problem.to_owned(),
            raw: start(raw),
            is_left_out: true,
        }
    }

    /// Whether it stood there.
    pub(super) fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// The message of an error with this error_path, in an object whose own path has this many bytes.
    pub(super) fn message_from(&self, object: usize) -> String {
        let path = self.path.get(object..).unwrap_or_default();
        format!("${path}{}: {}", self.within, self.problem)
    }

    /// Where the fault is, and what it is.
    pub(super) fn into_failure(self) -> (String, String) {
        let path = self.path + &self.within;
        (error_path::shown(&path).to_owned(), self.problem)
    }

    /// What the caller gets to see.
    pub(super) fn into_warning(self) -> Warning {
        if !self.is_left_out {
            return Warning::read_in_part(error_path::shown(&self.path).to_owned(), self.problem, self.raw);
        }
        let problem = match error_path::shown(&self.within) {
            "" => redact::unquoted(&self.problem),
            within => format!("at `{within}`: {}", redact::unquoted(&self.problem)),
        };
        Warning::left_out(error_path::shown(&self.path).to_owned(), problem, self.raw)
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

//! A value that does not fit.

use super::{error_path, redact};
use crate::Warning;

/// The maximum number of bytes of the raw value that are kept.
const MAX_RAW: usize = 1024;

/// The problem of a string that is read with `\u{fffd}` in it.
const LONE_SURROGATE: &str = "a character is cut off or is not UTF-8";

/// A value that does not fit and was skipped or read in part.
pub(super) struct Skipped {
    /// The path of the value: `.data[3].startDate`.
    path: String,
    /// The path of the error inside the value: `.quantity`, or empty.
    within: String,
    /// The decoder's message, which may quote the value.
    problem: String,
    raw: String,
    is_skipped: bool,
}

impl Skipped {
    /// Creates an entry for a string with an unpaired surrogate.
    pub(super) fn lossy(path: &str, raw: &str) -> Self {
        Self {
            path: path.to_owned(),
            within: String::new(),
            problem: LONE_SURROGATE.to_owned(),
            raw: start(raw),
            is_skipped: false,
        }
    }

    /// Creates an entry for a value that is not of its type.
    pub(super) fn left_out(path: &str, error: &serde_json::Error, raw: &str) -> Self {
        let message = error.to_string();
        let (within, problem) = error_path::split(error_path::without_position(&message));
        Self {
            path: path.to_owned(),
            within: within.to_owned(),
            problem: problem.to_owned(),
            raw: start(raw),
            is_skipped: true,
        }
    }

    /// Whether this is the path of the value.
    pub(super) fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// Returns the error message with its path relative to an object, whose own path has this many bytes.
    pub(super) fn message_from(&self, object: usize) -> String {
        let path = self.path.get(object..).unwrap_or_default();
        format!("${path}{}: {}", self.within, self.problem)
    }

    /// Returns the path and the message.
    pub(super) fn into_failure(self) -> (String, String) {
        let path = self.path + &self.within;
        (error_path::shown(&path).to_owned(), self.problem)
    }

    /// Converts into the warning for the caller.
    pub(super) fn into_warning(self) -> Warning {
        if !self.is_skipped {
            return Warning::read_in_part(error_path::shown(&self.path).to_owned(), self.problem, self.raw);
        }
        let problem = match error_path::shown(&self.within) {
            "" => redact::unquoted(&self.problem),
            within => format!("at `{within}`: {}", redact::unquoted(&self.problem)),
        };
        Warning::left_out(error_path::shown(&self.path).to_owned(), problem, self.raw)
    }
}

/// Truncates the raw value.
fn start(raw: &str) -> String {
    if raw.len() <= MAX_RAW {
        return raw.to_owned();
    }
    let ends_of_characters = (MAX_RAW - 3..=MAX_RAW).rev();
    let start = ends_of_characters.filter_map(|end| raw.get(..end)).next();
    format!("{}…", start.unwrap_or_default())
}

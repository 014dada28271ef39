//! Calls for which there is no access token.

use std::{error::Error as StdError, fmt};

use http::StatusCode;

use super::{
    ApiError, CarriedOut, End,
    failed::{Called, MAX_REASON_CHARS, called, line, never_sent, refused_before, root, unsent},
};
use crate::{Operation, TokenError};

/// There is no access token for a call that needs one, or no replacement for one that the service rejected.
pub struct NoTokenError(pub(super) Box<(Called, TokenError)>);

called!(NoTokenError);
refused_before!(NoTokenError);
never_sent!(NoTokenError);

impl NoTokenError {
    /// Returns the cause.
    pub fn error(&self) -> &TokenError {
        &self.0.1
    }

    /// Returns the refusal of the token request, if it is one; see [`TokenError::refused`].
    pub fn refused(&self) -> Option<&ApiError<String>> {
        self.error().refused()
    }

    /// Returns whether the token request was refused with this code; see [`TokenError::has`].
    pub fn has(&self, code: impl AsRef<str>) -> bool {
        self.error().has(code)
    }

    /// Returns what to do about it; see [`TokenError::remedy`].
    pub fn remedy(&self) -> Option<&'static str> {
        self.error().remedy()
    }

    /// Returns whether a user has to authorize the application again; see [`TokenError::needs_authorization`].
    pub fn needs_authorization(&self) -> bool {
        self.error().needs_authorization()
    }

    pub(crate) fn into_error(self) -> TokenError {
        self.0.1
    }
}

impl fmt::Display for NoTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, error) = &*self.0;
        // A refused token request is a whole line itself and ends with the remedy.
        line(f, called, &unsent(called), root(error), 3 * MAX_REASON_CHARS)
    }
}

impl StdError for NoTokenError {}

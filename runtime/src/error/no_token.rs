//! Calls for which there is no access token.

use std::{error::Error as StdError, fmt};

use http::StatusCode;

use super::{
    ApiError, CarriedOut, End,
    failed::{Called, LONGEST, called, line, never_left, refused_before, root, unsent},
};
use crate::{Operation, TokenError};

/// There is no access token for a call that needs one, or none in place of one that the service did not take.
pub struct NoTokenError(pub(super) Box<(Called, TokenError)>);

called!(NoTokenError);
refused_before!(NoTokenError);
never_left!(NoTokenError);

impl NoTokenError {
    /// Why.
    pub fn error(&self) -> &TokenError {
        &self.0.1
    }

    /// The refusal of the token call, if it is one; see [`TokenError::refused`].
    pub fn refused(&self) -> Option<&ApiError<String>> {
        self.error().refused()
    }

    /// Whether the token call was refused with this code; see [`TokenError::has`].
    pub fn has(&self, code: impl AsRef<str>) -> bool {
        self.error().has(code)
    }

    /// What to do about it; see [`TokenError::remedy`].
    pub fn remedy(&self) -> Option<&'static str> {
        self.error().remedy()
    }

    /// Whether somebody has to authorize the application again; see [`TokenError::needs_authorization`].
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
        // A refused token call is a line of its own, with what to do at the end of it.
        line(f, called, &unsent(called), root(error), 3 * LONGEST)
    }
}

impl StdError for NoTokenError {}

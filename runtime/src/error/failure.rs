//! Errors before it is known which operation they are of.

use std::sync::Arc;

use super::{
    Error,
    failed::{Called, InvalidCallError, NoResponseError, NotSentError, Problem},
    no_token::NoTokenError,
};
use crate::{SendError, TokenError};

/// Why there is no answer, whatever the operation.
pub(crate) enum Failure {
    Invalid(Called, Problem),
    Token(Called, TokenError),
    Send(Called, SendError),
}

impl Failure {
    pub(crate) fn into_error<E>(self) -> Error<E> {
        match self {
            Self::Invalid(called, problem) => Error::Invalid(InvalidCallError(Box::new((called, problem)))),
            Self::Token(called, error) => Error::Token(NoTokenError(Box::new((called, error)))),
            Self::Send(called, SendError::NotSent(error)) => Error::NotSent(NotSentError(Arc::new((called, error)))),
            Self::Send(called, error) => Error::NoResponse(NoResponseError(Arc::new((called, error)))),
        }
    }
}

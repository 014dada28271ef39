//! Errors of blocking calls.

use std::{borrow::Cow, fmt, io};

use crate::{
    CarriedOut, CorrelationId, Error, Method, OneError, Operation, Scopes, SendError, WaitError,
    error::{Called, End, Failure},
};

/// A blocking call cannot wait for its result. It is converted to [`Error::NotSent`] of an operation `blocking.wait`,
/// because the actual operation is not known at that point.
#[derive(Debug)]
pub struct BlockingError {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    NotStarted(String),
    OnBackgroundThread,
    Lost,
}

impl BlockingError {
    pub(super) fn not_started(error: &io::Error) -> Self {
        Self {
            kind: Kind::NotStarted(error.to_string()),
        }
    }

    pub(super) fn on_background_thread() -> Self {
        Self {
            kind: Kind::OnBackgroundThread,
        }
    }

    pub(super) fn lost() -> Self {
        Self { kind: Kind::Lost }
    }

    /// Whether certainly nothing was sent.
    fn is_before_sending(&self) -> bool {
        match self.kind {
            Kind::NotStarted(_) | Kind::OnBackgroundThread => true,
            Kind::Lost => false,
        }
    }
}

impl BlockingError {
    /// Returns whether the service has carried out the call. See [`CarriedOut`] for the rule.
    pub fn carried_out(&self) -> CarriedOut {
        match self.is_before_sending() {
            true => End::NotSent.carried_out(),
            false => End::NoResponse.carried_out(),
        }
    }
}

impl fmt::Display for BlockingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::NotStarted(error) => write!(f, "the thread for blocking calls cannot be started: {error}"),
            Kind::OnBackgroundThread => {
                f.write_str("the background thread cannot make blocking calls; use `await` there")
            }
            Kind::Lost => f.write_str("the thread for blocking calls has ended"),
        }
    }
}

impl std::error::Error for BlockingError {}

/// Placeholder for the operation, which only the call itself knows.
static WAIT: Operation = Operation {
    api: Cow::Borrowed("blocking"),
    name: Cow::Borrowed("wait"),
    method: Method::GET,
    path: Cow::Borrowed(""),
    scopes: Scopes::NONE,
    authorized: false,
    idempotent: false,
    refused_when: Cow::Borrowed(&[]),
};

impl<E> From<BlockingError> for Error<E> {
    fn from(error: BlockingError) -> Self {
        let called = Called::new(&WAIT, CorrelationId::random());
        let before = error.is_before_sending();
        let error = error.into();
        let error = match before {
            true => SendError::NotSent(error),
            false => SendError::NoResponse(error),
        };
        Failure::Send(called, error).into_error()
    }
}

impl<E> From<BlockingError> for OneError<E> {
    fn from(error: BlockingError) -> Self {
        Self::Call(error.into())
    }
}

impl<T, E> From<BlockingError> for WaitError<T, E> {
    fn from(error: BlockingError) -> Self {
        Self::Call(error.into())
    }
}

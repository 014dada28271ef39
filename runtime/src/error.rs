//! What can go wrong with a call.

mod api;
mod carried_out;
mod decode;
mod failed;
mod failure;
mod no_token;
mod raw_body;

use std::fmt;

use http::StatusCode;

pub use api::{ApiError, ErrorDetail};
pub use carried_out::CarriedOut;
pub(crate) use carried_out::End;
pub use decode::DecodeError;
pub(crate) use failed::{Called, Problem};
pub use failed::{InvalidCallError, NoResponseError, NotSentError};
pub(crate) use failure::Failure;
pub use no_token::NoTokenError;
pub use raw_body::RawBody;

use crate::Operation;

/// Why a call has failed. `E` is the error of the operation, by the statuses that its documentation knows.
///
/// The variants tell what happened. Whether the service has carried out the call all the same is what
/// [`carried_out`](Self::carried_out) says; go by that when deciding whether to send it again.
///
/// `Display` is one line with the operation, what happened and the correlation id; it has no secret and no query.
/// The cause is said there, and so is not given as `source` again; [`NoTokenError::error`], [`NotSentError::error`] and
/// [`NoResponseError::error`] have it. What the service wrote is quoted there, so treat it as you treat the service's own words.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The call cannot be sent as it was made: a path parameter is empty, a body cannot be written.
    Invalid(InvalidCallError),
    /// There is no access token for a call that needs one, or none in place of one that the service did not take.
    Token(NoTokenError),
    /// The last attempt never left, and those before it did not either or were refused.
    NotSent(NotSentError),
    /// The request may have arrived, but no complete answer has.
    NoResponse(NoResponseError),
    /// The service refused, or something between here and the service did: any status but a 2xx.
    Api(E),
    /// The status is a 2xx, but the body is not what was expected: JSON of another shape, or not the service's at all.
    Decode(DecodeError),
}

/// The error of one operation. Generated code has an enum by documented status for each.
pub trait OperationError: std::error::Error + Send + Sync + Sized + 'static {
    /// The error codes of the operation's API.
    type Code: Code;

    /// The error for this refusal.
    fn from_api_error(error: ApiError<Self::Code>) -> Self;

    /// The refusal, whatever its status.
    fn api_error(&self) -> &ApiError<Self::Code>;
}

/// Error codes: an open set of texts.
pub trait Code: for<'a> From<&'a str> + AsRef<str> + fmt::Debug + Clone + PartialEq + Send + Sync + 'static {}

impl<C> Code for C where C: for<'a> From<&'a str> + AsRef<str> + fmt::Debug + Clone + PartialEq + Send + Sync + 'static {}

impl<E: OperationError> Error<E> {
    /// Whether the service has carried out the call. See [`CarriedOut`] for the rule.
    ///
    /// ```
    /// use sap_concur_runtime::{CarriedOut, Error, OperationError};
    ///
    /// fn advice<E: OperationError>(error: &Error<E>) -> &'static str {
    ///     match error.carried_out() {
    ///         CarriedOut::No => "send it again when the cause is gone",
    ///         CarriedOut::Perhaps => "look first",
    ///         CarriedOut::Yes => "do not send it again",
    ///     }
    /// }
    /// ```
    pub fn carried_out(&self) -> CarriedOut {
        match self {
            Self::Invalid(error) => error.carried_out(),
            Self::Token(error) => error.carried_out(),
            Self::NotSent(error) => error.carried_out(),
            Self::NoResponse(error) => error.carried_out(),
            Self::Api(error) => error.api_error().carried_out(),
            Self::Decode(error) => error.carried_out(),
        }
    }

    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        match self {
            Self::Invalid(error) => error.operation(),
            Self::Token(error) => error.operation(),
            Self::NotSent(error) => error.operation(),
            Self::NoResponse(error) => error.operation(),
            Self::Api(error) => error.api_error().operation(),
            Self::Decode(error) => error.operation(),
        }
    }

    /// The correlation id: that of the answer when there is one, else the one that was sent or would have been.
    pub fn correlation_id(&self) -> &str {
        match self {
            Self::Invalid(error) => error.correlation_id(),
            Self::Token(error) => error.correlation_id(),
            Self::NotSent(error) => error.correlation_id(),
            Self::NoResponse(error) => error.correlation_id(),
            Self::Api(error) => error.api_error().correlation_id(),
            Self::Decode(error) => error.correlation_id(),
        }
    }

    /// How often the call was sent.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Invalid(error) => error.attempts(),
            Self::Token(error) => error.attempts(),
            Self::NotSent(error) => error.attempts(),
            Self::NoResponse(error) => error.attempts(),
            Self::Api(error) => error.api_error().attempts(),
            Self::Decode(error) => error.attempts(),
        }
    }

    /// The status of the answer, when there is one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Invalid(_) | Self::Token(_) | Self::NotSent(_) | Self::NoResponse(_) => None,
            Self::Api(error) => Some(error.api_error().status()),
            Self::Decode(error) => Some(error.status()),
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Token(error) => error.fmt(f),
            Self::NotSent(error) => error.fmt(f),
            Self::NoResponse(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => error.source(),
            Self::Token(error) => error.source(),
            Self::NotSent(error) => error.source(),
            Self::NoResponse(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Decode(error) => error.source(),
        }
    }
}

//! Errors of calls.

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

/// The error of a call. `E` is the error type of the operation, by documented status.
///
/// The variants say what happened. [`carried_out`](Self::carried_out) says whether the service may have carried out the
/// call anyway; use it to decide whether to retry.
///
/// `Display` is one line with the operation, the cause and the correlation id, without secrets or the query. It quotes
/// the service's messages, so treat it as untrusted text. It includes the cause, which is therefore not returned by
/// `source`; use [`NoTokenError::error`], [`NotSentError::error`] and [`NoResponseError::error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The call is invalid and was not sent, for example because a path parameter is empty or a body cannot be
    /// serialized.
    Invalid(InvalidCallError),
    /// There is no access token for a call that needs one, or no replacement for one that the service rejected.
    Token(NoTokenError),
    /// The last attempt was not sent, and earlier attempts were not sent or were refused.
    NotSent(NotSentError),
    /// The request may have arrived, but no complete response was received.
    NoResponse(NoResponseError),
    /// The service, or a gateway in front of it, refused the call: any status other than 2xx.
    Api(E),
    /// The status is 2xx, but the body is unexpected: JSON of another shape, or not from the service at all.
    Decode(DecodeError),
}

/// The error of one operation. Generated code has one enum per operation, with a variant per documented status.
pub trait OperationError: std::error::Error + Send + Sync + Sized + 'static {
    /// The error codes of the operation's API.
    type Code: Code;

    /// Creates the error from a refusal.
    fn from_api_error(error: ApiError<Self::Code>) -> Self;

    /// Returns the refusal, whatever its status.
    fn api_error(&self) -> &ApiError<Self::Code>;
}

/// An error code: an open set of strings.
pub trait Code: for<'a> From<&'a str> + AsRef<str> + fmt::Debug + Clone + PartialEq + Send + Sync + 'static {}

impl<C> Code for C where C: for<'a> From<&'a str> + AsRef<str> + fmt::Debug + Clone + PartialEq + Send + Sync + 'static {}

impl<E: OperationError> Error<E> {
    /// Returns whether the service has carried out the call. See [`CarriedOut`] for the rule.
    ///
    /// ```
    /// use sap_concur_runtime::{CarriedOut, Error, OperationError};
    ///
    /// fn advice<E: OperationError>(error: &Error<E>) -> &'static str {
    ///     match error.carried_out() {
    ///         CarriedOut::No => "retry when the cause is fixed",
    ///         CarriedOut::Perhaps => "check before retrying",
    ///         CarriedOut::Yes => "do not retry",
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

    /// Returns the operation that was called.
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

    /// Returns the correlation id: that of the response if there is one, otherwise that of the request.
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

    /// Returns the number of attempts.
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

    /// Returns the status of the response, if there is one.
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

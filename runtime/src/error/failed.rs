//! Calls without a response.
//!
//! Their `Display` includes the cause, so they have no `source`: printing the chain would repeat it. `error()` returns
//! the underlying error.

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc};

use http::StatusCode;

use super::{CarriedOut, End};
use crate::{BoxError, CorrelationId, Operation, SendError, service::OperationRef};

/// The operation that was called, and its correlation id.
#[derive(Clone)]
pub(crate) struct Called {
    pub(crate) operation: OperationRef,
    pub(crate) correlation_id: CorrelationId,
    /// Number of attempts.
    pub(crate) attempts: u32,
    /// The status of the last response, if there was one.
    pub(crate) answered: Option<StatusCode>,
    /// The combined result of all attempts but the last.
    pub(crate) earlier: CarriedOut,
}

impl Called {
    pub(crate) fn new(operation: impl Into<OperationRef>, correlation_id: CorrelationId) -> Self {
        Self {
            operation: operation.into(),
            correlation_id,
            attempts: 0,
            answered: None,
            earlier: CarriedOut::No,
        }
    }
}

/// What is wrong with an invalid call.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) parameter: Option<Cow<'static, str>>,
    pub(crate) text: String,
}

macro_rules! called {
    ($($type:ident),*) => {
        $(impl $type {
            /// Returns the operation that was called.
            pub fn operation(&self) -> &Operation {
                &self.0.0.operation
            }

            /// Returns the correlation id of the call.
            pub fn correlation_id(&self) -> &str {
                self.0.0.correlation_id.as_str()
            }

            /// Returns the number of attempts.
            pub fn attempts(&self) -> u32 {
                self.0.0.attempts
            }

            /// Returns whether the service has carried out the call. See [`CarriedOut`] for the rule.
            pub fn carried_out(&self) -> CarriedOut {
                self.end().carried_out().after(self.0.0.earlier)
            }
        }

        /// Printed when `main` returns the error: the name of the operation and the cause.
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (called, why) = &*self.0;
                f.debug_struct(stringify!($type))
                    .field("operation", &format_args!("{}", *called.operation))
                    .field("correlation_id", &called.correlation_id.as_str())
                    .field("attempts", &called.attempts)
                    .field("error", why)
                    .finish()
            }
        })*
    };
}

called!(InvalidCallError, NotSentError, NoResponseError);

macro_rules! refused_before {
    ($($type:ident),*) => {
        $(impl $type {
            /// Returns the status with which the service refused the last attempt that reached it, if any: 401 if there
            /// is no replacement for a rejected token.
            pub fn refused_before(&self) -> Option<StatusCode> {
                self.0.0.answered.filter(|status| !status.is_success())
            }
        })*
    };
}

refused_before!(NotSentError);

macro_rules! never_sent {
    ($($type:ident),*) => {
        $(impl $type {
            pub(crate) fn end(&self) -> End {
                End::NotSent
            }
        })*
    };
}

never_sent!(InvalidCallError, NotSentError);

pub(super) use {called, never_sent, refused_before};

/// A call is invalid and was not sent.
#[derive(Clone)]
pub struct InvalidCallError(pub(super) Box<(Called, Problem)>);

impl InvalidCallError {
    /// Returns the wire name of the invalid parameter; `None` if the body is invalid.
    pub fn parameter(&self) -> Option<&str> {
        self.0.1.parameter.as_deref()
    }
}

impl fmt::Display for InvalidCallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, problem) = &*self.0;
        line(f, called, "cannot be sent", &problem.text, MAX_REASON_CHARS)
    }
}

impl StdError for InvalidCallError {}

/// The request was certainly not sent, or not sent again after a refused attempt. After a 5xx, for example, the call
/// may still have been carried out: see [`carried_out`](Self::carried_out).
#[derive(Clone)]
pub struct NotSentError(pub(super) Arc<(Called, BoxError)>);

impl NotSentError {
    /// Returns the cause.
    pub fn error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.0.1
    }
}

impl fmt::Display for NotSentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, error) = &*self.0;
        line(f, called, &unsent(called), root(&**error), MAX_REASON_CHARS)
    }
}

impl StdError for NotSentError {}

/// The request may have arrived, but no complete response was received.
#[derive(Clone)]
pub struct NoResponseError(pub(super) Arc<(Called, SendError)>);

impl NoResponseError {
    /// Returns the cause, which is never [`SendError::NotSent`].
    pub fn error(&self) -> &SendError {
        &self.0.1
    }

    pub(crate) fn end(&self) -> End {
        self.error().into()
    }

    /// Returns whether the call timed out.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.1, SendError::TimedOut { .. })
    }
}

impl fmt::Display for NoResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, error) = &*self.0;
        line(f, called, "got no response", root(error), MAX_REASON_CHARS)
    }
}

impl StdError for NoResponseError {}

/// Describes a call whose last attempt was not sent.
pub(super) fn unsent(called: &Called) -> Cow<'static, str> {
    match called.answered {
        None => "was not sent".into(),
        Some(status) if status.is_success() => {
            format!("got a {status} that is not from the service and was not retried").into()
        }
        Some(status) => format!("was refused with {status} and not retried").into(),
    }
}

/// The maximum length of a reason, in characters.
pub(super) const MAX_REASON_CHARS: usize = 300;

pub(super) fn line(
    f: &mut fmt::Formatter<'_>,
    called: &Called,
    what: &str,
    why: impl fmt::Display,
    longest: usize,
) -> fmt::Result {
    let Called {
        operation,
        correlation_id,
        ..
    } = called;
    let why = crate::text::one_line(&why.to_string(), longest);
    write!(f, "`{}` {what}: {why}; correlation id {correlation_id}", **operation)
}

/// Returns the innermost error, which says what happened; the outer ones only add context.
pub(super) fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut root = error;
    while let Some(source) = root.source() {
        root = source;
    }
    root
}

//! Calls to which there is no answer.
//!
//! Their `Display` says why, so they have no `source`: whoever prints the chain would read it twice. The error beneath is
//! to be had by `error()`.

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc};

use http::StatusCode;

use super::{CarriedOut, End};
use crate::{BoxError, CorrelationId, Operation, SendError, service::OperationRef};

/// Which operation was called, under which id.
#[derive(Clone)]
pub(crate) struct Called {
    pub(crate) operation: OperationRef,
    pub(crate) correlation_id: CorrelationId,
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// The status of the last answer to it, if there was one.
    pub(crate) answered: Option<StatusCode>,
    /// What the attempts say that were followed by another.
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

/// What is wrong with a call as it was made.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) parameter: Option<Cow<'static, str>>,
    pub(crate) text: String,
}

macro_rules! called {
    ($($type:ident),*) => {
        $(impl $type {
            /// The operation that was called.
            pub fn operation(&self) -> &Operation {
                &self.0.0.operation
            }

            /// The correlation id of the call.
            pub fn correlation_id(&self) -> &str {
                self.0.0.correlation_id.as_str()
            }

            /// How often the call was sent.
            pub fn attempts(&self) -> u32 {
                self.0.0.attempts
            }

            /// Whether the service has carried out the call. See [`CarriedOut`] for the rule.
            pub fn carried_out(&self) -> CarriedOut {
                self.end().carried_out().after(self.0.0.earlier)
            }
        }

        /// What a program prints whose `main` returns the error: the operation by its name, and why.
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
            /// The status with which the service refused the last attempt that it got, if it got one: 401 when there is no
            /// token in place of one that it did not take.
            pub fn refused_before(&self) -> Option<StatusCode> {
                self.0.0.answered.filter(|status| !status.is_success())
            }
        })*
    };
}

refused_before!(NotSentError);

macro_rules! never_left {
    ($($type:ident),*) => {
        $(impl $type {
            pub(crate) fn end(&self) -> End {
                End::NotSent
            }
        })*
    };
}

never_left!(InvalidCallError, NotSentError);

pub(super) use {called, never_left, refused_before};

/// A call cannot be sent as it was made.
#[derive(Clone)]
pub struct InvalidCallError(pub(super) Box<(Called, Problem)>);

impl InvalidCallError {
    /// The parameter that is at fault, by its name on the wire; `None` when it is the body.
    pub fn parameter(&self) -> Option<&str> {
        self.0.1.parameter.as_deref()
    }
}

impl fmt::Display for InvalidCallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, problem) = &*self.0;
        line(f, called, "cannot be sent", &problem.text, LONGEST)
    }
}

impl StdError for InvalidCallError {}

/// A request surely never left, or not again after an attempt that was refused. After a 5xx, for instance, the call may have
/// been carried out all the same: see [`carried_out`](Self::carried_out).
#[derive(Clone)]
pub struct NotSentError(pub(super) Arc<(Called, BoxError)>);

impl NotSentError {
    /// Why.
    pub fn error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.0.1
    }
}

impl fmt::Display for NotSentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, error) = &*self.0;
        line(f, called, &unsent(called), root(&**error), LONGEST)
    }
}

impl StdError for NotSentError {}

/// A request may have arrived, but no complete answer has.
#[derive(Clone)]
pub struct NoResponseError(pub(super) Arc<(Called, SendError)>);

impl NoResponseError {
    /// Why; never [`SendError::NotSent`].
    pub fn error(&self) -> &SendError {
        &self.0.1
    }

    pub(crate) fn end(&self) -> End {
        self.error().into()
    }

    /// Whether the time was up.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.1, SendError::TimedOut { .. })
    }
}

impl fmt::Display for NoResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (called, error) = &*self.0;
        line(f, called, "got no answer", root(error), LONGEST)
    }
}

impl StdError for NoResponseError {}

/// What became of a call whose last attempt never left.
pub(super) fn unsent(called: &Called) -> Cow<'static, str> {
    match called.answered {
        None => "was not sent".into(),
        Some(status) if status.is_success() => {
            format!("got a {status} that is not the service's and was not sent again").into()
        }
        Some(status) => format!("was refused with {status} and not sent again").into(),
    }
}

/// How long a reason may be.
pub(super) const LONGEST: usize = 300;

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

/// The error at the bottom, which says what happened; those above only say what it happened to.
pub(super) fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut root = error;
    while let Some(source) = root.source() {
        root = source;
    }
    root
}

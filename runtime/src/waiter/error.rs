//! Errors of waiters.

use std::{error::Error as StdError, fmt, time::Duration};

use super::{Stopped, Watch};
use crate::{ApiError, CarriedOut, Error, Operation, OperationError, Polling, Response, service::OperationRef, text};

/// A wait ended without success. `T` is the response type of the operation and `E` its error.
///
/// `Display` is one line with the operation, the awaited state, the last state and the correlation id. Neither it nor
/// `Debug` shows the response.
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// A final state that means failure was reached.
    Failed(FinalStateError<T>),
    /// The state is unknown and may mean anything.
    Unknown(FinalStateError<T>),
    /// No final state was reached in time. It still may be.
    TimedOut(UnfinishedError<T, E>),
    /// The wait was canceled.
    Canceled(UnfinishedError<T, E>),
    /// A call failed with an error that is not transient.
    Call(Error<E>),
}

/// A final or unknown state other than the awaited one.
pub struct FinalStateError<T>(Box<Inner<T>>);

struct Inner<T> {
    operation: OperationRef,
    waiting: &'static Polling,
    state: String,
    response: Response<T>,
}

impl<T> FinalStateError<T> {
    /// Returns the operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// Returns what was waited for.
    pub fn waiting(&self) -> &'static Polling {
        self.0.waiting
    }

    /// Returns the state as received; empty if it was an object or an array.
    pub fn state(&self) -> &str {
        &self.0.state
    }

    /// Returns the response with this state.
    pub fn response(&self) -> &Response<T> {
        &self.0.response
    }

    /// Converts into the response with this state.
    pub fn into_response(self) -> Response<T> {
        self.0.response
    }

    /// Returns the correlation id of that response.
    pub fn correlation_id(&self) -> &str {
        self.0.response.correlation_id()
    }
}

/// The wait ended before a final state was reached.
pub struct UnfinishedError<T, E>(Box<Progress<T, E>>);

impl<T, E> UnfinishedError<T, E> {
    /// Returns the operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// Returns what was waited for.
    pub fn waiting(&self) -> &'static Polling {
        self.0.waiting
    }

    /// Returns how long the wait lasted.
    pub fn after(&self) -> Duration {
        self.0.after
    }

    /// Returns the number of completed calls, not counting retries.
    pub fn calls(&self) -> u64 {
        self.0.calls
    }

    /// Returns the state in the last response, as received; `None` if there was no response or it had no state.
    pub fn state(&self) -> Option<&str> {
        self.0.state.as_deref()
    }

    /// Returns the last response, if there was one.
    pub fn last(&self) -> Option<&Response<T>> {
        self.0.response.as_ref()
    }

    /// Converts into the last response, if there was one.
    pub fn into_last(self) -> Option<Response<T>> {
        self.0.response
    }

    /// Returns the error of the last call, if it failed.
    pub fn last_error(&self) -> Option<&Error<E>> {
        self.0.error.as_ref()
    }
}

impl<T, E: OperationError> UnfinishedError<T, E> {
    /// Returns whether the service has carried out the last completed call. This is not whether the awaited state was
    /// reached.
    pub fn carried_out(&self) -> CarriedOut {
        match (&self.0.error, &self.0.response) {
            (Some(error), _) => error.carried_out(),
            (None, Some(_)) => CarriedOut::Yes,
            (None, None) => CarriedOut::Perhaps,
        }
    }

    /// Returns the correlation id of the last completed call, if there was one.
    pub fn correlation_id(&self) -> Option<&str> {
        match (&self.0.error, &self.0.response) {
            (Some(error), _) => Some(error.correlation_id()),
            (None, Some(response)) => Some(response.correlation_id()),
            (None, None) => None,
        }
    }
}

impl<T, E: OperationError> WaitError<T, E> {
    /// Returns whether the service has carried out the last completed call. This is not whether the awaited state was
    /// reached; see the variants and [`state`](Self::state).
    pub fn carried_out(&self) -> CarriedOut {
        match self {
            Self::Failed(_) | Self::Unknown(_) => CarriedOut::Yes,
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.carried_out(),
            Self::Call(error) => error.carried_out(),
        }
    }

    /// Returns the operation that was called.
    pub fn operation(&self) -> &Operation {
        match self {
            Self::Failed(ended) | Self::Unknown(ended) => ended.operation(),
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.operation(),
            Self::Call(error) => error.operation(),
        }
    }

    /// Returns the correlation id of the last completed call, if there was one.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Failed(ended) | Self::Unknown(ended) => Some(ended.correlation_id()),
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.correlation_id(),
            Self::Call(error) => Some(error.correlation_id()),
        }
    }
}

impl<T, E> WaitError<T, E> {
    /// Returns the last state, as received.
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Failed(ended) | Self::Unknown(ended) => Some(ended.state()),
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.state(),
            Self::Call(_) => None,
        }
    }
}

/// The progress of a wait.
pub(super) struct Progress<T, E> {
    operation: OperationRef,
    waiting: &'static Polling,
    after: Duration,
    calls: u64,
    state: Option<String>,
    response: Option<Response<T>>,
    /// The error of the last call, if it failed.
    error: Option<Error<E>>,
}

impl<T, E: OperationError> Progress<T, E> {
    pub(super) fn new(operation: OperationRef, waiting: &'static Polling) -> Self {
        Self {
            operation,
            waiting,
            after: Duration::ZERO,
            calls: 0,
            state: None,
            response: None,
            error: None,
        }
    }

    /// Records a response that is not final, and returns the delay that it requests.
    pub(super) fn response(&mut self, response: Response<T>, state: Option<String>) -> Option<Duration> {
        let requested = response.retry_after();
        self.calls += 1;
        self.state = state;
        self.response = Some(response);
        self.error = None;
        requested
    }

    /// Records a transient error, and returns the delay that the service requests.
    pub(super) fn error(&mut self, error: Error<E>) -> Option<Duration> {
        let requested = match &error {
            Error::Api(error) => error.api_error().retry_after(),
            Error::Token(error) => error.refused().and_then(ApiError::retry_after),
            Error::Decode(error) => error.retry_after(),
            _ => None,
        };
        self.calls += 1;
        self.error = Some(error);
        requested
    }

    /// Ends with this response.
    pub(super) fn ended(self, response: Response<T>, state: Option<String>) -> FinalStateError<T> {
        FinalStateError(Box::new(Inner {
            operation: self.operation,
            waiting: self.waiting,
            state: state.unwrap_or_default(),
            response,
        }))
    }

    /// Ends without a final state.
    pub(super) fn stopped(self, stopped: Stopped, watch: &Watch<'_>) -> WaitError<T, E> {
        let after = watch.elapsed();
        let unfinished = UnfinishedError(Box::new(Self { after, ..self }));
        match stopped {
            Stopped::TimedOut => WaitError::TimedOut(unfinished),
            Stopped::Canceled => WaitError::Canceled(unfinished),
        }
    }
}

impl<T, E: OperationError> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(ended) => write!(f, "{ended}, which is a failure{}", id(ended)),
            Self::Unknown(ended) => write!(f, "{ended}, which is not a known state{}", id(ended)),
            Self::TimedOut(unfinished) => unfinished.line(f, "was not reached"),
            Self::Canceled(unfinished) => unfinished.line(f, "was canceled"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl<T> fmt::Display for FinalStateError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, waiting, .. } = &*self.0;
        let (operation, until, field) = (&**operation, waiting.name, waiting.field);
        let state = text::one_line(&self.0.state, 60);
        write!(f, "`{operation}` until `{until}`: `{field}` is `{state}`")
    }
}

fn id<T>(ended: &FinalStateError<T>) -> String {
    format!("; correlation id {}", ended.correlation_id())
}

impl<T, E: OperationError> UnfinishedError<T, E> {
    fn line(&self, f: &mut fmt::Formatter<'_>, end: &str) -> fmt::Result {
        let Progress {
            operation,
            waiting,
            after,
            ..
        } = &*self.0;
        let (operation, until, field) = (&**operation, waiting.name, waiting.field);
        write!(f, "`{operation}` until `{until}`: that {end} after {after:?}; ")?;
        if let Some(error) = self.last_error() {
            // It contains the operation, the cause and the correlation id.
            return write!(f, "the last call failed: {error}");
        }
        match (self.state(), self.last()) {
            (Some(state), _) => write!(f, "`{field}` was `{}` last", text::one_line(state, 60))?,
            (None, Some(_)) => write!(f, "the last response had no `{field}`")?,
            (None, None) => f.write_str("there was no response yet")?,
        }
        match self.correlation_id() {
            Some(id) => write!(f, "; correlation id {id}"),
            None => Ok(()),
        }
    }
}

impl<T, E: OperationError> fmt::Debug for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(ended) => f.debug_tuple("Failed").field(ended).finish(),
            Self::Unknown(ended) => f.debug_tuple("Unknown").field(ended).finish(),
            Self::TimedOut(unfinished) => f.debug_tuple("TimedOut").field(unfinished).finish(),
            Self::Canceled(unfinished) => f.debug_tuple("Canceled").field(unfinished).finish(),
            Self::Call(error) => f.debug_tuple("Call").field(error).finish(),
        }
    }
}

impl<T> fmt::Debug for FinalStateError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, waiting, .. } = &*self.0;
        f.debug_struct("FinalStateError")
            .field("operation", &format_args!("{}", **operation))
            .field("waiting_for", &waiting.name)
            .field("state", &self.state())
            .field("correlation_id", &self.correlation_id())
            .finish_non_exhaustive()
    }
}

impl<T, E: OperationError> fmt::Debug for UnfinishedError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Progress { operation, waiting, .. } = &*self.0;
        f.debug_struct("UnfinishedError")
            .field("operation", &format_args!("{}", **operation))
            .field("waiting_for", &waiting.name)
            .field("after", &self.after())
            .field("calls", &self.calls())
            .field("state", &self.state())
            .field("correlation_id", &self.correlation_id())
            .field("last_error", &self.last_error())
            .finish_non_exhaustive()
    }
}

/// `Display` includes the cause, so `source` does not return it again.
impl<T, E: OperationError> StdError for WaitError<T, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

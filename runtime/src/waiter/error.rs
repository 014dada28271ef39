//! How a wait can end other than well.

use std::{error::Error as StdError, fmt, time::Duration};

use super::{Stopped, Watch};
use crate::{ApiError, CarriedOut, Error, Operation, OperationError, Response, Waiting, service::OperationRef, text};

/// How a wait has ended other than well. `T` is what the operation answers and `E` its error.
///
/// `Display` is one line with the operation, what was waited for, the state and the correlation id; neither it nor
/// `Debug` shows an answer.
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// It has come to a state that ends it badly.
    Failed(FinalStateError<T>),
    /// It is in a state that nobody knows, which may mean anything.
    Unknown(FinalStateError<T>),
    /// It has not come to an end in time. It may yet.
    TimedOut(UnfinishedError<T, E>),
    /// The wait was called off before the end.
    Canceled(UnfinishedError<T, E>),
    /// A call has failed in a way that will not pass, or that is not known to.
    Call(Error<E>),
}

/// What came to an end, though not to the one that was waited for.
pub struct FinalStateError<T>(Box<Inner<T>>);

struct Inner<T> {
    operation: OperationRef,
    waiting: &'static Waiting,
    state: String,
    response: Response<T>,
}

impl<T> FinalStateError<T> {
    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// What was waited for.
    pub fn waiting(&self) -> &'static Waiting {
        self.0.waiting
    }

    /// The state, as it came; empty when it was an object or a list.
    pub fn state(&self) -> &str {
        &self.0.state
    }

    /// The answer that has this state.
    pub fn response(&self) -> &Response<T> {
        &self.0.response
    }

    /// The answer that has this state.
    pub fn into_response(self) -> Response<T> {
        self.0.response
    }

    /// The correlation id of that answer.
    pub fn correlation_id(&self) -> &str {
        self.0.response.correlation_id()
    }
}

/// What was still under way when the wait ended.
pub struct UnfinishedError<T, E>(Box<Seen<T, E>>);

impl<T, E> UnfinishedError<T, E> {
    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// What was waited for.
    pub fn waiting(&self) -> &'static Waiting {
        self.0.waiting
    }

    /// How long was waited.
    pub fn after(&self) -> Duration {
        self.0.after
    }

    /// How often the operation was called with an outcome, retries not counted.
    pub fn calls(&self) -> u64 {
        self.0.calls
    }

    /// The state in the last answer, as it came; `None` when there was no answer or it had none.
    pub fn state(&self) -> Option<&str> {
        self.0.state.as_deref()
    }

    /// The last answer, if there was one.
    pub fn last(&self) -> Option<&Response<T>> {
        self.0.response.as_ref()
    }

    /// The last answer, if there was one.
    pub fn into_last(self) -> Option<Response<T>> {
        self.0.response
    }

    /// What the last call failed with, if it did.
    pub fn last_error(&self) -> Option<&Error<E>> {
        self.0.error.as_ref()
    }
}

impl<T, E: OperationError> UnfinishedError<T, E> {
    /// Whether the service has carried out the last call that had an outcome; not whether what was waited for has happened.
    pub fn carried_out(&self) -> CarriedOut {
        match (&self.0.error, &self.0.response) {
            (Some(error), _) => error.carried_out(),
            (None, Some(_)) => CarriedOut::Yes,
            (None, None) => CarriedOut::Perhaps,
        }
    }

    /// The correlation id of the last call, if there was one that had an outcome.
    pub fn correlation_id(&self) -> Option<&str> {
        match (&self.0.error, &self.0.response) {
            (Some(error), _) => Some(error.correlation_id()),
            (None, Some(response)) => Some(response.correlation_id()),
            (None, None) => None,
        }
    }
}

impl<T, E: OperationError> WaitError<T, E> {
    /// Whether the service has carried out the last call that had an outcome; not whether what was waited for has happened,
    /// of which the variants and [`state`](Self::state) tell.
    pub fn carried_out(&self) -> CarriedOut {
        match self {
            Self::Failed(_) | Self::Unknown(_) => CarriedOut::Yes,
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.carried_out(),
            Self::Call(error) => error.carried_out(),
        }
    }

    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        match self {
            Self::Failed(ended) | Self::Unknown(ended) => ended.operation(),
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.operation(),
            Self::Call(error) => error.operation(),
        }
    }

    /// The correlation id of the last call, if there was one that had an outcome.
    pub fn correlation_id(&self) -> Option<&str> {
        match self {
            Self::Failed(ended) | Self::Unknown(ended) => Some(ended.correlation_id()),
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.correlation_id(),
            Self::Call(error) => Some(error.correlation_id()),
        }
    }
}

impl<T, E> WaitError<T, E> {
    /// The state that was seen last, as it came.
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Failed(ended) | Self::Unknown(ended) => Some(ended.state()),
            Self::TimedOut(unfinished) | Self::Canceled(unfinished) => unfinished.state(),
            Self::Call(_) => None,
        }
    }
}

/// What a wait has seen so far.
pub(super) struct Seen<T, E> {
    operation: OperationRef,
    waiting: &'static Waiting,
    after: Duration,
    calls: u64,
    state: Option<String>,
    response: Option<Response<T>>,
    /// Of the last call, if it failed.
    error: Option<Error<E>>,
}

impl<T, E: OperationError> Seen<T, E> {
    pub(super) fn new(operation: OperationRef, waiting: &'static Waiting) -> Self {
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

    /// Takes note of an answer that is not the last, and gives the pause that it asks for.
    pub(super) fn answer(&mut self, response: Response<T>, state: Option<String>) -> Option<Duration> {
        let asked = response.retry_after();
        self.calls += 1;
        self.state = state;
        self.response = Some(response);
        self.error = None;
        asked
    }

    /// Takes note of a failure that will pass, and gives the pause that the service asks for.
    pub(super) fn error(&mut self, error: Error<E>) -> Option<Duration> {
        let asked = match &error {
            Error::Api(error) => error.api_error().retry_after(),
            Error::Token(error) => error.refused().and_then(ApiError::retry_after),
            Error::Decode(error) => error.retry_after(),
            _ => None,
        };
        self.calls += 1;
        self.error = Some(error);
        asked
    }

    /// The end, with the answer that says so.
    pub(super) fn ended(self, response: Response<T>, state: Option<String>) -> FinalStateError<T> {
        FinalStateError(Box::new(Inner {
            operation: self.operation,
            waiting: self.waiting,
            state: state.unwrap_or_default(),
            response,
        }))
    }

    /// No end.
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
            Self::Unknown(ended) => write!(f, "{ended}, and nobody knows what that means{}", id(ended)),
            Self::TimedOut(unfinished) => unfinished.line(f, "was not reached"),
            Self::Canceled(unfinished) => unfinished.line(f, "was no longer waited for"),
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
        let Seen {
            operation,
            waiting,
            after,
            ..
        } = &*self.0;
        let (operation, until, field) = (&**operation, waiting.name, waiting.field);
        write!(f, "`{operation}` until `{until}`: that {end} after {after:?}; ")?;
        if let Some(error) = self.last_error() {
            // It names the call, the reason and the correlation id.
            return write!(f, "the last call failed: {error}");
        }
        match (self.state(), self.last()) {
            (Some(state), _) => write!(f, "`{field}` was `{}` last", text::one_line(state, 60))?,
            (None, Some(_)) => write!(f, "the last answer had no `{field}`")?,
            (None, None) => f.write_str("there was no answer yet")?,
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
        let Seen { operation, waiting, .. } = &*self.0;
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

/// The cause is said by `Display`, and so is not given as `source` again.
impl<T, E: OperationError> StdError for WaitError<T, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

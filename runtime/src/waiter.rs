//! Polling until a state is reached.

mod error;
mod pace;
mod watch;

use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    time::Duration,
};

use futures_util::future::{Either, select};
use http::StatusCode;
use serde::de::DeserializeOwned;
use tracing::{
    Instrument,
    field::{Empty, display},
};

pub use error::{FinalStateError, UnfinishedError, WaitError};

use crate::{BoxFuture, Call, Error, OperationError, Polling, Response};
use error::Progress;
use pace::Pace;
use watch::{Stopped, Watch};

/// What reads the state that a response contains. Types that have a field for it need no allocation.
enum StateOf<T> {
    Function(fn(&T) -> Option<&str>),
    Closure(Box<ReadState<T>>),
}

type ReadState<T> = dyn Fn(&T) -> Option<&str> + Send + Sync;

/// Polls an operation until a field of the response has a final value. Await it.
///
/// A final value that means success returns the response. A final value that means failure is [`WaitError::Failed`],
/// and an unknown value, including one that is not a string, is [`WaitError::Unknown`]. A missing value means to
/// continue, since a new object may have none yet.
///
/// A new object may not be visible yet either, so a 404 means to continue for [some time](Self::absent_for). Transient
/// failures do not end the wait: if a call, after its retries, was not sent, got no response or one that is not from
/// the service, or was refused with 429 or another retryable status, the next call is made as planned. The same holds
/// for token requests. All other failures are returned at once as [`WaitError::Call`].
///
/// The delay between calls begins with [`initial_delay`](Self::initial_delay) and grows by half each time, up to
/// [`max_delay`](Self::max_delay). Up to a fifth is subtracted at random, so that many waiters do not call at
/// once, but the delay is never shorter than a `Retry-After`. There is one last call shortly before the time is up.
///
/// Each call has the options of the call from which the waiter was created, so a timeout or a deadline applies to one
/// call. Each has its own correlation id; an explicit one is used for the first. Dropping the future stops the wait.
#[must_use = "a waiter does nothing until it is awaited"]
pub struct Waiter<T, E> {
    call: Call,
    waiting: &'static Polling,
    state: StateOf<T>,
    initial_delay: Duration,
    max_delay: Duration,
    within: Duration,
    absent_for: Duration,
    canceled: Option<BoxFuture<'static, ()>>,
    error: PhantomData<fn() -> E>,
}

impl<T, E> Waiter<T, E> {
    /// Creates a waiter that polls according to `waiting`; `state` extracts the value from a response.
    pub fn new(call: Call, waiting: &'static Polling, state: fn(&T) -> Option<&str>) -> Self {
        Self::with_state(call, waiting, StateOf::Function(state))
    }

    /// Like [`new`](Self::new), with a closure. Use it for responses of any type, such as [`Json`](crate::Json), whose
    /// fields are known only at run time.
    pub fn reading(
        call: Call,
        waiting: &'static Polling,
        state: impl Fn(&T) -> Option<&str> + Send + Sync + 'static,
    ) -> Self {
        Self::with_state(call, waiting, StateOf::Closure(Box::new(state)))
    }

    fn with_state(call: Call, waiting: &'static Polling, state: StateOf<T>) -> Self {
        Self {
            call,
            waiting,
            state,
            initial_delay: waiting.initial_delay,
            max_delay: waiting.max_delay,
            within: waiting.within,
            absent_for: waiting.absent_for,
            canceled: None,
            error: PhantomData,
        }
    }

    /// Sets the delay after the first call. Each further delay is half as long again.
    pub fn initial_delay(mut self, pause: Duration) -> Self {
        self.initial_delay = pause;
        self
    }

    /// Sets the maximum delay, unless the service asks for more.
    pub fn max_delay(mut self, pause: Duration) -> Self {
        self.max_delay = pause;
        self
    }

    /// Sets the maximum duration of the wait. A call in progress at its end is canceled.
    pub fn within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    /// Sets for how long after the first call a 404 means that the object is not visible yet. With zero, the first 404
    /// is an error.
    pub fn absent_for(mut self, time: Duration) -> Self {
        self.absent_for = time;
        self
    }

    /// Stops waiting when `canceled` completes: the result is [`WaitError::Canceled`], and a call in progress is
    /// canceled. If it is called repeatedly, any of the futures stops the wait.
    pub fn unless(mut self, canceled: impl Future<Output = ()> + Send + 'static) -> Self {
        self.canceled = Some(match self.canceled.take() {
            None => Box::pin(canceled),
            Some(earlier) => Box::pin(async move {
                match select(earlier, Box::pin(canceled)).await {
                    Either::Left(_) | Either::Right(_) => (),
                }
            }),
        });
        self
    }
}

impl<T, E> IntoFuture for Waiter<T, E>
where
    T: DeserializeOwned + Send + 'static,
    E: OperationError,
{
    type Output = Result<Response<T>, WaitError<T, E>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let (operation, until) = (self.call.operation().clone(), self.waiting.name);
        let span = tracing::info_span!(target: "sap_concur", "wait", until, otel.name = Empty);
        Box::pin(async move {
            let result = self.wait().instrument(span.clone()).await;
            // Only now: the spans of the calls have a field of that name too.
            span.record("otel.name", display(format_args!("{} until {until}", *operation)));
            result
        })
    }
}

impl<T: DeserializeOwned, E: OperationError> Waiter<T, E> {
    async fn wait(mut self) -> Result<Response<T>, WaitError<T, E>> {
        let client = self.call.client().clone();
        let clock = &*client.inner().clock;
        let mut watch = Watch::new(clock, self.within, self.canceled.take());
        let mut pace = Pace::new(self.initial_delay, self.max_delay);
        let mut progress = Progress::new(self.call.operation().clone(), self.waiting);
        loop {
            let result = match watch.in_time(self.call.taking_id().send::<T, E>()).await {
                Ok(result) => result,
                Err(stopped) => return Err(progress.stopped(stopped, &watch)),
            };
            let requested = match result {
                Ok(response) => {
                    let state = self.state_of(&response);
                    match self.meaning(state.as_deref()) {
                        Meaning::Done => return Ok(response),
                        Meaning::Failed => return Err(WaitError::Failed(progress.ended(response, state))),
                        Meaning::Unknown => return Err(WaitError::Unknown(progress.ended(response, state))),
                        Meaning::Pending => progress.response(response, state),
                    }
                }
                Err(error) => match self.is_tolerated(&error, watch.elapsed()) {
                    true => progress.error(error),
                    false => return Err(WaitError::Call(error)),
                },
            };
            let Some(delay) = pace.delay(requested, watch.left(), clock.random()) else {
                return Err(progress.stopped(Stopped::TimedOut, &watch));
            };
            if watch.unless_canceled(clock.sleep(delay)).await.is_err() {
                return Err(progress.stopped(Stopped::Canceled, &watch));
            }
        }
    }

    /// Returns the value of the state field. A value that was skipped because it is not a string is an unknown state: a
    /// scalar as received, and anything larger as an empty string, because it may contain personal data.
    fn state_of(&self, response: &Response<T>) -> Option<String> {
        let state = match &self.state {
            StateOf::Function(state) => state(response),
            StateOf::Closure(state) => state(response),
        };
        if let Some(state) = state {
            return (!state.is_empty()).then(|| state.to_owned());
        }
        let field = self.waiting.field;
        let covers_field = |path: &str| match field.strip_prefix(path) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        };
        let skipped = response
            .warnings()
            .iter()
            .find(|warning| covers_field(warning.path()))?;
        let is_scalar = !skipped.raw().starts_with(['{', '[', '"']);
        Some(if is_scalar {
            skipped.raw().to_owned()
        } else {
            String::new()
        })
    }

    fn meaning(&self, state: Option<&str>) -> Meaning {
        let Some(state) = state else {
            return Meaning::Pending;
        };
        let Polling {
            done, failed, pending, ..
        } = self.waiting;
        match state {
            state if done.contains(&state) => Meaning::Done,
            state if failed.contains(&state) => Meaning::Failed,
            state if pending.contains(&state) => Meaning::Pending,
            _ => Meaning::Unknown,
        }
    }

    /// Whether the wait continues after this error, this long after its start.
    fn is_tolerated(&self, error: &Error<E>, after: Duration) -> bool {
        let end = match error {
            Error::Invalid(_) => return false,
            Error::Token(error) => match error.error().end() {
                Some(end) => end,
                None => return false,
            },
            Error::Api(error) if error.api_error().status() == StatusCode::NOT_FOUND => return after < self.absent_for,
            Error::Api(error) => error.api_error().end(),
            Error::NotSent(error) => error.end(),
            Error::NoResponse(error) => error.end(),
            Error::Decode(error) => error.end(),
        };
        end.is_transient(self.call.client().service())
    }
}

/// The meaning of a response for a waiter.
enum Meaning {
    Done,
    Failed,
    Pending,
    Unknown,
}

impl<T, E> fmt::Debug for Waiter<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("call", &self.call)
            .field("waiting_for", &self.waiting.name)
            .field("initial_delay", &self.initial_delay)
            .field("max_delay", &self.max_delay)
            .field("within", &self.within)
            .field("absent_for", &self.absent_for)
            .finish_non_exhaustive()
    }
}

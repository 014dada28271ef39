//! Waiting until something has happened on the other side.

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
use tracing::Instrument;

pub use error::{FinalStateError, UnfinishedError, WaitError};

use crate::{BoxFuture, Call, Error, OperationError, Response, Waiting};
use error::Seen;
use pace::Pace;
use watch::{Stopped, Watch};

/// Calls an operation over and over until a field of the answer has a value that is final. Await it.
///
/// The value decides: one that ends it well gives the answer, one that ends it badly is [`WaitError::Failed`], and one
/// that nobody knows is [`WaitError::Unknown`], for waiting on would be a guess, and so is one that is no text. Without
/// a value it waits on: what has only just been asked for may have none yet.
///
/// What is only just being made may not be there yet either, so a 404 means to wait on for
/// [a while](Self::absent_for). Neither does a wait of days end because one call of it fails: after a call that was not
/// sent, that got no answer or one that is not the service's, or that was refused with 429 or another status that says to
/// try again, its own retries included, the next one is made as planned; and so it is when that happened to the call for a
/// token. Every other failure is [`WaitError::Call`] at once.
///
/// Between two calls there is a pause: [at first](Self::first_pause) a short one, then each half as long again as the one
/// before, up to [the longest](Self::longest_pause); less up to a fifth by chance, so that many who wait do not call all
/// at once, but never less than the service asks for with `Retry-After`. When the time is nearly up there is one last
/// call shortly before its end.
///
/// Each call has the options of the call that the waiter is made from, a time-out or a deadline is that of one call, and
/// an id of its own; one that was given is that of the first. Dropping the future stops the waiting.
#[must_use = "a waiter does nothing until it is awaited"]
pub struct Waiter<T, E> {
    call: Call,
    waiting: &'static Waiting,
    state: fn(&T) -> Option<&str>,
    first_pause: Duration,
    longest_pause: Duration,
    within: Duration,
    absent_for: Duration,
    cancelled: Option<BoxFuture<'static, ()>>,
    error: PhantomData<fn() -> E>,
}

impl<T, E> Waiter<T, E> {
    /// Waits as `waiting` says, with the value that `state` takes from an answer.
    pub fn new(call: Call, waiting: &'static Waiting, state: fn(&T) -> Option<&str>) -> Self {
        Self {
            call,
            waiting,
            state,
            first_pause: waiting.first_pause,
            longest_pause: waiting.longest_pause,
            within: waiting.within,
            absent_for: waiting.absent_for,
            cancelled: None,
            error: PhantomData,
        }
    }

    /// The pause after the first call. Each is half as long again as the one before.
    pub fn first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// The longest pause, unless the service asks for more.
    pub fn longest_pause(mut self, pause: Duration) -> Self {
        self.longest_pause = pause;
        self
    }

    /// How long to wait in all. A call that is under way at the end is given up.
    pub fn within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    /// How long from the first call on a 404 means that it is not there yet. With no time at all, the first 404 is an
    /// error.
    pub fn absent_for(mut self, time: Duration) -> Self {
        self.absent_for = time;
        self
    }

    /// Waits no longer once `cancelled` is ready: then the result is [`WaitError::Canceled`], and a call that is under
    /// way is given up. Given twice, either will do.
    pub fn unless(mut self, cancelled: impl Future<Output = ()> + Send + 'static) -> Self {
        self.cancelled = Some(match self.cancelled.take() {
            None => Box::pin(cancelled),
            Some(earlier) => Box::pin(async move {
                match select(earlier, Box::pin(cancelled)).await {
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
        let operation = self.call.operation();
        let span = tracing::info_span!(
            target: "sap_concur",
            "wait",
            otel.name = %format_args!("{} until {}", **operation, self.waiting.name),
        );
        Box::pin(self.wait().instrument(span))
    }
}

impl<T: DeserializeOwned, E: OperationError> Waiter<T, E> {
    async fn wait(mut self) -> Result<Response<T>, WaitError<T, E>> {
        let client = self.call.client().clone();
        let clock = &*client.inner().clock;
        let mut watch = Watch::new(clock, self.within, self.cancelled.take());
        let mut pace = Pace::new(self.first_pause, self.longest_pause);
        let mut seen = Seen::new(self.call.operation().clone(), self.waiting);
        loop {
            let answer = match watch.in_time(self.call.taking_id().send::<T, E>()).await {
                Ok(answer) => answer,
                Err(stopped) => return Err(seen.stopped(stopped, &watch)),
            };
            let asked = match answer {
                Ok(response) => {
                    let state = self.state_of(&response);
                    match self.meaning(state.as_deref()) {
                        Meaning::Done => return Ok(response),
                        Meaning::Failed => return Err(WaitError::Failed(seen.ended(response, state))),
                        Meaning::Unknown => return Err(WaitError::Unknown(seen.ended(response, state))),
                        Meaning::Pending => seen.answer(response, state),
                    }
                }
                Err(error) => match self.tolerated(&error, watch.elapsed()) {
                    true => seen.error(error),
                    false => return Err(WaitError::Call(error)),
                },
            };
            let Some(pause) = pace.pause(asked, watch.left(), clock.chance()) else {
                return Err(seen.stopped(Stopped::TimedOut, &watch));
            };
            if watch.unless_canceled(clock.sleep(pause)).await.is_err() {
                return Err(seen.stopped(Stopped::Canceled, &watch));
            }
        }
    }

    /// The value that decides. One that was left out, for it is no text, is one that nobody knows: a number as it came, and
    /// anything larger without a text, for it may hold personal data.
    fn state_of(&self, answer: &Response<T>) -> Option<String> {
        if let Some(state) = (self.state)(answer) {
            return (!state.is_empty()).then(|| state.to_owned());
        }
        let field = self.waiting.field;
        let holds_it = |path: &str| match field.strip_prefix(path) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        };
        let odd = answer.warnings().iter().find(|warning| holds_it(warning.path()))?;
        let is_scalar = !odd.raw().starts_with(['{', '[', '"']);
        Some(if is_scalar { odd.raw().to_owned() } else { String::new() })
    }

    fn meaning(&self, state: Option<&str>) -> Meaning {
        let Some(state) = state else {
            return Meaning::Pending;
        };
        let Waiting {
            done, failed, pending, ..
        } = self.waiting;
        match state {
            state if done.contains(&state) => Meaning::Done,
            state if failed.contains(&state) => Meaning::Failed,
            state if pending.contains(&state) => Meaning::Pending,
            _ => Meaning::Unknown,
        }
    }

    /// Whether a call that failed so, this long after the first began, leaves all as it was.
    fn tolerated(&self, error: &Error<E>, after: Duration) -> bool {
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
        end.will_pass(self.call.client().service())
    }
}

/// What an answer means to whoever waits.
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
            .field("first_pause", &self.first_pause)
            .field("longest_pause", &self.longest_pause)
            .field("within", &self.within)
            .field("absent_for", &self.absent_for)
            .finish_non_exhaustive()
    }
}

//! A call on its way: what stays the same of its attempts, and what they leave behind.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, uri::PathAndQuery};

use super::deadline::Deadline;
use crate::{
    AccessToken, Body, SendError,
    error::{Called, End, Failure},
};

/// A request, complete but for what can change from one attempt to the next: where to, and with which token.
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) path_and_query: PathAndQuery,
    pub(super) correlation_id: HeaderValue,
    pub(super) body: Bytes,
}

/// How an attempt has ended.
pub(super) type Outcome = Result<http::Response<Body>, SendError>;

/// A call on its way, between its attempts.
pub(super) struct CallState<'a> {
    pub(super) draft: Draft,
    pub(super) called: Called,
    pub(super) deadline: Deadline<'a>,
    pub(super) earlier: EarlierAttempts,
}

/// What the earlier attempts of a call have left behind.
#[derive(Default)]
pub(super) struct EarlierAttempts {
    /// How the last one has ended.
    pub(super) last: Option<Outcome>,
    /// How the last one has ended to which there was no answer, though it may have arrived.
    pub(super) unsure: Option<SendError>,
    /// The token to send next, in place of one that was not taken.
    pub(super) replacement: Option<AccessToken>,
    /// How many attempts were made only because of the token. They are no retries: 0 or 1.
    pub(super) replays: u32,
    /// How many attempts were refused with 429 and waited for. They do not count either.
    pub(super) refusals: u32,
    /// How long the call has waited because of such refusals.
    pub(super) waited: Duration,
    /// How long to pause before the next one.
    pub(super) pause: Option<Duration>,
}

impl<'a> CallState<'a> {
    pub(super) fn new(draft: Draft, called: Called, deadline: Deadline<'a>) -> Self {
        Self {
            draft,
            called,
            deadline,
            earlier: EarlierAttempts::default(),
        }
    }

    /// How many attempts there have been that count.
    pub(super) fn counted(&self) -> u32 {
        self.called.attempts - self.earlier.replays - self.earlier.refusals
    }

    /// Keeps the end of an attempt, after which there will be another.
    pub(super) fn keep(&mut self, outcome: Outcome, end: End) {
        self.called.earlier = end.carried_out().after(self.called.earlier);
        match outcome {
            Err(error @ (SendError::NoResponse(_) | SendError::TimedOut { .. })) => {
                self.earlier.last = None;
                self.earlier.unsure = Some(error);
            }
            outcome => self.earlier.last = Some(outcome),
        }
    }

    /// The failure of a call whose last attempt surely did nothing: that of an earlier one to which there was no answer, if
    /// there was such a one.
    pub(super) fn failure(&mut self, failure: impl FnOnce(Called) -> Failure) -> Failure {
        let called = self.called.clone();
        match self.earlier.unsure.take() {
            Some(error) => Failure::Send(called, error),
            None => failure(called),
        }
    }
}

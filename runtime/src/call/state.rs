//! The state of a call between attempts.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, uri::PathAndQuery};

use super::deadline::Deadline;
use crate::{
    AccessToken, Body, SendError,
    error::{Called, End, Failure},
};

/// A request without what can change between attempts: base URL and token.
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) path_and_query: PathAndQuery,
    pub(super) correlation_id: HeaderValue,
    pub(super) body: Bytes,
}

/// The result of an attempt.
pub(super) type Outcome = Result<http::Response<Body>, SendError>;

/// A call in progress, between attempts.
pub(super) struct CallState<'a> {
    pub(super) draft: Draft,
    pub(super) called: Called,
    pub(super) deadline: Deadline<'a>,
    pub(super) earlier: EarlierAttempts,
}

/// What the earlier attempts have left behind.
#[derive(Default)]
pub(super) struct EarlierAttempts {
    /// The result of the last one.
    pub(super) last: Option<Outcome>,
    /// The error of the last one that may have arrived but got no response.
    pub(super) unsure: Option<SendError>,
    /// The token to send next, in place of a rejected one.
    pub(super) replacement: Option<AccessToken>,
    /// Number of attempts (0 or 1) that were made because the token was rejected. They do not count as retries.
    pub(super) replays: u32,
    /// Number of attempts that were refused with 429 and waited for. They do not count as retries.
    pub(super) refusals: u32,
    /// Total delay because of such refusals.
    pub(super) waited: Duration,
    /// The delay before the next attempt.
    pub(super) delay: Option<Duration>,
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

    /// Returns the number of attempts that count towards the limit.
    pub(super) fn counted(&self) -> u32 {
        self.called.attempts - self.earlier.replays - self.earlier.refusals
    }

    /// Records an attempt that is followed by another.
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

    /// Returns the failure of a call whose last attempt certainly did nothing: that of an earlier attempt without a
    /// response, if there was one.
    pub(super) fn failure(&mut self, failure: impl FnOnce(Called) -> Failure) -> Failure {
        let called = self.called.clone();
        match self.earlier.unsure.take() {
            Some(error) => Failure::Send(called, error),
            None => failure(called),
        }
    }
}

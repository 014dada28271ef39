//! What can be said of one call alone.

use std::time::Duration;

use crate::{CorrelationId, RetryPolicy};

/// Settings of one call, in place of those of the client.
///
/// Of a list they are those of each page, and of a wait those of each look: a deadline is that of one of its calls, and
/// [`Waiter::within`](crate::Waiter::within) is how long the wait takes in all. A correlation id is that of the first.
///
/// The call for a token, when one is needed first, has the settings of the client; but the deadline is that of both
/// together. A token that comes later is kept for the calls that follow.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<RetryPolicy>,
    pub(super) attempts: Option<u32>,
    pub(super) correlation_id: Option<CorrelationId>,
}

impl CallOptions {
    /// The settings of the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long one attempt may take, from connecting to the last byte read. When the answer is a stream, see
    /// [`RawCall::send_streamed`](crate::RawCall::send_streamed).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the call may take in all, getting a token, retries and pauses included.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How the call is sent again when it fails.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = Some(retries);
        self
    }

    /// How often the call is sent at most, the first time counted, with the pauses as they are.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// The id to send, in place of a random one. All attempts have the same.
    pub fn correlation_id(mut self, id: CorrelationId) -> Self {
        self.correlation_id = Some(id);
        self
    }
}

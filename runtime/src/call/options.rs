//! Options of a single call.

use std::time::Duration;

use crate::{CorrelationId, RetryPolicy};

/// Options of a single call, which override those of the client.
///
/// For a list they apply to each page, and for a waiter to each poll: a deadline limits one call, and
/// [`Waiter::within`](crate::Waiter::within) limits the whole wait. A correlation id is used for the first call only.
///
/// A token request that the call has to wait for uses the options of the client, but counts towards the deadline of the
/// call. A token that arrives later is kept for subsequent calls.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<RetryPolicy>,
    pub(super) attempts: Option<u32>,
    pub(super) correlation_id: Option<CorrelationId>,
}

impl CallOptions {
    /// Creates options that override nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout of one attempt, from connecting to reading the last byte. For a streamed response see
    /// [`RawCall::send_streamed`](crate::RawCall::send_streamed).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the deadline of the call, including token requests, retries and delays.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets when and how the call is retried.
    pub fn retries(mut self, retries: RetryPolicy) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Sets the maximum number of attempts, including the first. Delays are unchanged.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// Sets the correlation id in place of a random one. All attempts use the same.
    pub fn correlation_id(mut self, id: CorrelationId) -> Self {
        self.correlation_id = Some(id);
        self
    }
}

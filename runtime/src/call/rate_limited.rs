//! Delays after a 429, which means that the call was not carried out.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Call, state::CallState};
use crate::{
    RetryPolicy,
    error::End,
    retry::{Remaining, requested_wait},
};

impl Call {
    /// Returns the retry policy of the call.
    pub(super) fn policy(&self) -> RetryPolicy {
        self.options.retries.unwrap_or(self.client.inner().retries)
    }

    /// Whether the call waits and is retried after this end, whatever the operation, without counting it as an attempt.
    pub(super) fn waits_after(&self, end: End) -> bool {
        let is_429 = matches!(end, End::Refused { status, .. } if status == StatusCode::TOO_MANY_REQUESTS);
        is_429 && self.policy().wait_on_429
    }

    /// Returns the delay after a 429; `None` if the call ends with it.
    pub(super) fn wait(&self, state: &mut CallState<'_>, headers: &HeaderMap) -> Option<Duration> {
        let (inner, policy) = (self.client.inner(), self.policy());
        let requested = requested_wait(headers, inner.clock.now()).unwrap_or_default();
        inner
            .throttle
            .cooldown
            .extend(inner.clock.elapsed(), policy.least_after_429(requested));
        if self.body.is_stream() {
            return None;
        }
        let refusals = state.earlier.refusals + 1;
        let delay = policy.wait_after_429(requested, refusals, inner.clock.random(), self.remaining(state))?;
        state.earlier.refusals = refusals;
        state.earlier.waited = state.earlier.waited.saturating_add(delay);
        Some(delay)
    }

    /// Returns how much longer the call may wait.
    pub(super) fn remaining(&self, state: &CallState<'_>) -> Remaining {
        Remaining {
            max_wait: self.policy().max_wait.saturating_sub(state.earlier.waited),
            left: state.deadline.left(),
        }
    }
}

//! Waiting when the service refuses with 429, for it has not carried out the call.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Call, state::CallState};
use crate::{
    RetryPolicy,
    error::End,
    retry::{Remaining, requested_wait},
};

impl Call {
    /// How the call is sent again.
    pub(super) fn policy(&self) -> RetryPolicy {
        self.options.retries.unwrap_or(self.client.inner().retries)
    }

    /// Whether an attempt that ended so is waited for and made again, whatever the operation, and does not count.
    pub(super) fn waits_after(&self, end: End) -> bool {
        let is_429 = matches!(end, End::Refused { status, .. } if status == StatusCode::TOO_MANY_REQUESTS);
        is_429 && self.policy().wait_on_429
    }

    /// How long to wait after an answer 429; `None` when the call ends with it.
    pub(super) fn wait(&self, state: &mut CallState<'_>, headers: &HeaderMap) -> Option<Duration> {
        let (inner, policy) = (self.client.inner(), self.policy());
        let asked = requested_wait(headers, inner.clock.now()).unwrap_or_default();
        inner
            .throttle
            .cooldown
            .extend(inner.clock.elapsed(), policy.least_after_429(asked));
        if self.body.is_stream() {
            return None;
        }
        let refusals = state.earlier.refusals + 1;
        let wait = policy.wait_after_429(asked, refusals, inner.clock.chance(), self.remaining(state))?;
        state.earlier.refusals = refusals;
        state.earlier.waited = state.earlier.waited.saturating_add(wait);
        Some(wait)
    }

    /// How long the call can still wait.
    pub(super) fn remaining(&self, state: &CallState<'_>) -> Remaining {
        Remaining {
            patience: self.policy().patience.saturating_sub(state.earlier.waited),
            left: state.deadline.left(),
        }
    }
}

//! Polling before an attempt: the client's limits, and cooldowns after 429s.

use super::{Call, state::CallState, trace};
use crate::{SendError, throttle::Permit};

impl Call {
    /// Waits until the attempt may be sent. The permit, if the client limits the requests in flight, is released when
    /// the attempt has ended.
    ///
    /// # Errors
    ///
    /// Returns an error if the deadline passes or a cooldown is longer than the call may wait.
    pub(super) async fn admitted(&self, state: &mut CallState<'_>) -> Result<Option<Permit>, SendError> {
        let inner = self.client.inner();
        let (throttle, clock) = (&*inner.throttle, &*inner.clock);
        let waits = self.policy().wait_on_429;
        let Some(permit) = state.deadline.keep(throttle.permit()).await else {
            return Err(state.deadline.passed());
        };
        loop {
            if waits {
                self.wait_for_cooldown(state).await?;
            }
            let Some(turn) = state.deadline.keep(throttle.turn(clock)).await else {
                return Err(state.deadline.passed());
            };
            // Another call may have got a 429 while this one waited for its turn.
            if waits && !throttle.cooldown.left(clock.elapsed()).is_zero() {
                continue;
            }
            if let Some(turn) = turn {
                turn.take(clock.elapsed());
            }
            return Ok(permit);
        }
    }

    /// Waits until the cooldown of the client is over.
    async fn wait_for_cooldown(&self, state: &mut CallState<'_>) -> Result<(), SendError> {
        let (inner, policy) = (self.client.inner(), self.policy());
        loop {
            let least = inner.throttle.cooldown.left(inner.clock.elapsed());
            if least.is_zero() {
                return Ok(());
            }
            let Some(delay) = policy.spread_out(least, inner.clock.random(), self.remaining(state)) else {
                let text = format!("the service asks for a delay of {least:?}, which is longer than the call may wait");
                return Err(SendError::NotSent(text.into()));
            };
            trace::held_back(&state.called, delay);
            state.earlier.waited = state.earlier.waited.saturating_add(delay);
            inner.clock.sleep(delay).await;
        }
    }
}

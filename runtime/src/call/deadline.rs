//! Call deadlines.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use crate::{Clock, SendError};

/// The deadline of a call, if it has one.
pub(super) struct Deadline<'a> {
    clock: &'a dyn Clock,
    started: Duration,
    within: Option<Duration>,
}

impl<'a> Deadline<'a> {
    /// Starts the deadline now.
    pub(super) fn new(clock: &'a dyn Clock, within: Option<Duration>) -> Self {
        let started = within.map(|_| clock.elapsed()).unwrap_or_default();
        Self { clock, started, within }
    }

    /// Returns the remaining time; `None` if there is no deadline.
    pub(super) fn left(&self) -> Option<Duration> {
        let within = self.within?;
        Some(within.saturating_sub(self.clock.elapsed().saturating_sub(self.started)))
    }

    /// Runs `future` until the deadline; `None` if that comes first.
    pub(super) async fn keep<F: Future>(&self, future: F) -> Option<F::Output> {
        let Some(left) = self.left() else {
            return Some(future.await);
        };
        let (mut future, mut end) = (pin!(future), self.clock.sleep(left));
        poll_fn(|cx| match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => end.as_mut().poll(cx).map(|()| None),
        })
        .await
    }

    /// Returns the error of a request that was not sent because the deadline passed.
    pub(super) fn passed(&self) -> SendError {
        let within = self.within.unwrap_or_default();
        SendError::NotSent(format!("the deadline of {within:?} passed before it could be sent").into())
    }
}

//! How long a call may take in all.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use crate::{Clock, SendError};

/// The end of a call, if it has one.
pub(super) struct Deadline<'a> {
    clock: &'a dyn Clock,
    started: Duration,
    within: Option<Duration>,
}

impl<'a> Deadline<'a> {
    /// From now on.
    pub(super) fn new(clock: &'a dyn Clock, within: Option<Duration>) -> Self {
        let started = within.map(|_| clock.elapsed()).unwrap_or_default();
        Self { clock, started, within }
    }

    /// How much time is left; `None` when there is no end.
    pub(super) fn left(&self) -> Option<Duration> {
        let within = self.within?;
        Some(within.saturating_sub(self.clock.elapsed().saturating_sub(self.started)))
    }

    /// The output of `future`, or `None` when the end comes first.
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

    /// What became of a request that was not sent because of it.
    pub(super) fn passed(&self) -> SendError {
        let within = self.within.unwrap_or_default();
        SendError::NotSent(format!("the deadline of {within:?} passed before it could be").into())
    }
}

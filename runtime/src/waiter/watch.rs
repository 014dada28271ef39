//! Timeout and cancellation of a wait.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::{Context, Poll},
    time::Duration,
};

use crate::{BoxFuture, Clock};

/// Tracks the time limit and the cancellation of a wait.
pub(super) struct Watch<'a> {
    clock: &'a dyn Clock,
    started: Duration,
    within: Duration,
    canceled: Option<BoxFuture<'static, ()>>,
}

/// Why a wait ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    TimedOut,
    Canceled,
}

impl<'a> Watch<'a> {
    /// Starts the time limit now.
    pub(super) fn new(clock: &'a dyn Clock, within: Duration, canceled: Option<BoxFuture<'static, ()>>) -> Self {
        Self {
            clock,
            started: clock.elapsed(),
            within,
            canceled,
        }
    }

    /// Returns the time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.clock.elapsed().saturating_sub(self.started)
    }

    /// Returns the remaining time.
    pub(super) fn left(&self) -> Duration {
        self.within.saturating_sub(self.elapsed())
    }

    /// Runs `future` until the wait ends. Does not poll it if the wait has already ended.
    pub(super) async fn in_time<F: Future>(&mut self, future: F) -> Result<F::Output, Stopped> {
        let left = self.left();
        if left.is_zero() {
            return Err(Stopped::TimedOut);
        }
        self.watched(future, Some(left)).await
    }

    /// Runs `future` until the wait is canceled.
    pub(super) async fn unless_canceled<F: Future>(&mut self, future: F) -> Result<F::Output, Stopped> {
        self.watched(future, None).await
    }

    async fn watched<F: Future>(&mut self, future: F, left: Option<Duration>) -> Result<F::Output, Stopped> {
        let mut future = pin!(future);
        let mut end = None;
        let mut has_started = false;
        poll_fn(|cx| {
            // After the first poll, a result takes precedence over cancellation.
            if !has_started && self.is_canceled(cx) {
                return Poll::Ready(Err(Stopped::Canceled));
            }
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(output));
            }
            if has_started && self.is_canceled(cx) {
                return Poll::Ready(Err(Stopped::Canceled));
            }
            has_started = true;
            let Some(left) = left else {
                return Poll::Pending;
            };
            let end = end.get_or_insert_with(|| self.clock.sleep(left));
            end.as_mut().poll(cx).map(|()| Err(Stopped::TimedOut))
        })
        .await
    }

    fn is_canceled(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(canceled) = &mut self.canceled else {
            return false;
        };
        let is_ready = canceled.as_mut().poll(cx).is_ready();
        if is_ready {
            // A completed future must not be polled again.
            self.canceled = Some(Box::pin(std::future::ready(())));
        }
        is_ready
    }
}

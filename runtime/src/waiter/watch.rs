//! The end of a wait: its time is up, or it is called off.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::{Context, Poll},
    time::Duration,
};

use crate::{BoxFuture, Clock};

/// Looks at the clock, and at whether the wait has been called off.
pub(super) struct Watch<'a> {
    clock: &'a dyn Clock,
    started: Duration,
    within: Duration,
    cancelled: Option<BoxFuture<'static, ()>>,
}

/// Why a wait has ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    TimedOut,
    Canceled,
}

impl<'a> Watch<'a> {
    /// From now on.
    pub(super) fn new(clock: &'a dyn Clock, within: Duration, cancelled: Option<BoxFuture<'static, ()>>) -> Self {
        Self {
            clock,
            started: clock.elapsed(),
            within,
            cancelled,
        }
    }

    /// How long it has been.
    pub(super) fn elapsed(&self) -> Duration {
        self.clock.elapsed().saturating_sub(self.started)
    }

    /// How much time is left.
    pub(super) fn left(&self) -> Duration {
        self.within.saturating_sub(self.elapsed())
    }

    /// The output of `future`, unless the wait ends before. It is not begun when the wait has ended already.
    pub(super) async fn in_time<F: Future>(&mut self, future: F) -> Result<F::Output, Stopped> {
        let left = self.left();
        if left.is_zero() {
            return Err(Stopped::TimedOut);
        }
        self.watched(future, Some(left)).await
    }

    /// The output of `future`, unless the wait is called off before.
    pub(super) async fn unless_canceled<F: Future>(&mut self, future: F) -> Result<F::Output, Stopped> {
        self.watched(future, None).await
    }

    async fn watched<F: Future>(&mut self, future: F, left: Option<Duration>) -> Result<F::Output, Stopped> {
        let mut future = pin!(future);
        let mut end = None;
        let mut begun = false;
        poll_fn(|cx| {
            // Once it has begun, a result that is there counts more than that nobody wants it any more.
            if !begun && self.is_canceled(cx) {
                return Poll::Ready(Err(Stopped::Canceled));
            }
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(output));
            }
            if begun && self.is_canceled(cx) {
                return Poll::Ready(Err(Stopped::Canceled));
            }
            begun = true;
            let Some(left) = left else {
                return Poll::Pending;
            };
            let end = end.get_or_insert_with(|| self.clock.sleep(left));
            end.as_mut().poll(cx).map(|()| Err(Stopped::TimedOut))
        })
        .await
    }

    fn is_canceled(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(cancelled) = &mut self.cancelled else {
            return false;
        };
        let is_ready = cancelled.as_mut().poll(cx).is_ready();
        if is_ready {
            // It is not to be polled again, and stays so.
            self.cancelled = Some(Box::pin(std::future::ready(())));
        }
        is_ready
    }
}

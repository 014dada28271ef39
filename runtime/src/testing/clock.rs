//! A clock for tests.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{BoxFuture, Clock};

/// A clock that advances only on request. Clones share the time.
///
/// It starts at midnight UTC on 1 January 2026, and its [`chance`](Clock::random) is ½ by default.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    started: SystemTime,
    elapsed: Duration,
    jumping: bool,
    chance: f64,
    pauses: Vec<Duration>,
    sleepers: Vec<(Duration, Waker)>,
}

impl ManualClock {
    /// Creates a clock that stands still: sleeps last until [`advance`](Self::advance) has moved it far enough.
    pub fn new() -> Self {
        Self::with_jumping(false)
    }

    /// Creates a clock that jumps ahead by the duration of each sleep, so that sleeps complete at once.
    ///
    /// Deadlines are sleeps too: if the operation that they limit does not complete at once, time jumps to the
    /// deadline. Use it with senders that respond at once, such as [`Script`](super::Script).
    pub fn jumping() -> Self {
        Self::with_jumping(true)
    }

    fn with_jumping(jumping: bool) -> Self {
        Self(Arc::new(Mutex::new(State {
            started: UNIX_EPOCH + Duration::from_secs(1_767_225_600),
            elapsed: Duration::ZERO,
            jumping,
            chance: 0.5,
            pauses: Vec::new(),
            sleepers: Vec::new(),
        })))
    }

    /// Sets the time at which the clock starts.
    pub fn starting_at(self, time: SystemTime) -> Self {
        self.state().started = time;
        self
    }

    /// Sets the random number, between 0 and 1. Delays between attempts are this fraction of their maximum.
    pub fn with_random(self, chance: f64) -> Self {
        self.state().chance = chance;
        self
    }

    /// Advances the clock and wakes sleeps that are due.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.elapsed = state.elapsed.saturating_add(by);
        let now = state.elapsed;
        let (due, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut state.sleepers)
            .into_iter()
            .partition(|(end, _)| *end <= now);
        state.sleepers = waiting;
        drop(state);
        for (_, waker) in due {
            waker.wake();
        }
    }

    /// Returns the duration of each sleep that was started: for retries and for deadlines.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state().pauses.clone()
    }

    /// Ignores poisoning: a panicking test leaves the state valid.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        let state = self.state();
        state.started.checked_add(state.elapsed).unwrap_or(state.started)
    }

    fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let mut end = None;
        Box::pin(poll_fn(move |cx| {
            let mut state = clock.state();
            let end = *end.get_or_insert_with(|| {
                state.pauses.push(duration);
                state.elapsed.saturating_add(duration)
            });
            if state.jumping {
                state.elapsed = state.elapsed.max(end);
            }
            if state.elapsed >= end {
                return Poll::Ready(());
            }
            state.sleepers.push((end, cx.waker().clone()));
            Poll::Pending
        }))
    }

    fn random(&self) -> f64 {
        self.state().chance
    }
}

#[cfg(test)]
mod tests;

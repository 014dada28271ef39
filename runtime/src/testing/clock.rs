//! A clock for tests.

use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{BoxFuture, Clock};

/// A clock that goes only when it is told to. A clone is the same clock.
///
/// It begins on 1 January 2026 at midnight UTC, and its [`chance`](Clock::chance) is ½ unless it is told another.
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
    /// A clock that stands still: whoever waits does so until [`advance`](Self::advance) has moved it far enough.
    pub fn new() -> Self {
        Self::made(false)
    }

    /// A clock that jumps ahead whenever somebody waits, by as much, so that nobody has to.
    ///
    /// A deadline is waited for too, beside the thing that it limits: when that is not there at once, time jumps to the
    /// deadline. So use it with senders that answer at once, as a [`Script`](super::Script) does.
    pub fn jumping() -> Self {
        Self::made(true)
    }

    fn made(jumping: bool) -> Self {
        Self(Arc::new(Mutex::new(State {
            started: UNIX_EPOCH + Duration::from_secs(1_767_225_600),
            elapsed: Duration::ZERO,
            jumping,
            chance: 0.5,
            pauses: Vec::new(),
            sleepers: Vec::new(),
        })))
    }

    /// The same clock, at this time of day when nothing has elapsed.
    pub fn starting_at(self, time: SystemTime) -> Self {
        self.state().started = time;
        self
    }

    /// The same clock with this chance, a number between 0 and 1. Pauses between attempts are this part of the longest
    /// that they can be.
    pub fn with_chance(self, chance: f64) -> Self {
        self.state().chance = chance;
        self
    }

    /// Lets time pass, and wakes all who have waited long enough.
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

    /// How long was waited, each time that somebody has begun to: for the next attempt of a call, for a deadline.
    pub fn pauses(&self) -> Vec<Duration> {
        self.state().pauses.clone()
    }

    /// A test that panics elsewhere has not harmed what is in here.
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

    fn chance(&self) -> f64 {
        self.state().chance
    }
}

#[cfg(test)]
mod tests;

//! Rate limit.

use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};

use crate::Clock;

/// Spaces requests evenly.
#[derive(Debug)]
pub(crate) struct Rate {
    interval: Duration,
    /// The elapsed time at which the next request may be sent. The waiting call holds the lock, which is fair: requests
    /// are sent in order of arrival, and a canceled call uses up nothing.
    next: Mutex<Duration>,
}

/// How late a request may be sent without delaying those after it: the inaccuracy of timers.
const SLACK: Duration = Duration::from_millis(10);

impl Rate {
    /// Allows this many requests in each `period`; neither may be zero.
    pub(crate) fn new(requests: u32, period: Duration) -> Self {
        Self {
            interval: period / requests,
            next: Mutex::default(),
        }
    }

    /// Waits for the caller's turn.
    pub(crate) async fn turn(&self, clock: &dyn Clock) -> Turn<'_> {
        let next = self.next.lock().await;
        loop {
            let wait = next.saturating_sub(clock.elapsed());
            if wait.is_zero() {
                return Turn {
                    interval: self.interval,
                    next,
                };
            }
            clock.sleep(wait).await;
        }
    }
}

/// The right to send one request now.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    interval: Duration,
    next: MutexGuard<'a, Duration>,
}

impl Turn<'_> {
    /// Uses the turn. If it is dropped instead, the next caller gets it.
    pub(crate) fn take(mut self, now: Duration) {
        let due = (*self.next).max(now.saturating_sub(SLACK));
        *self.next = due.saturating_add(self.interval);
    }
}

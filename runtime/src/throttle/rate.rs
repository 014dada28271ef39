//! A rate of requests.

use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};

use crate::Clock;

/// Lets requests go at even intervals.
#[derive(Debug)]
pub(crate) struct Rate {
    interval: Duration,
    /// When the next request may go, on the clock's count. Whoever waits for that holds the lock, and the lock is fair; so
    /// requests go in the order in which they came, and one that is given up takes nothing.
    next: Mutex<Duration>,
}

/// How late a request may go without moving those after it: as much as the timers of runtimes are late.
const SLACK: Duration = Duration::from_millis(10);

impl Rate {
    /// So many requests in each `period`, neither of which is zero.
    pub(crate) fn new(requests: u32, period: Duration) -> Self {
        Self {
            interval: period / requests,
            next: Mutex::default(),
        }
    }

    /// Waits until it is the caller's turn.
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
    /// Uses it. One that is dropped is the next caller's.
    pub(crate) fn take(mut self, now: Duration) {
        let due = (*self.next).max(now.saturating_sub(SLACK));
        *self.next = due.saturating_add(self.interval);
    }
}

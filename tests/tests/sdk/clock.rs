//! A clock for real sockets.

use std::time::{Duration, SystemTime};

use sap_concur::testing::ManualClock;
use sap_concur::{BoxFuture, Clock};

/// Whoever waits longer than this waits for the end of something, which does not come.
const PAUSE: Duration = Duration::from_secs(60);

/// What a pause takes at most. Without it, the longest wait for a lock would be over before another thread gave it back.
const REAL_PAUSE: Duration = Duration::from_millis(5);

/// A clock on which pauses take next to no time, and the end of a wait or of a deadline never comes: a socket takes real
/// time, on which this clock stands still. It goes on by the pauses, and when a test says so.
#[derive(Clone, Default)]
pub(crate) struct Pausing(ManualClock);

impl Pausing {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.advance(by);
    }
}

impl Clock for Pausing {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.0.clone();
        Box::pin(async move {
            if duration > PAUSE {
                return std::future::pending().await;
            }
            tokio::time::sleep(duration.min(REAL_PAUSE)).await;
            clock.advance(duration);
        })
    }

    fn chance(&self) -> f64 {
        self.0.chance()
    }
}

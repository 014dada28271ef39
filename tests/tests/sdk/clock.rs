//! A clock for tests with real sockets.

use std::time::{Duration, SystemTime};

use sap_concur::testing::ManualClock;
use sap_concur::{BoxFuture, Clock};

/// Longer sleeps are deadlines and timeouts, which never expire.
const MAX_DELAY: Duration = Duration::from_secs(60);

/// The maximum real time of a sleep. It is not zero: otherwise waiting for a lock would time out before another thread
/// releases it.
const MAX_REAL_DELAY: Duration = Duration::from_millis(5);

/// A clock on which delays take almost no real time, and deadlines and timeouts never expire, since sockets take real
/// time. The clock advances by the delays and by [`FastClock::advance`], but not with real time.
#[derive(Clone, Default)]
pub(crate) struct FastClock(ManualClock);

impl FastClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.0.advance(by);
    }
}

impl Clock for FastClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.0.clone();
        Box::pin(async move {
            if duration > MAX_DELAY {
                return std::future::pending().await;
            }
            tokio::time::sleep(duration.min(MAX_REAL_DELAY)).await;
            clock.advance(duration);
        })
    }

    fn random(&self) -> f64 {
        self.0.random()
    }
}

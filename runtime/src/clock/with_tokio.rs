//! The built-in clock.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::Clock;
use crate::BoxFuture;

/// A clock based on tokio and the system time.
#[derive(Debug, Clone)]
pub struct TokioClock {
    started: Instant,
}

impl TokioClock {
    /// Creates a clock that starts now.
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TokioClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

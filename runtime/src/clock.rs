//! Time, timers and randomness.

#[cfg(feature = "tokio")]
mod with_tokio;

use std::{sync::Arc, time::Duration, time::SystemTime};

#[cfg(feature = "tokio")]
pub use with_tokio::TokioClock;

use crate::BoxFuture;

/// A source of time, timers and random numbers.
///
/// Tests can use a clock without real delays; programs on another runtime than tokio need their own.
pub trait Clock: Send + Sync {
    /// Returns the current time. Used for the expiry of tokens.
    fn now(&self) -> SystemTime;

    /// Returns the time since a fixed but arbitrary point; it must be monotonic. Used for deadlines.
    fn elapsed(&self) -> Duration;

    /// Waits for a duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Returns a random number in the range `0.0..1.0`. Used for jitter.
    fn random(&self) -> f64 {
        fastrand::f64()
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn random(&self) -> f64 {
        (**self).random()
    }
}

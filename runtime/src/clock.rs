//! Time, waiting and chance: what a client needs of the program that it runs in.

#[cfg(feature = "tokio")]
mod with_tokio;

use std::{sync::Arc, time::Duration, time::SystemTime};

#[cfg(feature = "tokio")]
pub use with_tokio::TokioClock;

use crate::BoxFuture;

/// Tells the time, waits, and throws dice.
///
/// Tests bring one that takes no time; a program on another runtime than tokio brings its own.
pub trait Clock: Send + Sync {
    /// What the time is. It decides whether a token has expired.
    fn now(&self) -> SystemTime;

    /// How much time has passed since a moment that stays the same; it never goes back. It measures deadlines.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// A number between 0 and 1, and never 1, by chance. It spreads the pauses of many clients.
    fn chance(&self) -> f64 {
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

    fn chance(&self) -> f64 {
        (**self).chance()
    }
}

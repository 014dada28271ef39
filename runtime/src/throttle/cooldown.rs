//! The pause that a service asks all calls for with a 429.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// The time until which no call is to be sent.
#[derive(Debug, Default)]
pub(crate) struct Cooldown {
    /// In nanoseconds of [`Clock::elapsed`](crate::Clock::elapsed); 0 when the service has never asked for one.
    until: AtomicU64,
}

/// No answer holds a client up for longer, whatever it asks for.
const MAX: Duration = Duration::from_secs(3600);

impl Cooldown {
    /// Lasts for `pause` from now on at least.
    pub(crate) fn extend(&self, now: Duration, pause: Duration) {
        let until = now.saturating_add(pause.min(MAX));
        self.until
            .fetch_max(u64::try_from(until.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Whether the service has ever asked for one. If not, nobody needs to know the time.
    pub(crate) fn has_begun(&self) -> bool {
        self.until.load(Relaxed) != 0
    }

    /// How long it still lasts; zero when it is over.
    pub(crate) fn left(&self, now: Duration) -> Duration {
        Duration::from_nanos(self.until.load(Relaxed)).saturating_sub(now)
    }
}

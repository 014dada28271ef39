//! The cooldown of all calls after a 429.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// The time until which no call is sent.
#[derive(Debug, Default)]
pub(crate) struct Cooldown {
    /// In nanoseconds of [`Clock::elapsed`](crate::Clock::elapsed); 0 if the service has never asked for a cooldown.
    until: AtomicU64,
}

/// The maximum cooldown, whatever the service asks for.
const MAX_COOLDOWN: Duration = Duration::from_secs(3600);

impl Cooldown {
    /// Extends the cooldown to at least `delay` from now.
    pub(crate) fn extend(&self, now: Duration, delay: Duration) {
        let until = now.saturating_add(delay.min(MAX_COOLDOWN));
        self.until
            .fetch_max(u64::try_from(until.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Whether the service has ever asked for a cooldown. If not, the time does not matter.
    pub(crate) fn has_begun(&self) -> bool {
        self.until.load(Relaxed) != 0
    }

    /// Returns the remaining time; zero if it is over.
    pub(crate) fn left(&self, now: Duration) -> Duration {
        Duration::from_nanos(self.until.load(Relaxed)).saturating_sub(now)
    }
}

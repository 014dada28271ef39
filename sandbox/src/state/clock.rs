//! The time of the sandbox: that of the machine, or one that stands still, and however much it was put ahead.

use jiff::{SignedDuration, Timestamp};

/// The clock of a sandbox.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    stands_at: Option<Timestamp>,
    ahead: SignedDuration,
}

impl Clock {
    /// The machine's time, or one that stands still.
    pub(crate) fn new(stands_at: Option<Timestamp>) -> Self {
        let ahead = SignedDuration::ZERO;
        Self { stands_at, ahead }
    }

    /// Whole milliseconds, as the service counts.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.stands_at.unwrap_or_else(Timestamp::now);
        let now = now.saturating_add(self.ahead).unwrap_or(Timestamp::MAX);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// How much it was put ahead.
    pub(crate) fn ahead(&self) -> SignedDuration {
        self.ahead
    }

    /// Takes back however much it was put ahead.
    pub(crate) fn reset(&mut self) {
        self.ahead = SignedDuration::ZERO;
    }

    /// Puts it ahead. It stops at the end of time.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}

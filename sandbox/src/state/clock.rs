//! The clock of the sandbox: the time of the machine or a fixed time, plus an offset.

use jiff::{SignedDuration, Timestamp};

/// The clock of a sandbox.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    fixed: Option<Timestamp>,
    ahead: SignedDuration,
}

impl Clock {
    /// Creates a clock with the time of the machine, or with a fixed time.
    pub(crate) fn new(fixed: Option<Timestamp>) -> Self {
        let ahead = SignedDuration::ZERO;
        Self { fixed, ahead }
    }

    /// Returns the time in whole milliseconds, as the service does.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.fixed.unwrap_or_else(Timestamp::now);
        let now = now.saturating_add(self.ahead).unwrap_or(Timestamp::MAX);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Returns the offset.
    pub(crate) fn ahead(&self) -> SignedDuration {
        self.ahead
    }

    /// Resets the offset.
    pub(crate) fn reset(&mut self) {
        self.ahead = SignedDuration::ZERO;
    }

    /// Increases the offset. The time saturates at the maximum.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}

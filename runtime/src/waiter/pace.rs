//! Delays between polls.

use std::time::Duration;

/// The delays of one wait.
#[derive(Debug)]
pub(super) struct Pace {
    first: Duration,
    longest: Duration,
    next: Duration,
    /// Whether the delay before the last call has been returned.
    over: bool,
}

/// The value from which a delay of zero grows.
const MIN_DELAY: Duration = Duration::from_millis(10);

/// At most one part in this many is subtracted from a delay at random.
const JITTER_PARTS: u32 = 5;

impl Pace {
    pub(super) fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            next: first,
            over: false,
        }
    }

    /// Returns the next delay, at least as long as `requested` and shorter than the time `left`; `None` if there is no
    /// time for another call.
    ///
    /// A delay that would not end in time is shortened once, so that there is a last call shortly before the end.
    pub(super) fn delay(&mut self, requested: Option<Duration>, left: Duration, random: f64) -> Option<Duration> {
        if self.over {
            return None;
        }
        let requested = requested.unwrap_or_default();
        let planned = self.next.min(self.longest);
        self.next = (planned.saturating_mul(3) / 2).max(MIN_DELAY);
        let delay = (planned - jitter(planned, random)).max(requested);
        if delay < left {
            return Some(delay);
        }
        self.over = true;
        let last = left - self.first.min(left / 2);
        (!last.is_zero() && requested <= last).then_some(last)
    }
}

/// Returns how much to subtract from a delay at random.
fn jitter(delay: Duration, random: f64) -> Duration {
    // `mul_f64` panics for some values outside of this range.
    let random = if (0.0..=1.0).contains(&random) { random } else { 0.0 };
    (delay / JITTER_PARTS).mul_f64(random)
}

#[cfg(test)]
mod tests;

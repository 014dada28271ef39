//! How long to pause between two calls.

use std::time::Duration;

/// The pauses of one wait.
#[derive(Debug)]
pub(super) struct Pace {
    first: Duration,
    longest: Duration,
    next: Duration,
    /// Whether there has been the pause before the last call.
    over: bool,
}

/// What a pause grows from when it is none at all.
const LEAST: Duration = Duration::from_millis(10);

/// The part of a pause that can be missing by chance is one of so many.
const PARTS: u32 = 5;

impl Pace {
    pub(super) fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            next: first,
            over: false,
        }
    }

    /// The next pause, at least as long as the service has `asked` for and shorter than what is `left`; `None` when there
    /// is no time for another call.
    ///
    /// A pause that would not end in time is made shorter once, so that there is a last call shortly before the end.
    pub(super) fn pause(&mut self, asked: Option<Duration>, left: Duration, chance: f64) -> Option<Duration> {
        if self.over {
            return None;
        }
        let asked = asked.unwrap_or_default();
        let planned = self.next.min(self.longest);
        self.next = (planned.saturating_mul(3) / 2).max(LEAST);
        let pause = (planned - missing(planned, chance)).max(asked);
        if pause < left {
            return Some(pause);
        }
        self.over = true;
        let last = left - self.first.min(left / 2);
        (!last.is_zero() && asked <= last).then_some(last)
    }
}

/// How much of a pause is left out by chance.
fn missing(pause: Duration, chance: f64) -> Duration {
    // Anything else is no chance, and multiplying by it may not be possible.
    let chance = if (0.0..=1.0).contains(&chance) { chance } else { 0.0 };
    (pause / PARTS).mul_f64(chance)
}

#[cfg(test)]
mod tests;

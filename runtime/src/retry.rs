//! Retry policy and delays.

mod after;
mod budget;

use std::time::Duration;

pub(crate) use after::{requested_wait, retry_after};
pub(crate) use budget::RetryBudget;

/// When and how failed calls are retried.
///
/// A call of an idempotent operation (`GET`, `PUT`, `DELETE`) is retried if there was no response, if the response is
/// not from the service (such as a maintenance page), or if the status says that the service is overloaded or failed.
/// Other calls, such as `POST`, are retried only if the service certainly has not accepted them. In addition, a client
/// has a retry budget that all its calls share, so that failures do not multiply the load.
///
/// If one attempt may have been carried out, [`Error::carried_out`](crate::Error::carried_out) never returns `No`,
/// whatever happened to later attempts. For example, the retry of a `DELETE` can get a 404 because the first attempt
/// succeeded.
///
/// A retry with a new token, after the service rejected the previous one, is separate: every call, including `POST`,
/// gets one, and it counts neither against `attempts` nor against the budget.
///
/// The delay before attempt *n* + 1 is random (full jitter), between zero and `initial_delay` × 2ⁿ⁻¹, capped at
/// `max_delay`. If the service sends `Retry-After`, the delay is at least that long, and at least `min_delay`.
///
/// # Rate limiting
///
/// A 429 means that nothing was carried out. With `wait_on_429` every call, including `POST`, waits and is retried;
/// this counts neither against `attempts` nor against the budget. The delay is the `Retry-After` of the response, at
/// least `min_delay`, plus a random time of up to `initial_delay`, so that waiting calls do not all start at once. After
/// repeated 429s the delay is at least the backoff. The call fails with the 429 if its total delay would exceed
/// `max_wait`, or if it would pass its deadline.
///
/// All calls of a client wait until the longest `Retry-After` of its 429s is over, including calls that were not
/// refused themselves. A call that would have to wait longer than its `max_wait` or past its deadline fails without
/// being sent. No response delays a client for more than an hour.
///
/// A request whose body is a stream cannot be retried and fails with the 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The maximum number of attempts, including the first. 0 and 1 are the same.
    pub attempts: u32,
    /// The maximum delay before the second attempt.
    pub initial_delay: Duration,
    /// The maximum delay before any attempt.
    pub max_delay: Duration,
    /// The minimum delay after a `Retry-After`, which can be 0.
    pub min_delay: Duration,
    /// The maximum `Retry-After` that is honored, and the maximum total delay of a call because of 429s. If the service
    /// asks for more, the call fails at once, and the error contains the requested delay.
    pub max_wait: Duration,
    /// Whether every call waits and is retried after a 429. If not, 429 is treated like 503.
    pub wait_on_429: bool,
}

impl RetryPolicy {
    /// Returns a policy without retries: every call is sent once, and a 429 is returned at once.
    pub const fn never() -> Self {
        Self {
            attempts: 1,
            initial_delay: Duration::ZERO,
            max_delay: Duration::ZERO,
            min_delay: Duration::ZERO,
            max_wait: Duration::ZERO,
            wait_on_429: false,
        }
    }
}

/// The minimum delay after a 429, whatever the policy, so that a call never spins.
const MIN_DELAY_AFTER_429: Duration = Duration::from_millis(10);

/// How much longer a call may wait.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remaining {
    /// What is left of `max_wait`.
    pub(crate) max_wait: Duration,
    /// The time until its deadline, if it has one.
    pub(crate) left: Option<Duration>,
}

impl Remaining {
    /// Returns the longest delay between `least` and `most` that fits; `None` if not even `least` does.
    pub(crate) fn fit(self, least: Duration, most: Duration) -> Option<Duration> {
        let fits = |wait: &Duration| *wait <= self.max_wait && self.left.is_none_or(|left| *wait < left);
        let longest = most.min(self.max_wait).max(least);
        Some(longest).filter(fits).or(Some(least).filter(fits))
    }
}

impl RetryPolicy {
    /// Returns the delay before the attempt after this many, or `None` if the requested delay exceeds `max_wait`.
    pub(crate) fn delay(&self, attempts: u32, requested: Option<Duration>, random: f64) -> Option<Duration> {
        let delay = self.backoff(attempts, random);
        match requested {
            None => Some(delay),
            Some(requested) if requested > self.max_wait => None,
            Some(requested) => Some(delay.max(requested).max(self.min_delay)),
        }
    }

    /// Returns the delay after this many 429s, the last of which requests `requested`.
    pub(crate) fn wait_after_429(
        &self,
        requested: Duration,
        refusals: u32,
        random: f64,
        remaining: Remaining,
    ) -> Option<Duration> {
        let least = self.least_after_429(requested);
        let most = least.saturating_add(self.jitter(random));
        remaining.fit(least, most.max(self.backoff(refusals, random)))
    }

    /// Returns the delay for a client-wide cooldown of `least`, with jitter so that calls do not all start at its end.
    pub(crate) fn spread_out(&self, least: Duration, random: f64, remaining: Remaining) -> Option<Duration> {
        remaining.fit(least, least.saturating_add(self.jitter(random)))
    }

    /// Returns the minimum delay after a 429 that requests `requested`.
    pub(crate) fn least_after_429(&self, requested: Duration) -> Duration {
        requested.max(self.min_delay).max(MIN_DELAY_AFTER_429)
    }

    /// Returns a random delay that keeps apart calls that wait for the same moment.
    fn jitter(&self, random: f64) -> Duration {
        part(self.initial_delay, random)
    }

    /// Returns the exponential backoff with full jitter.
    fn backoff(&self, attempts: u32, random: f64) -> Duration {
        let doublings = attempts.saturating_sub(1).min(30);
        part(
            self.initial_delay.saturating_mul(1 << doublings).min(self.max_delay),
            random,
        )
    }
}

/// Returns a fraction of `longest`; falls back to `longest` if `random` is out of range.
fn part(longest: Duration, random: f64) -> Duration {
    Duration::try_from_secs_f64(longest.as_secs_f64() * random).map_or(longest, |part| part.min(longest))
}

#[cfg(test)]
mod tests;

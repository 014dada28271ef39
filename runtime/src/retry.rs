//! Sending again.

mod after;
mod budget;

use std::time::Duration;

pub(crate) use after::{requested_wait, retry_after};
pub(crate) use budget::RetryBudget;

/// How often, and after which pauses, a call is sent again.
///
/// A call whose operation does nothing more when it is sent twice (`GET`, `PUT`, `DELETE`) is sent again when there was
/// no answer, when the answer is not the service's, such as a page for maintenance, and when the status says that the service
/// is overloaded or failed. Any other call, a `POST`, is sent again only when the service surely has not taken it. A client has a budget for
/// retries besides, so that many calls that fail at once do not become many more.
///
/// If one attempt may have been carried out, [`Error::carried_out`](crate::Error::carried_out) never says `No`, whatever the
/// attempts after it have met. A `DELETE` can meet the 404 of its own first attempt, for example.
///
/// An attempt that is made only because the service did not take the token, with another one, is none of these: every
/// call may have one such, a `POST` too, and it counts neither against `attempts` nor against the budget.
///
/// Before attempt number *n* + 1 a call pauses for a time by chance between nothing and `first_wait` × 2ⁿ⁻¹, at most
/// `longest_wait`; but as long as the service asks for with `Retry-After`, and then at least for `least_wait`.
///
/// # Too many requests
///
/// A service that answers 429 has carried nothing out. With `wait_on_429` every call, a `POST` too, waits and is sent
/// again; it counts neither against `attempts` nor against the budget. The call waits as long as `Retry-After` says, and at
/// least for `least_wait`, plus a random time of up to `first_wait`, so that calls that wait together do not start
/// together. When 429s follow one another, it waits at least as long as between attempts. The call fails with the 429 when
/// it would wait longer than `patience` in all, or beyond its deadline.
///
/// All calls of a client wait until the longest `Retry-After` of its 429s is over, also those that were not refused
/// themselves. A call that would have to wait longer than its `patience` or its deadline fails without being sent. No answer
/// holds a client up for more than an hour.
///
/// A request whose body is a stream cannot be sent again and fails with the 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a call is sent at most, the first time counted. 0 and 1 are the same.
    pub attempts: u32,
    /// The longest pause before the second attempt.
    pub first_wait: Duration,
    /// The longest pause before any attempt.
    pub longest_wait: Duration,
    /// The shortest pause when the service asks for one, for it also asks for none.
    pub least_wait: Duration,
    /// The longest pause that the service may ask for, and the longest that a call waits because of 429s in all. A call
    /// that is told to wait longer fails at once, and the error says how long.
    pub patience: Duration,
    /// Whether every call waits and is sent again when the service answers 429. If not, 429 is a status like 503.
    pub wait_on_429: bool,
}

impl RetryPolicy {
    /// Every call is sent once, and a 429 is returned at once.
    pub const fn never() -> Self {
        Self {
            attempts: 1,
            first_wait: Duration::ZERO,
            longest_wait: Duration::ZERO,
            least_wait: Duration::ZERO,
            patience: Duration::ZERO,
            wait_on_429: false,
        }
    }
}

/// A wait after a 429 is never shorter, whatever the policy: a call must not spin.
const SHORTEST: Duration = Duration::from_millis(10);

/// How long a call can still wait.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remaining {
    /// What is left of its patience.
    pub(crate) patience: Duration,
    /// What is left until its deadline, if it has one.
    pub(crate) left: Option<Duration>,
}

impl Remaining {
    /// A wait that ends between `least` and `most`, as late as fits; `None` when not even `least` does.
    pub(crate) fn fit(self, least: Duration, most: Duration) -> Option<Duration> {
        let fits = |wait: &Duration| *wait <= self.patience && self.left.is_none_or(|left| *wait < left);
        let longest = most.min(self.patience).max(least);
        Some(longest).filter(fits).or(Some(least).filter(fits))
    }
}

impl RetryPolicy {
    /// How long to pause before the attempt that follows this many, unless that is longer than the patience.
    pub(crate) fn pause(&self, attempts: u32, asked: Option<Duration>, chance: f64) -> Option<Duration> {
        let pause = self.backoff(attempts, chance);
        match asked {
            None => Some(pause),
            Some(asked) if asked > self.patience => None,
            Some(asked) => Some(pause.max(asked).max(self.least_wait)),
        }
    }

    /// How long to wait after so many 429s, the last of which asks for this.
    pub(crate) fn wait_after_429(
        &self,
        asked: Duration,
        refusals: u32,
        chance: f64,
        remaining: Remaining,
    ) -> Option<Duration> {
        let least = self.least_after_429(asked);
        let most = least.saturating_add(self.spread(chance));
        remaining.fit(least, most.max(self.backoff(refusals, chance)))
    }

    /// How long to wait for a pause of all calls that lasts for `least`, so that they do not all start at its end.
    pub(crate) fn spread_out(&self, least: Duration, chance: f64, remaining: Remaining) -> Option<Duration> {
        remaining.fit(least, least.saturating_add(self.spread(chance)))
    }

    /// The shortest wait after a 429 that asks for this.
    pub(crate) fn least_after_429(&self, asked: Duration) -> Duration {
        asked.max(self.least_wait).max(SHORTEST)
    }

    /// What keeps calls apart that wait for the same moment.
    fn spread(&self, chance: f64) -> Duration {
        part(self.first_wait, chance)
    }

    /// A pause by chance, longer with each attempt.
    fn backoff(&self, attempts: u32, chance: f64) -> Duration {
        let doublings = attempts.saturating_sub(1).min(30);
        part(
            self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait),
            chance,
        )
    }
}

/// A part of `longest`. Whatever a clock calls chance, and however long the longest: there is always one.
fn part(longest: Duration, chance: f64) -> Duration {
    Duration::try_from_secs_f64(longest.as_secs_f64() * chance).map_or(longest, |part| part.min(longest))
}

#[cfg(test)]
mod tests;

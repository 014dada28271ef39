//! Sending again.

mod after;
mod budget;

use std::time::Duration;

pub(crate) use after::retry_after;
pub(crate) use budget::RetryBudget;

/// How often, and after which pauses, a call is sent again.
///
/// A call whose operation does nothing more when it is sent twice (`GET`, `PUT`, `DELETE`) is sent again when there was
/// no answer, when the answer is not the service's, such as a page for maintenance, and when the status says that the service
/// is overloaded or failed. Any other call, a `POST`, is sent again only when it surely never left. A client has a budget for
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
    /// The longest pause that the service may ask for. A call that is told to wait longer fails at once, and the error
    /// says how long.
    pub patience: Duration,
}

impl RetryPolicy {
    /// Every call is sent once.
    pub const fn never() -> Self {
        Self {
            attempts: 1,
            first_wait: Duration::ZERO,
            longest_wait: Duration::ZERO,
            least_wait: Duration::ZERO,
            patience: Duration::ZERO,
        }
    }
}

impl RetryPolicy {
    /// How long to pause before the attempt that follows this many, unless that is longer than the patience.
    pub(crate) fn pause(&self, attempts: u32, asked: Option<Duration>, chance: f64) -> Option<Duration> {
        let doublings = attempts.saturating_sub(1).min(30);
        let longest = self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait);
        // Whatever a clock calls chance, and however long the longest pause: there is always one.
        let pause =
            Duration::try_from_secs_f64(longest.as_secs_f64() * chance).map_or(longest, |pause| pause.min(longest));
        match asked {
            None => Some(pause),
            Some(asked) if asked > self.patience => None,
            Some(asked) => Some(pause.max(asked).max(self.least_wait)),
        }
    }
}

#[cfg(test)]
mod tests;

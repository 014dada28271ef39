//! Data about waiters.

use std::time::Duration;

/// A condition to wait for: an operation is polled until a field has a final value.
#[derive(Debug, Clone)]
pub struct Polling {
    /// The name of the condition: `created`.
    pub name: &'static str,
    /// The field, for messages; a path of keys separated by dots.
    pub field: &'static str,
    /// The final values that mean success.
    pub done: &'static [&'static str],
    /// The final values that mean failure.
    pub failed: &'static [&'static str],
    /// The values that mean to keep waiting. Any other value ends the wait, because its meaning is unknown.
    pub pending: &'static [&'static str],
    /// The delay after the first call. Each further delay is half as long again.
    pub initial_delay: Duration,
    /// The maximum delay.
    pub max_delay: Duration,
    /// The maximum duration of the wait.
    pub within: Duration,
    /// How long a 404 is tolerated after the start, because the object may not be visible yet.
    pub absent_for: Duration,
}

//! Parses durations.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};
use serde_json::Value;

/// Parses a duration: seconds as a number, or a text such as `250ms`, `1h 30m`, `2 days` or `PT5M`. A day has 24 hours.
/// The error completes a sentence that starts with "it".
pub(crate) fn duration(given: &Value) -> Result<Duration, &'static str> {
    match given {
        Value::Number(seconds) => seconds
            .as_f64()
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .ok_or("is not a number of seconds"),
        Value::String(text) => parse_duration(text).ok_or("is not a duration, such as 250ms or 1h 30m"),
        _ => Err("is neither a number of seconds nor a text such as 1h 30m"),
    }
}

/// Parses a text such as `250ms`, `1h 30m`, `2 days` or `PT5M`. A day has 24 hours.
pub(crate) fn parse_duration(text: &str) -> Option<Duration> {
    let span: Span = text.trim().parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    duration.try_into().ok()
}

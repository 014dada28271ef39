//! The delay that the service requests.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, header::RETRY_AFTER};
use jiff::{civil::DateTime, fmt::rfc2822::DateTimeParser, tz::Offset};

/// Returns the minimum delay requested by `Retry-After`. Zero if the header cannot be parsed, so that the policy's
/// minimum applies; `None` if it is missing.
pub(crate) fn requested_wait(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let is_present = headers.contains_key(RETRY_AFTER);
    is_present.then(|| retry_after(headers, now).unwrap_or_default())
}

/// Parses `Retry-After`: a number of seconds, or a date in one of the three HTTP formats. Fractions of a second are
/// rounded up, and of several values the longest counts.
///
/// Returns `None` if the header is missing or none of its values can be parsed, and zero for a date in the past.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let values = headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| value.to_str().ok());
    // Splitting at commas also cuts off the weekday of a date, which is not needed.
    values
        .flat_map(|list| list.split(','))
        .filter_map(|value| wait(value.trim(), now))
        .max()
}

/// Parses one value.
fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    if let Some(seconds) = seconds(text) {
        return Some(Duration::from_secs(seconds));
    }
    // Not by way of `SystemTime`, which on some systems cannot represent every date.
    let moment = Duration::from_secs(u64::try_from(moment(text)?.as_second()).unwrap_or_default());
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(moment.saturating_sub(now))
}

/// Parses a decimal number, rounded up to whole seconds.
fn seconds(text: &str) -> Option<u64> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if text.len() < 1 + usize::from(text.contains('.')) || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole = match whole {
        "" => 0,
        // More digits than fit mean the same: forever.
        digits => digits.parse().unwrap_or(u64::MAX),
    };
    let is_more = fraction.bytes().any(|digit| digit != b'0');
    Some(whole.saturating_add(is_more.into()))
}

fn moment(text: &str) -> Option<jiff::Timestamp> {
    static RFC_2822: DateTimeParser = DateTimeParser::new();
    if let Ok(moment) = RFC_2822.parse_timestamp(text) {
        return Some(moment);
    }
    let forms = ["%d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let moment = forms.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
    Offset::UTC.to_timestamp(moment).ok()
}

#[cfg(test)]
mod tests;

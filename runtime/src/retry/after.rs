//! How long the service asks to wait.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, header::RETRY_AFTER};
use jiff::{civil::DateTime, fmt::rfc2822::DateTimeParser, tz::Offset};

/// How long to wait at least because of `Retry-After`: no time at all when it is there but in no form that is understood,
/// so that the floor of the policy holds; `None` when it is not there.
pub(crate) fn requested_wait(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let is_there = headers.contains_key(RETRY_AFTER);
    is_there.then(|| retry_after(headers, now).unwrap_or_default())
}

/// What `Retry-After` asks for: a number of seconds, or a moment in one of the three forms that HTTP has for it. Fractions
/// of a second are rounded up, and of several values the longest counts.
///
/// `None` when there is no such header, or none of its values is in such a form. A moment that has passed is no time.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let values = headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| value.to_str().ok());
    // The comma after the day of the week parts a date too, which is a date without that day.
    values
        .flat_map(|list| list.split(','))
        .filter_map(|value| wait(value.trim(), now))
        .max()
}

/// What one value asks for.
fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    if let Some(seconds) = seconds(text) {
        return Some(Duration::from_secs(seconds));
    }
    // Not by way of `SystemTime`, which on some systems cannot hold what a date can say.
    let moment = Duration::from_secs(u64::try_from(moment(text)?.as_second()).unwrap_or_default());
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(moment.saturating_sub(now))
}

/// Digits, perhaps with a point among them, as whole seconds.
fn seconds(text: &str) -> Option<u64> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if text.len() < 1 + usize::from(text.contains('.')) || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole = match whole {
        "" => 0,
        // More digits than fit mean the same: never.
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

//! How long the service asks to wait.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, header::RETRY_AFTER};
use jiff::{civil::DateTime, fmt::rfc2822::DateTimeParser, tz::Offset};

/// How long to wait at least because of `Retry-After`: no time at all when it is there but in no form that is understood,
/// so that the floor of the policy holds; `None` when it is not there.
pub(crate) fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let is_there = headers.contains_key(RETRY_AFTER);
    is_there.then(|| retry_after(headers, now).unwrap_or_default())
}

/// What `Retry-After` asks for: a number of seconds, or a moment in one of the three forms that HTTP has for it.
///
/// `None` when there is no such header, or it is in another form. A moment that has passed is no time.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit mean the same: never.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    // Not by way of `SystemTime`, which on some systems cannot hold what a date can say.
    let moment = Duration::from_secs(u64::try_from(moment(text)?.as_second()).unwrap_or_default());
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(moment.saturating_sub(now))
}

fn moment(text: &str) -> Option<jiff::Timestamp> {
    // A date whose day of the week is wrong is a date all the same.
    static RFC_2822: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    if let Ok(moment) = RFC_2822.parse_timestamp(text) {
        return Some(moment);
    }
    let forms = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let moment = forms.iter().find_map(|form| DateTime::strptime(form, text).ok())?;
    Offset::UTC.to_timestamp(moment).ok()
}

#[cfg(test)]
mod tests;

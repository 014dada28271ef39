//! What a token call answers.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use crate::{Json, Secret, TokenResponse};

/// The fields of an answer, whatever is in them.
pub(crate) type Fields = BTreeMap<String, Json>;

/// No token is believed to live longer. It keeps the sums of times small.
const LONGEST_LIFE: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// The text of a field that is a string or a number, and not empty.
pub(super) fn text(fields: &Fields, name: &str) -> Option<Secret> {
    let json = fields.get(name)?;
    let text = match json.as_str().bytes().next()? {
        b'"' => json.parse::<Secret>().ok()?,
        b'-' | b'0'..=b'9' => json.as_str().into(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A text without secrets in it.
pub(super) fn plain(fields: &Fields, name: &str) -> Option<String> {
    text(fields, name).map(|text| text.expose().to_owned())
}

/// How long the access token lives; `None` when the answer says nothing that can be used.
pub(super) fn lifetime(fields: &Fields, names: &TokenResponse) -> Option<Duration> {
    let seconds = number(fields, names.lifetime)?;
    let life = Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_LIFE);
    Some(life.min(LONGEST_LIFE))
}

/// When the refresh token expires. A time that has passed is not one: no service gives a token that is of no use, and a
/// duration in place of a time would be such a one.
pub(super) fn refresh_expiry(fields: &Fields, names: &TokenResponse, now: SystemTime) -> Option<SystemTime> {
    let seconds = number(fields, names.refresh_expiry?)?;
    let since = Duration::try_from_secs_f64(seconds).ok()?;
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(since.as_secs()))?;
    (time > now).then_some(time)
}

/// A number that is not negative; it can be without end, as `1e999` is read.
fn number(fields: &Fields, name: &str) -> Option<f64> {
    let number: f64 = text(fields, name)?.expose().trim().parse().ok()?;
    (number >= 0.0).then_some(number)
}

#[cfg(test)]
mod tests;

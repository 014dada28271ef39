//! Token responses.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use crate::{Json, Secret, TokenResponse};

/// The fields of a token response.
pub(crate) type Fields = BTreeMap<String, Json>;

/// The maximum lifetime of a token that is accepted. It also prevents overflow.
const MAX_LIFETIME: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Returns a field that is a non-empty string or a number.
pub(super) fn text(fields: &Fields, name: &str) -> Option<Secret> {
    let json = fields.get(name)?;
    let text = match json.as_str().bytes().next()? {
        b'"' => json.parse::<Secret>().ok()?,
        b'-' | b'0'..=b'9' => json.as_str().into(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns a field that is not secret.
pub(super) fn plain(fields: &Fields, name: &str) -> Option<String> {
    text(fields, name).map(|text| text.expose().to_owned())
}

/// Returns the lifetime of the access token; `None` if the response contains no usable value.
pub(super) fn lifetime(fields: &Fields, names: &TokenResponse) -> Option<Duration> {
    let seconds = number(fields, names.lifetime)?;
    let life = Duration::try_from_secs_f64(seconds).unwrap_or(MAX_LIFETIME);
    Some(life.min(MAX_LIFETIME))
}

/// Returns when the refresh token expires. A time in the past is ignored: no service issues an expired token, and a
/// service that sends a duration in place of a time would seem to.
pub(super) fn refresh_expiry(fields: &Fields, names: &TokenResponse, now: SystemTime) -> Option<SystemTime> {
    let seconds = number(fields, names.refresh_expiry?)?;
    let since = Duration::try_from_secs_f64(seconds).ok()?;
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(since.as_secs()))?;
    (time > now).then_some(time)
}

/// Returns a non-negative number, which can be infinite: `1e999` is.
fn number(fields: &Fields, name: &str) -> Option<f64> {
    let number: f64 = text(fields, name)?.expose().trim().parse().ok()?;
    (number >= 0.0).then_some(number)
}

#[cfg(test)]
mod tests;

//! Whether there is a token, how long it is valid, and what it is good for.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use concur_spec::api::RequiredScopes;
use sap_concur::{Concur, StoredToken};

use super::Report;
use crate::connection::Connector;
use crate::failure::Failure;

/// A refresh token that expires sooner than this deserves a note.
const SOON: Duration = Duration::from_secs(14 * 24 * 3600);

/// Checks the token of the profile.
pub(super) async fn check(report: &mut Report, connector: &Connector<'_>, is_online: bool) -> Result<(), Failure> {
    let concur = match connector.connect() {
        Ok(concur) => concur,
        Err(failure) => return report.fail("token", &failure.to_string(), "correct the setting"),
    };
    let Some(tokens) = concur.tokens() else {
        return Ok(());
    };
    if is_online {
        // Renews it if it has expired.
        let token = tokens.token().await;
        let settled = tokens.settled().await;
        if let Err(error) = token.map(drop).and(settled) {
            return report.fail(
                "token",
                &error.to_string(),
                error.remedy().unwrap_or("run `concur login`"),
            );
        }
    }
    match stored(&concur).await {
        Ok(Some(token)) => describe(report, connector, &token),
        Ok(None) => report.fail("token", "there is none", "run `concur login`"),
        Err(text) => report.fail("token", &text, "run `concur login`"),
    }
}

async fn stored(concur: &Concur) -> Result<Option<StoredToken>, String> {
    match concur.tokens() {
        Some(tokens) => tokens.stored().await.map_err(|error| error.to_string()),
        None => Ok(None),
    }
}

fn describe(report: &mut Report, connector: &Connector<'_>, token: &StoredToken) -> Result<(), Failure> {
    let now = SystemTime::now();
    match token.expires_at().duration_since(now) {
        Ok(left) => report.good("token", &format!("valid for {} more", rounded(left)))?,
        Err(_) => report.note("token", "expired; the next call renews it", None)?,
    }
    match (token.refresh_token(), token.refresh_expires_at()) {
        (None, _) => report.note(
            "renewal",
            "not possible: there is no refresh token",
            Some("log in again when it expires"),
        )?,
        (Some(_), None) => report.good("renewal", "possible")?,
        (Some(_), Some(end)) => match end.duration_since(now) {
            Ok(left) if left < SOON => {
                let text = format!("possible for {} more", rounded(left));
                report.note(
                    "renewal",
                    &text,
                    Some("each renewal extends it; log in again if nothing renews it"),
                )?;
            }
            Ok(left) => report.good("renewal", &format!("possible for {} more", rounded(left)))?,
            Err(_) => report.fail("renewal", "the refresh token has expired", "run `concur login`")?,
        },
    }
    if let Some(place) = token.geolocation() {
        report.good("token", &format!("calls go to {place}"))?;
    }
    scopes(report, connector, token)
}

/// Which operations the scopes of the token are not good for.
fn scopes(report: &mut Report, connector: &Connector<'_>, token: &StoredToken) -> Result<(), Failure> {
    let Some(granted) = token.scopes() else {
        return report.note("scopes", "unknown: the token response did not name them", None);
    };
    let granted: BTreeSet<&str> = granted.split_whitespace().collect();
    let operations = connector.contract.apis.iter().flat_map(|api| &api.operations);
    let needed = operations.filter_map(|operation| operation.scope.as_ref());
    let unmet = needed.filter(|required| !required.are_met(|scope| granted.contains(scope)));
    let missing: BTreeSet<String> = unmet.map(|required| missing(required, &granted)).collect();
    let missing: Vec<String> = missing.into_iter().collect();
    match missing.as_slice() {
        [] => report.good("scopes", "all that the operations need"),
        missing => report.note(
            "scopes",
            &format!("missing: {}", missing.join(", ")),
            Some("operations that need them are refused; the application must have them"),
        ),
    }
}

/// What a token lacks for an operation: all that it lacks, or one of several.
fn missing(required: &RequiredScopes, granted: &BTreeSet<&str>) -> String {
    let mut lacking = required.clone();
    lacking.scopes.retain(|scope| !granted.contains(scope.as_str()));
    lacking.in_words(String::clone)
}

/// A time in its largest unit.
fn rounded(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

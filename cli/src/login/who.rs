//! Whom a token is for.

use std::time::SystemTime;

use sap_concur::{Concur, IdToken, StoredToken};

use crate::failure::{Exit, Failure};
use crate::json::Json;
use crate::settings::Settings;
use crate::terminal;

async fn stored(concur: &Concur) -> Result<Option<StoredToken>, Failure> {
    let Some(tokens) = concur.tokens() else {
        return Ok(None);
    };
    tokens.stored().await.map_err(|error| Failure::other(error.to_string()))
}

/// Describes the token of a profile. Sends nothing.
pub(super) async fn describe(settings: &Settings, concur: &Concur) -> Result<Json, Failure> {
    let profile = ("profile", Some(settings.profile.value.clone()));
    let Some(token) = stored(concur).await? else {
        if concur.tokens().is_none() {
            let source = format!("environment variable {}", crate::connection::ACCESS_TOKEN);
            return Ok(object([profile, ("token", Some(source))]));
        }
        let message = format!("the profile `{}` has no token", settings.profile.value);
        return Err(Failure::new(Exit::Unauthorized, message).with_remedy("run `concur login`"));
    };
    let claims = token.id_token().and_then(|token| IdToken::parse(token).ok());
    let claim = |name: &str| claims.as_ref().and_then(|claims| claims.text(name)).map(str::to_owned);
    Ok(object([
        profile,
        ("grant", settings.text("grant").map(str::to_owned)),
        ("principal", settings.text("principal").map(str::to_owned)),
        ("subject", claims.as_ref().and_then(IdToken::subject).map(str::to_owned)),
        ("type", claim("concur.type")),
        ("clientId", Some(token.client_id().to_owned())),
        ("baseUrl", token.geolocation().map(str::to_owned)),
        ("scopes", token.scopes().map(str::to_owned)),
        ("accessTokenExpires", Some(instant(token.expires_at()))),
        ("refreshTokenExpires", token.refresh_expires_at().map(instant)),
        ("canBeRenewed", Some(token.refresh_token().is_some().to_string())),
    ]))
}

/// Tells in a line or two whom a new token is for.
pub(super) async fn note(concur: &Concur) -> Result<(), Failure> {
    let Some(token) = stored(concur).await? else {
        return Ok(());
    };
    let subject = token.id_token().and_then(|token| IdToken::parse(token).ok());
    if let Some(subject) = subject.as_ref().and_then(IdToken::subject) {
        terminal::note(&format!(
            "The token is for {subject}, at {}.",
            token.geolocation().unwrap_or("the base URL")
        ));
    }
    if let Some(scopes) = token.scopes() {
        terminal::note(&format!("Scopes: {scopes}"));
    }
    Ok(())
}

fn object<const N: usize>(fields: [(&str, Option<String>); N]) -> Json {
    let fields = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Json::Text(value?))));
    Json::Object(fields.collect())
}

/// An instant in whole seconds.
fn instant(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).map_or_else(|_| "unknown".to_owned(), |time| format!("{time:.0}"))
}

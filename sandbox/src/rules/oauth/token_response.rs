//! Issues the tokens of a token call.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Map, Value};

use super::granted::{Granted, Spends};
use super::id_token;
use super::token_request::TokenRequest;
use crate::state::World;
use crate::state::tokens::{ACCESS_TOKEN, AccessToken, Principal, REFRESH_TOKEN, RefreshToken};

/// The lifetime of a refresh token in months.
const REFRESH_TOKEN_MONTHS: i32 = 6;

/// Issues the tokens and returns the answer.
pub(super) fn issue(world: &mut World, request: &TokenRequest<'_>, granted: Granted, scopes: Vec<String>) -> Value {
    remove_expired(world);
    let (now, names) = (world.now(), &request.tokens.answer);
    let seconds = lifetime(request);
    let life = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    let expires = now.saturating_add(life).unwrap_or(Timestamp::MAX);
    let mut answer = Map::new();
    let mut put = |name: &str, value: Value| answer.insert(name.to_owned(), value);
    let access_token = world.new_secret(ACCESS_TOKEN);
    put(&names.access_token, Value::from(access_token.as_str()));
    put("token_type", Value::from("Bearer"));
    put(&names.lifetime, Value::from(seconds));
    put(&names.scope, Value::from(scopes.join(" ")));
    if let Some(name) = &names.base_url {
        put(name, Value::from(request.call.addresses.of(granted.home)));
    }
    if granted.principal != Principal::Application {
        let about = id_token::About {
            principal: &granted.principal,
            issuer: request.call.addresses.of(granted.home),
            from: now,
            to: expires,
        };
        put(&names.id_token, Value::from(id_token::text(world, request, &about)));
        let (text, until) = refresh_token(world, request, &granted, &scopes);
        put(&names.refresh_token, Value::from(text));
        if let Some(name) = &names.refresh_expiry {
            put(name, Value::from(until.as_second()));
        }
    }
    let token = AccessToken {
        client_id: request.application.client_id.clone(),
        principal: granted.principal,
        scopes,
        expires,
        home: granted.home,
    };
    world.access_tokens.put(access_token, token);
    Value::Object(answer)
}

/// Issues the refresh token and removes the credential that the grant consumes.
fn refresh_token(
    world: &mut World,
    request: &TokenRequest<'_>,
    granted: &Granted,
    scopes: &[String],
) -> (String, Timestamp) {
    let mut text = world.new_secret(REFRESH_TOKEN);
    // A refresh with fewer scopes does not narrow the refresh token.
    let mut scopes = scopes;
    match &granted.spends {
        Spends::Nothing => {}
        Spends::Code(code) => drop(world.codes.remove(code)),
        Spends::OneTimePassword(password) => drop(world.one_time_passwords.remove(password)),
        Spends::RefreshToken(old) => {
            scopes = &granted.scopes;
            match request.call.behavior.rotate_refresh_tokens {
                true => drop(world.refresh_tokens.remove(old)),
                // Each use extends its lifetime. The vendor does not document otherwise.
                false => text.clone_from(old),
            }
        }
    }
    let zoned = world.now().to_zoned(TimeZone::UTC);
    let expires = zoned.checked_add(REFRESH_TOKEN_MONTHS.months());
    let expires = expires.map_or(Timestamp::MAX, |zoned| zoned.timestamp());
    let token = RefreshToken {
        client_id: request.application.client_id.clone(),
        principal: granted.principal.clone(),
        scopes: scopes.to_vec(),
        expires,
        home: granted.home,
    };
    world.refresh_tokens.put(text.as_str(), token);
    (text, expires)
}

fn lifetime(request: &TokenRequest<'_>) -> u64 {
    let mut limits = request.platform.limits.iter();
    let limit = limits.find(|limit| limit.key == request.tokens.lifetime);
    limit.map_or(0, |limit| limit.value)
}

/// Removes expired credentials. They are refused like unknown ones, so nothing is lost.
fn remove_expired(world: &mut World) {
    let now = world.now();
    world.access_tokens.remove_where(|token| token.expires <= now);
    world.refresh_tokens.remove_where(|token| token.expires <= now);
    world.codes.remove_where(|code| code.expires <= now);
    world
        .one_time_passwords
        .remove_where(|password| password.expires <= now);
}

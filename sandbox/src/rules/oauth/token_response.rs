//! What a token call answers, and what is remembered of it.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Map, Value};

use super::granted::{Granted, Spends};
use super::id_token;
use super::token_request::TokenRequest;
use crate::state::World;
use crate::state::tokens::{AccessToken, Principal, RefreshToken};

/// How long a refresh token lives.
const MONTHS: i32 = 6;

/// Gives the tokens.
pub(super) fn issue(world: &mut World, asked: &TokenRequest<'_>, granted: Granted, scopes: Vec<String>) -> Value {
    forget_expired(world);
    let (now, names) = (world.now(), &asked.tokens.answer);
    let seconds = lifetime(asked);
    let life = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    let expires = now.saturating_add(life).unwrap_or(Timestamp::MAX);
    let mut answer = Map::new();
    let mut put = |name: &str, value: Value| answer.insert(name.to_owned(), value);
    let access_token = world.new_secret(40);
    put(&names.access_token, Value::from(access_token.as_str()));
    put("token_type", Value::from("Bearer"));
    put(&names.lifetime, Value::from(seconds));
    put(&names.scope, Value::from(scopes.join(" ")));
    if let Some(name) = &names.base_url {
        put(name, Value::from(asked.call.addresses.of(granted.home)));
    }
    if granted.principal != Principal::Application {
        let about = id_token::About {
            principal: &granted.principal,
            issuer: asked.call.addresses.of(granted.home),
            from: now,
            to: expires,
        };
        put(&names.id_token, Value::from(id_token::text(world, asked, &about)));
        let (text, until) = refresh_token(world, asked, &granted, &scopes);
        put(&names.refresh_token, Value::from(text));
        if let Some(name) = &names.refresh_expiry {
            put(name, Value::from(until.as_second()));
        }
    }
    let token = AccessToken {
        client_id: asked.application.client_id.clone(),
        principal: granted.principal,
        scopes,
        expires,
        home: granted.home,
    };
    world.access_tokens.put(access_token, token);
    Value::Object(answer)
}

/// Puts the refresh token of an answer in the place of what the grant spends.
fn refresh_token(
    world: &mut World,
    asked: &TokenRequest<'_>,
    granted: &Granted,
    scopes: &[String],
) -> (String, Timestamp) {
    let mut text = world.new_secret(30);
    // What was renewed for fewer scopes can be renewed for all of them again.
    let mut scopes = scopes;
    match &granted.spends {
        Spends::Nothing => {}
        Spends::Code(code) => drop(world.codes.remove(code)),
        Spends::OneTimePassword(password) => drop(world.one_time_passwords.remove(password)),
        Spends::RefreshToken(old) => {
            scopes = &granted.scopes;
            match asked.call.behavior.rotate_refresh_tokens {
                true => drop(world.refresh_tokens.remove(old)),
                // It lives on for as long as it is used: that it would not is not documented.
                false => text.clone_from(old),
            }
        }
    }
    let zoned = world.now().to_zoned(TimeZone::UTC);
    let expires = zoned.checked_add(MONTHS.months());
    let expires = expires.map_or(Timestamp::MAX, |zoned| zoned.timestamp());
    let token = RefreshToken {
        client_id: asked.application.client_id.clone(),
        principal: granted.principal.clone(),
        scopes: scopes.to_vec(),
        expires,
        home: granted.home,
    };
    world.refresh_tokens.put(text.as_str(), token);
    (text, expires)
}

fn lifetime(asked: &TokenRequest<'_>) -> u64 {
    let mut limits = asked.platform.limits.iter();
    let limit = limits.find(|limit| limit.key == asked.tokens.lifetime);
    limit.map_or(0, |limit| limit.value)
}

/// What has expired is refused like what never was, so nothing is lost with it.
fn forget_expired(world: &mut World) {
    let now = world.now();
    world.access_tokens.remove_where(|token| token.expires <= now);
    world.refresh_tokens.remove_where(|token| token.expires <= now);
    world.codes.remove_where(|code| code.expires <= now);
    world
        .one_time_passwords
        .remove_where(|password| password.expires <= now);
}

//! One-time passwords.

use std::sync::Arc;
use std::time::Duration;

use concur_spec::api::{Grant, Tokens};
use jiff::Timestamp;
use serde_json::Value;

use super::codes::{elsewhere, refuse, refuse_with_one_of};
use super::granted::{Granted, Spends, of_user};
use super::token_request::TokenRequest;
use super::{client, contract};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::plain;
use crate::state::World;
use crate::state::tokens::OneTimePassword;
use crate::tenant::{State, Tenant, User};
use crate::validate::{Finding, Problem};

/// The key of the grant.
const GRANT: &str = "otp";

/// The key of the operation that sends them.
pub(super) const SEND: &str = "send_otp";

/// How many of a user may be open.
const MAX_OPEN: usize = 3;

/// How long one is of use. Nothing is said of it.
const LIFETIME: Duration = Duration::from_secs(600);

/// Sends a one-time password: remembers it, for nobody gets mail from here.
pub(super) fn send(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (platform, tokens) = contract()?;
    let tenant = Arc::clone(&world.tenant);
    let application = client::application(&tenant, call, tokens)?;
    if !client::may_use(application, GRANT) {
        return Err(refuse(call, "60"));
    }
    let grant = platform.grants.iter().find(|grant| grant.key == GRANT);
    let grant = grant.ok_or_else(|| refuse(call, "60"))?;
    let handle = grant.principal.as_deref().and_then(|name| call.in_form(name));
    let user = user(&tenant, call, handle.unwrap_or_default())?;
    if user.home != call.home {
        return Err(elsewhere(call, user.home));
    }
    if open(world, user).count() >= MAX_OPEN {
        return Err(refuse(call, "82"));
    }
    // A disabled user gets one as well: that it is of no use is told by the token call alone.
    let password = OneTimePassword {
        client_id: application.client_id.clone(),
        user: user.id.clone(),
        facts: facts(call, tokens, grant),
        expires: world.now().saturating_add(LIFETIME).unwrap_or(Timestamp::MAX),
        number: world.next_number(GRANT),
    };
    let text = world.new_secret(8);
    world.one_time_passwords.put(text, password);
    Ok(plain::example(call.route.api, call.route.operation))
}

/// What a one-time password gives.
pub(super) fn grant(world: &World, asked: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let user = user(asked.tenant, asked.call, asked.named())?;
    asked.belongs_to(user.home)?;
    let text = asked.field("otp");
    let Some((_, password)) = open(world, user).find(|(known, _)| *known == text) else {
        let is_another_open = open(world, user).next().is_some();
        return Err(asked.refuse(if is_another_open { "85" } else { "83" }));
    };
    if password.client_id != asked.application.client_id {
        return Err(asked.refuse("105"));
    }
    if password.facts != facts(asked.call, asked.tokens, asked.grant) {
        return Err(asked.refuse("84"));
    }
    if user.state == State::Locked {
        return Err(asked.refuse("14"));
    }
    let spends = Spends::OneTimePassword(text.to_owned());
    of_user(asked, user, &asked.application.scopes, spends)
}

/// The latest one-time password of the user with an e-mail address, while it is of use.
pub(crate) fn one_time_password(world: &World, email: &str) -> Option<String> {
    let latest = open(world, world.tenant.user_by_email(email)?).max_by_key(|(_, password)| password.number);
    latest.map(|(text, _)| text.to_owned())
}

/// Whether it is a fact: callers may send whatever they like with a one-time password.
pub(super) fn is_fact(call: &Call<'_>, finding: &Finding) -> bool {
    let Ok((platform, tokens)) = contract() else {
        return false;
    };
    let is_one_time = match call.route.operation.key.as_str() {
        SEND => true,
        key if key == tokens.operation => {
            let grant = platform.grants.iter().find(|grant| grant.key == GRANT);
            grant.is_some_and(|grant| call.in_form(&tokens.form.grant_type) == Some(&grant.grant_type))
        }
        _ => false,
    };
    is_one_time && matches!(finding.problem, Problem::Unknown(_))
}

/// The parameters that a one-time password is asked for with and that have to be repeated, in the order of their names.
fn facts(call: &Call<'_>, tokens: &Tokens, grant: &Grant) -> Vec<(String, String)> {
    let is_own = |name: &String| {
        *name == tokens.form.grant_type
            || grant.required.contains(name)
            || grant.optional.contains(name)
            || grant.fixed.iter().any(|(fixed, _)| fixed == name)
    };
    let given = call.query.iter().chain(&call.form);
    let mut facts: Vec<_> = given.filter(|(name, _)| !is_own(name)).cloned().collect();
    facts.sort();
    facts
}

/// The one-time passwords of a user that are of use.
fn open<'w>(world: &'w World, user: &User) -> impl Iterator<Item = (&'w str, &'w OneTimePassword)> {
    let (now, user) = (world.now(), user.id.clone());
    let passwords = world.one_time_passwords.iter();
    passwords.filter(move |(_, password)| password.user == user && password.expires > now)
}

fn user<'t>(tenant: &'t Tenant, call: &Call<'_>, email: &str) -> Result<&'t User, Refusal> {
    if !is_email(email) {
        return Err(refuse(call, "81"));
    }
    tenant
        .user_by_email(email)
        .ok_or_else(|| refuse_with_one_of(call, ["55", "81"]))
}

/// A name and a host.
fn is_email(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(['@', ' ']);
    text.split_once('@')
        .is_some_and(|(name, host)| is_part(name) && is_part(host))
}

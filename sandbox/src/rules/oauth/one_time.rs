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
use crate::state::tokens::{ONE_TIME_PASSWORD, OneTimePassword};
use crate::tenant::{State, Tenant, User};
use concur_spec::validate::{Finding, Problem};

/// The key of the grant.
const GRANT: &str = "otp";

/// The key of the operation that sends one-time passwords.
pub(super) const SEND: &str = "send_otp";

/// The maximum number of valid one-time passwords per user.
const MAX_OPEN: usize = 3;

/// The lifetime of a one-time password. The vendor does not document it.
const LIFETIME: Duration = Duration::from_secs(600);

/// Sends a one-time password, that is, stores it, since the sandbox sends no e-mail.
pub(super) fn send(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (platform, tokens) = contract(call)?;
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
    // A disabled user gets one too. Only the token call refuses it.
    let password = OneTimePassword {
        client_id: application.client_id.clone(),
        user: user.id.clone(),
        facts: facts(call, tokens, grant),
        expires: world.now().saturating_add(LIFETIME).unwrap_or(Timestamp::MAX),
        number: world.next_number(GRANT),
    };
    let text = world.new_secret(ONE_TIME_PASSWORD);
    world.one_time_passwords.put(text, password);
    Ok(plain::example(call.route.api, call.route.operation))
}

/// Checks a one-time password.
pub(super) fn grant(world: &World, request: &TokenRequest<'_>) -> Result<Granted, Refusal> {
    let user = user(request.tenant, request.call, request.named())?;
    request.belongs_to(user.home)?;
    let text = request.field("otp");
    let Some((_, password)) = open(world, user).find(|(known, _)| *known == text) else {
        let is_another_open = open(world, user).next().is_some();
        return Err(request.refuse(if is_another_open { "85" } else { "83" }));
    };
    if password.client_id != request.application.client_id {
        return Err(request.refuse("105"));
    }
    if password.facts != facts(request.call, request.tokens, request.grant) {
        return Err(request.refuse("84"));
    }
    if user.state == State::Locked {
        return Err(request.refuse("14"));
    }
    let spends = Spends::OneTimePassword(text.to_owned());
    of_user(request, user, &request.scopes(), spends)
}

/// Returns the latest valid one-time password of the user with an e-mail address.
pub(crate) fn one_time_password(world: &World, email: &str) -> Option<String> {
    let latest = open(world, world.tenant.user_by_email(email)?).max_by_key(|(_, password)| password.number);
    latest.map(|(text, _)| text.to_owned())
}

/// Whether a finding is about a custom parameter: callers can add any to a one-time password.
pub(super) fn is_custom_parameter(call: &Call<'_>, finding: &Finding) -> bool {
    let Ok((platform, tokens)) = contract(call) else {
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

/// Returns the custom parameters, sorted by name. The token call has to repeat them.
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

/// Returns the valid one-time passwords of a user.
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

/// Whether a text has a name and a host.
fn is_email(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(['@', ' ']);
    text.split_once('@')
        .is_some_and(|(name, host)| is_part(name) && is_part(host))
}

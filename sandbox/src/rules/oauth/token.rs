//! The token call.

use std::sync::Arc;

use concur_spec::api::{Grant, Platform, Tokens};
use serde_json::Value;

use super::codes::refuse;
use super::token_request::TokenRequest;
use super::{client, contract, grants, token_response};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

/// Carries out a token call.
pub(super) fn token(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (platform, tokens) = contract(call)?;
    let tenant = Arc::clone(&world.tenant);
    let application = client::application(&tenant, call, tokens)?;
    let grant = find_grant(platform, tokens, call).ok_or_else(|| refuse(call, "60"))?;
    let request = TokenRequest {
        call,
        platform,
        tokens,
        grant,
        tenant: &tenant,
        application,
    };
    if !client::may_use(application, &grant.key) {
        let is_refresh = grant.key == tokens.refresh;
        return Err(request.refuse(if is_refresh { "107" } else { "60" }));
    }
    request.has_what_is_required()?;
    let rule = grants::rule(&grant.key).ok_or_else(|| request.refuse("60"))?;
    let granted = rule(world, &request)?;
    let scopes = client::scopes(call.in_form(&tokens.form.scope), &granted.scopes);
    let scopes = scopes.ok_or_else(|| request.refuse("54"))?;
    Ok(token_response::issue(world, &request, granted, scopes))
}

/// Returns the grant with this grant type. If several match, the one with the most matching fixed fields.
fn find_grant(platform: &'static Platform, tokens: &Tokens, call: &Call<'_>) -> Option<&'static Grant> {
    let grant_type = call.in_form(&tokens.form.grant_type)?;
    let is_meant = |grant: &&Grant| {
        let mut fixed = grant.fixed.iter();
        grant.grant_type == grant_type && fixed.all(|(name, value)| call.in_form(name) == Some(value))
    };
    let meant = platform.grants.iter().filter(is_meant);
    meant.max_by_key(|grant| grant.fixed.len())
}

//! OAuth 2.0: tokens.

mod authorize;
mod authorize_request;
mod client;
mod codes;
mod form;
mod granted;
mod grants;
mod id_token;
mod one_time;
mod page;
mod token;
mod token_request;
mod token_response;

pub(crate) use authorize::{authorize, authorize_page};
pub(crate) use one_time::one_time_password;

use concur_spec::api::{Platform, Tokens};
use serde_json::Value;

use crate::api::call::Call;
use crate::api::refusal::{Refusal, Violation};
use crate::http::incoming::Incoming;
use crate::rules::{ApiRules, Rule};
use crate::state::World;
use crate::state::tokens::RefreshToken;
use concur_spec::validate::Finding;

/// The rules of the token endpoint.
pub(crate) struct OAuth;

impl ApiRules for OAuth {
    fn rule(&self, operation: &str) -> Option<Rule> {
        match operation {
            "token" => Some(token::token),
            one_time::SEND => Some(one_time::send),
            "revoke" => Some(revoke),
            _ => None,
        }
    }

    fn form(&self, call: &Call<'_>, incoming: &Incoming, remarks: &mut Vec<String>) -> Result<(), Refusal> {
        form::check_encoding(call, incoming, remarks)
    }

    fn is_custom_parameter(&self, call: &Call<'_>, finding: &Finding) -> bool {
        one_time::is_custom_parameter(call, finding)
    }

    fn query(&self, call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
        form::refuse(call, findings)
    }

    /// Uses the OAuth error format, with the code for an unsupported request format.
    fn strict(&self, call: &Call<'_>, violations: Vec<Violation>) -> Refusal {
        let mut refusal = codes::refuse(call, "135");
        for violation in &mut refusal.violations {
            let messages: Vec<&str> = violations.iter().map(|violation| violation.message.as_str()).collect();
            violation.message = format!("{}: {}", violation.message, messages.join("; "));
        }
        refusal
    }
}

/// Returns the contract of the tokens. A test checks that it exists.
fn contract(call: &Call<'_>) -> Result<(&'static Platform, &'static Tokens), Refusal> {
    let platform = &call.contract.platform;
    let tokens = platform.tokens.as_ref().map(|tokens| (platform, tokens));
    tokens.ok_or_else(|| Refusal::plain(500, "internalServerError", "the contract does not describe tokens"))
}

/// Removes all refresh tokens of this application for the principal of the token. Access tokens stay valid until they
/// expire.
fn revoke(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    if let Some(token) = &call.token {
        let is_one = |known: &RefreshToken| known.client_id == token.client_id && known.principal == token.principal;
        world.refresh_tokens.remove_where(is_one);
    }
    Ok(Value::Null)
}

#[cfg(test)]
mod tests;

//! The id token: a JSON Web Token to be read, not to be verified. Its signature is noise, and no key belongs to it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::token_request::TokenRequest;
use crate::state::World;
use crate::state::tokens::Principal;

/// As many bytes as the signature of HS256 has.
const SIGNATURE: usize = 32;

/// What an id token is about.
pub(super) struct About<'a> {
    pub(super) principal: &'a Principal,
    pub(super) issuer: &'a str,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// An id token.
pub(super) fn text(world: &mut World, asked: &TokenRequest<'_>, about: &About<'_>) -> String {
    let company = &asked.tenant.company.id;
    let (subject, kind) = match about.principal {
        Principal::User(id) => (id.as_str(), "user"),
        Principal::Company => (company.as_str(), "company"),
        Principal::Application => (asked.application.client_id.as_str(), "application"),
    };
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let claims = json!({
        "sub": subject,
        "iss": about.issuer,
        "aud": asked.application.client_id,
        "iat": about.from.as_second(),
        "nbf": about.from.as_second(),
        "exp": about.to.as_second(),
        "concur.type": kind,
        "concur.company": company,
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signature = URL_SAFE_NO_PAD.encode(world.new_secret(SIGNATURE));
    [part(&header), part(&claims), signature].join(".")
}

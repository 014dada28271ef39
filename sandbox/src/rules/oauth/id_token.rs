//! The id token: a JSON Web Token that can be decoded, but not verified. Its signature is random.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::token_request::TokenRequest;
use crate::state::World;
use crate::state::tokens::Principal;

/// The length of an HS256 signature in bytes.
const SIGNATURE: usize = 32;

/// The content of an id token.
pub(super) struct About<'a> {
    pub(super) principal: &'a Principal,
    pub(super) issuer: &'a str,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// Creates an id token.
pub(super) fn text(world: &mut World, request: &TokenRequest<'_>, about: &About<'_>) -> String {
    let company = &request.tenant.company.id;
    let (subject, kind) = match about.principal {
        Principal::User(id) => (id.as_str(), "user"),
        Principal::Company => (company.as_str(), "company"),
        Principal::Application => (request.application.client_id.as_str(), "application"),
    };
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let claims = json!({
        "sub": subject,
        "iss": about.issuer,
        "aud": request.application.client_id,
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

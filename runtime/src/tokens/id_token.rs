//! Claims of id tokens.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::{Json, Secret};

/// The claims of an id token, parsed locally.
///
/// **The signature is not verified.** Trust an id token only if it comes from a token response over TLS. Claims are
/// personal data, so `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct IdToken {
    claims: Json,
    fields: Map<String, Value>,
}

impl IdToken {
    /// Parses a JSON Web Token.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not one.
    pub fn parse(token: &Secret) -> Result<Self, IdTokenError> {
        let mut parts = token.expose().split('.');
        let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(IdTokenError("does not have three parts separated by dots"));
        };
        let claims = URL_SAFE_NO_PAD
            .decode(claims.trim_end_matches('='))
            .map(Zeroizing::new)
            .map_err(|_| IdTokenError("has a second part that is not base64url"))?;
        let not_an_object = |_| IdTokenError("has a second part that is not a JSON object");
        Ok(Self {
            claims: serde_json::from_slice(&claims).map_err(not_an_object)?,
            fields: serde_json::from_slice(&claims).map_err(not_an_object)?,
        })
    }

    /// Returns the claim `sub`: the id of the user or company.
    pub fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// Returns the claim `iss`: the issuer.
    pub fn issuer(&self) -> Option<&str> {
        self.text("iss")
    }

    /// Returns the claim `exp`: when the id token expires.
    pub fn expires_at(&self) -> Option<SystemTime> {
        let seconds = self.fields.get("exp")?.as_f64()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(seconds).ok()?)
    }

    /// Returns a string claim by name.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.fields.get(claim)?.as_str()
    }

    /// Returns all claims as a JSON object.
    pub fn claims(&self) -> &Json {
        &self.claims
    }
}

impl fmt::Debug for IdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken").finish_non_exhaustive()
    }
}

/// A string is not a valid id token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdTokenError(&'static str);

impl fmt::Display for IdTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the id token {}", self.0)
    }
}

impl std::error::Error for IdTokenError {}

#[cfg(test)]
mod tests;

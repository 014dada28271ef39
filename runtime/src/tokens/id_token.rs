//! What an id token says.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::{Json, Secret};

/// The claims of an id token, read without a call.
///
/// **They are not verified**: nobody has looked at the signature. An id token that came from the token call over TLS can
/// be believed; one that came from elsewhere cannot. Claims are personal, so `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct IdToken {
    claims: Json,
    fields: Map<String, Value>,
}

impl IdToken {
    /// Reads a JSON Web Token.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn parse(token: &Secret) -> Result<Self, IdTokenError> {
        let mut parts = token.expose().split('.');
        let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(IdTokenError("has not three parts with dots between them"));
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

    /// Whom it is about: the id of a user or of a company. The claim `sub`.
    pub fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// Who has made it. The claim `iss`.
    pub fn issuer(&self) -> Option<&str> {
        self.text("iss")
    }

    /// When it expires. The claim `exp`.
    pub fn expires_at(&self) -> Option<SystemTime> {
        let seconds = self.fields.get("exp")?.as_f64()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(seconds).ok()?)
    }

    /// A claim that is a string, by its name.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.fields.get(claim)?.as_str()
    }

    /// All claims, as an object.
    pub fn claims(&self) -> &Json {
        &self.claims
    }
}

impl fmt::Debug for IdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken").finish_non_exhaustive()
    }
}

/// A text is not an id token.
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

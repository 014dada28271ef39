//! Tokens as they are stored.

mod json;

use std::{
    fmt,
    time::{Duration, SystemTime},
};

pub use json::StoredTokenError;

use crate::{Secret, TokenKey};

/// What a [`TokenStore`](crate::TokenStore) keeps: an access token, what renews it, and whose it is.
///
/// `Debug` shows whose it is but for the principal, and when it expires. [`to_json`](Self::to_json) is the text for a
/// store of your own.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredToken {
    pub(super) access_token: Secret,
    pub(super) expires_at: SystemTime,
    pub(super) refresh_token: Option<Secret>,
    pub(super) refresh_expires_at: Option<SystemTime>,
    pub(super) scopes: Option<String>,
    pub(super) geolocation: Option<String>,
    pub(super) id_token: Option<Secret>,
    pub(super) client_id: String,
    pub(super) grant: Option<String>,
    pub(super) principal: Option<String>,
}

impl StoredToken {
    /// An access token of an application, without anything else. The rest is added by the methods that begin with
    /// `with_`.
    pub fn new(client_id: impl Into<String>, access_token: impl Into<Secret>, expires_at: SystemTime) -> Self {
        Self {
            access_token: access_token.into(),
            expires_at: in_seconds(expires_at),
            refresh_token: None,
            refresh_expires_at: None,
            scopes: None,
            geolocation: None,
            id_token: None,
            client_id: client_id.into(),
            grant: None,
            principal: None,
        }
    }

    /// The same with this refresh token, and when it expires if that is known.
    pub fn with_refresh_token(mut self, token: impl Into<Secret>, expires_at: Option<SystemTime>) -> Self {
        self.refresh_token = Some(token.into());
        self.refresh_expires_at = expires_at.map(in_seconds);
        self
    }

    /// The same with these scopes, with blanks between them.
    pub fn with_scopes(mut self, scopes: impl Into<String>) -> Self {
        self.scopes = Some(scopes.into());
        self
    }

    /// The same with this base URL for calls.
    pub fn with_geolocation(mut self, geolocation: impl Into<String>) -> Self {
        self.geolocation = Some(geolocation.into());
        self
    }

    /// The same with this id token.
    pub fn with_id_token(mut self, token: impl Into<Secret>) -> Self {
        self.id_token = Some(token.into());
        self
    }

    /// The same, got by this grant, by its name, and for this principal where it is not the application.
    pub fn with_owner(mut self, grant: impl Into<String>, principal: Option<String>) -> Self {
        self.grant = Some(grant.into());
        self.principal = principal;
        self
    }

    /// The key under which the store keeps it, unless the credentials name another.
    pub fn key(&self) -> TokenKey {
        let own = TokenKey::new(self.client_id.as_str());
        match (&self.grant, &self.principal) {
            (Some(grant), Some(principal)) => own.with_principal(grant.as_str(), principal.as_str()),
            _ => own,
        }
    }

    /// The access token.
    pub fn access_token(&self) -> &Secret {
        &self.access_token
    }

    /// When the access token expires, to the second.
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// The refresh token, when there is one.
    pub fn refresh_token(&self) -> Option<&Secret> {
        self.refresh_token.as_ref()
    }

    /// When the refresh token expires, when that is known.
    pub fn refresh_expires_at(&self) -> Option<SystemTime> {
        self.refresh_expires_at
    }

    /// The scopes, with blanks between them, when they are known.
    pub fn scopes(&self) -> Option<&str> {
        self.scopes.as_deref()
    }

    /// The base URL for calls with the token, and for renewing it.
    pub fn geolocation(&self) -> Option<&str> {
        self.geolocation.as_deref()
    }

    /// The id token, when there is one.
    pub fn id_token(&self) -> Option<&Secret> {
        self.id_token.as_ref()
    }

    /// The id of the application.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The name of the grant by which the first token was got.
    pub fn grant(&self) -> Option<&str> {
        self.grant.as_deref()
    }

    /// For whom it is, where it is not the application: the name of a user or the id of a company.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }
}

/// A store keeps whole seconds; so does the token, for it to be the same when it comes back.
pub(super) fn in_seconds(time: SystemTime) -> SystemTime {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    SystemTime::UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

impl fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredToken")
            .field("client_id", &self.client_id)
            .field("grant", &self.grant)
            .field("expires_at", &self.expires_at)
            .field("refresh_expires_at", &self.refresh_expires_at)
            .field("scopes", &self.scopes)
            .field("geolocation", &self.geolocation)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

//! Stored tokens.

mod json;

use std::{
    fmt,
    time::{Duration, SystemTime},
};

pub use json::StoredTokenError;

use crate::{Secret, TokenKey};

/// The token that a [`TokenStore`](crate::TokenStore) saves: access token, refresh token and owner.
///
/// `Debug` shows the owner without the principal, and when it expires. Custom stores can save the string of
/// [`to_json`](Self::to_json).
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
    /// Creates a token with only an access token. The `with_` methods add the rest.
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

    /// Sets the refresh token, and when it expires if that is known.
    pub fn with_refresh_token(mut self, token: impl Into<Secret>, expires_at: Option<SystemTime>) -> Self {
        self.refresh_token = Some(token.into());
        self.refresh_expires_at = expires_at.map(in_seconds);
        self
    }

    /// Sets the scopes, separated by spaces.
    pub fn with_scopes(mut self, scopes: impl Into<String>) -> Self {
        self.scopes = Some(scopes.into());
        self
    }

    /// Sets the base URL of calls.
    pub fn with_geolocation(mut self, geolocation: impl Into<String>) -> Self {
        self.geolocation = Some(geolocation.into());
        self
    }

    /// Sets the id token.
    pub fn with_id_token(mut self, token: impl Into<Secret>) -> Self {
        self.id_token = Some(token.into());
        self
    }

    /// Sets the name of the grant that issued the token, and the principal if it is not the application itself.
    pub fn with_owner(mut self, grant: impl Into<String>, principal: Option<String>) -> Self {
        self.grant = Some(grant.into());
        self.principal = principal;
        self
    }

    /// Returns the default key of the token in the store.
    pub fn key(&self) -> TokenKey {
        let own = TokenKey::new(self.client_id.as_str());
        match (&self.grant, &self.principal) {
            (Some(grant), Some(principal)) => own.with_principal(grant.as_str(), principal.as_str()),
            _ => own,
        }
    }

    /// Returns the access token.
    pub fn access_token(&self) -> &Secret {
        &self.access_token
    }

    /// Returns when the access token expires, in whole seconds.
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// Returns the refresh token if there is one.
    pub fn refresh_token(&self) -> Option<&Secret> {
        self.refresh_token.as_ref()
    }

    /// Returns when the refresh token expires, if that is known.
    pub fn refresh_expires_at(&self) -> Option<SystemTime> {
        self.refresh_expires_at
    }

    /// Returns the scopes if they are known, separated by spaces.
    pub fn scopes(&self) -> Option<&str> {
        self.scopes.as_deref()
    }

    /// Returns the base URL of calls with the token and of its renewal.
    pub fn geolocation(&self) -> Option<&str> {
        self.geolocation.as_deref()
    }

    /// Returns the id token if there is one.
    pub fn id_token(&self) -> Option<&Secret> {
        self.id_token.as_ref()
    }

    /// Returns the client id of the application.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Returns the name of the grant that issued the first token.
    pub fn grant(&self) -> Option<&str> {
        self.grant.as_deref()
    }

    /// Returns the user name or company id of the token if it is not the application's own.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }
}

/// Rounds down to whole seconds, as stored, so that a token is equal after a round trip.
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

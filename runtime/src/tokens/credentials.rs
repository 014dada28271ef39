//! Credentials of an application.

use std::fmt;

use crate::{BuildError, Grant, Secret, TokenKey};

/// The identity of the application and the grant of its first token.
///
/// `Debug` shows only the grant and the client id.
#[derive(Clone)]
pub struct Credentials {
    grant: Option<&'static Grant>,
    client_id: String,
    client_secret: Secret,
    fields: Vec<(&'static str, Secret)>,
    scopes: Option<String>,
    key: Option<TokenKey>,
}

impl Credentials {
    /// Creates credentials for a grant. Set the fields that it needs in addition to client id and client secret with
    /// [`field`](Self::field).
    ///
    /// If the store has a token for the same application, grant and principal, that is used. Otherwise the grant is
    /// used, and again later if it is [`repeatable`](Grant::repeatable).
    pub fn new(grant: &'static Grant, client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            grant: Some(grant),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            fields: Vec::new(),
            scopes: None,
            key: None,
        }
    }

    /// Creates credentials without a grant, for a token that is already in the store, whatever its principal. In a
    /// store with many tokens it is that of [`token_key`](Self::token_key), or by default that of the application
    /// itself.
    pub fn stored(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            grant: None,
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            fields: Vec::new(),
            scopes: None,
            key: None,
        }
    }

    /// Sets a form field of the grant, replacing an earlier value. Fields with a fixed value cannot be changed.
    pub fn field(mut self, name: &'static str, value: impl Into<Secret>) -> Self {
        self.fields.retain(|(earlier, _)| *earlier != name);
        self.fields.push((name, value.into()));
        self
    }

    /// Sets the scopes to request, in place of all scopes of the application. Only for grants that support it.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.scopes = Some(joined(scopes));
        self
    }

    /// Sets the key of the token in the store.
    ///
    /// By default it is the key of the company or user whose id or name is a field of the grant, or else of the
    /// application itself: for a user who authorizes in a browser, and for [`stored`](Self::stored). If one store holds
    /// several of the latter, set a key for each.
    pub fn token_key(mut self, key: TokenKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Rejects invalid ids and secrets, which would lock accounts if they were sent.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let own = [
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose()),
        ];
        let fields = self.fields.iter().map(|(name, value)| (*name, value.expose()));
        let is_whole = |text: &str| text.trim() == text && !text.contains(char::is_control);
        match own.into_iter().chain(fields).find(|(_, value)| !is_whole(value)) {
            None => Ok(()),
            Some((field, _)) => Err(BuildError::Credentials {
                field: field.to_owned(),
            }),
        }
    }

    pub(crate) fn grant(&self) -> Option<&'static Grant> {
        self.grant
    }

    pub(crate) fn key(&self) -> TokenKey {
        let own = || TokenKey::new(self.client_id.as_str());
        self.key
            .clone()
            .unwrap_or_else(|| match (self.grant, self.principal()) {
                (Some(grant), Some(principal)) => own().with_principal(grant.name, principal),
                _ => own(),
            })
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn client_secret(&self) -> &Secret {
        &self.client_secret
    }

    pub(super) fn fields(&self) -> &[(&'static str, Secret)] {
        &self.fields
    }

    pub(super) fn requested_scopes(&self) -> Option<&str> {
        self.scopes.as_deref().filter(|scopes| !scopes.is_empty())
    }

    /// Returns the user or company of the token if it is not the application itself.
    pub(super) fn principal(&self) -> Option<&str> {
        let field = self.grant?.principal_field?;
        let (_, value) = self.fields.iter().find(|(name, _)| *name == field)?;
        Some(value.expose())
    }
}

/// Joins scopes with spaces.
pub(super) fn joined(scopes: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for scope in scopes {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(scope.as_ref());
    }
    text
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("grant", &self.grant.map(|grant| grant.name))
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

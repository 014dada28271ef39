//! Who asks for tokens.

use std::fmt;

use crate::{BuildError, Grant, Secret, TokenKey};

/// Who the application is, and by which grant it gets its first token.
///
/// `Debug` shows the grant and the id of the application, and nothing else.
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
    /// For this grant. What it needs beside the id and the secret of the application is given by
    /// [`field`](Self::field).
    ///
    /// A token that the store has for the same application, grant and principal goes first; the grant is used when there
    /// is none, and again later if it is [`repeatable`](Grant::repeatable).
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

    /// Without a first grant: begins with the token that the store has, whoever of the same application it is for. In a
    /// store with many tokens it is that of the [`token_key`](Self::token_key), or else of the application itself.
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

    /// A further field of the grant's form; an earlier value of the same name is replaced. A field that has always the
    /// same value keeps that.
    pub fn field(mut self, name: &'static str, value: impl Into<Secret>) -> Self {
        self.fields.retain(|(earlier, _)| *earlier != name);
        self.fields.push((name, value.into()));
        self
    }

    /// The scopes to ask for, in place of all that the application may have. For grants that take them.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.scopes = Some(joined(scopes));
        self
    }

    /// Under which key the store keeps the token.
    ///
    /// Unless this says otherwise it is the key of the company or user whose id or name is a field of the grant, and of the
    /// application itself where there is none: for a user who agrees in a browser, and for [`stored`](Self::stored). Where
    /// one store is for many of these, give each a key of its own.
    pub fn token_key(mut self, key: TokenKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Refuses what nobody has as an id or a secret, before it is sent and an account is locked.
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

    pub(super) fn asked_scopes(&self) -> Option<&str> {
        self.scopes.as_deref().filter(|scopes| !scopes.is_empty())
    }

    /// For whom the token is, where it is not the application.
    pub(super) fn principal(&self) -> Option<&str> {
        let field = self.grant?.principal_field?;
        let (_, value) = self.fields.iter().find(|(name, _)| *name == field)?;
        Some(value.expose())
    }
}

/// Scopes with blanks between them.
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

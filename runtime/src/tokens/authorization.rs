//! User authorization.

mod redirect;

use std::fmt;

use percent_encoding::utf8_percent_encode;

pub use redirect::{Authorized, RedirectError};

use super::{Hosts, credentials::joined};
use crate::{Authorize, BaseUrl, BaseUrlError, TokenService, client::Base, percent::ENCODED};

/// The authorization code flow: sends a user to the authorization page and handles the redirect back.
///
/// 1. Create one with an unguessable `state`, and keep it in the user's session.
/// 2. Send the user's browser to [`url`](Self::url).
/// 3. Pass the URL to which the browser is redirected to [`redirected`](Self::redirected).
/// 4. Use the authorization code in credentials of the code grant. It expires soon and can be used once.
#[derive(Clone)]
pub struct Authorization {
    names: &'static Authorize,
    base: Base,
    hosts: Hosts,
    client_id: String,
    redirect_uri: String,
    state: String,
    scopes: Option<String>,
}

impl Authorization {
    /// Creates an authorization for an application, whose users are redirected to `redirect_uri`. `base_url` is the one
    /// for browsers.
    ///
    /// # Errors
    ///
    /// Returns an error if the service has no authorization page, the base URL is invalid, or the state is empty.
    pub fn new(
        service: &'static TokenService,
        base_url: impl Into<BaseUrl>,
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
        state: impl Into<String>,
    ) -> Result<Self, AuthorizationError> {
        let names = service.authorize.as_ref().ok_or(AuthorizationError::NoPage)?;
        let base = Base::check(&base_url.into()).map_err(AuthorizationError::BaseUrl)?;
        let state = state.into();
        if state.is_empty() {
            return Err(AuthorizationError::NoState);
        }
        Ok(Self {
            names,
            hosts: Hosts::new(service.allowed_hosts, Some(&base), &[]),
            base,
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            state,
            scopes: None,
        })
    }

    /// Sets the scopes to request.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.scopes = Some(joined(scopes));
        self
    }

    /// Allows a host and its subdomains as the user's base URL. With a leading dot only subdomains are allowed.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a valid host name.
    pub fn allow_host(mut self, suffix: impl AsRef<str>) -> Result<Self, AuthorizationError> {
        match self.hosts.allow(suffix.as_ref()) {
            true => Ok(self),
            false => Err(AuthorizationError::AllowedHost),
        }
    }

    /// Returns the URL of the authorization page.
    pub fn url(&self) -> String {
        let names = self.names;
        let mut url = format!("{}{}", self.base.as_str(), names.path);
        let parameters = [
            (names.client_id, Some(self.client_id.as_str())),
            (names.redirect_uri, Some(self.redirect_uri.as_str())),
            (names.scope, self.scopes.as_deref()),
            (names.state, Some(self.state.as_str())),
        ];
        let parameters = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (position, (name, value)) in parameters.chain(names.fixed.iter().copied()).enumerate() {
            url.push(if position == 0 { '?' } else { '&' });
            url.extend(utf8_percent_encode(name, ENCODED));
            url.push('=');
            url.extend(utf8_percent_encode(value, ENCODED));
        }
        url
    }

    /// Parses the redirect: the URL to which the browser was redirected, or only its query.
    ///
    /// # Errors
    ///
    /// Returns an error if the user did not authorize the application, or if the redirect does not belong to this
    /// authorization.
    pub fn redirected(&self, url: &str) -> Result<Authorized, RedirectError> {
        redirect::parse(self.names, &self.hosts, &self.state, url)
    }
}

/// Omits the state, which protects against forged redirects.
impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("base_url", &self.base.as_str())
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// An authorization cannot be started.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// The service has no authorization page.
    NoPage,
    /// The base URL is invalid.
    BaseUrl(BaseUrlError),
    /// The state is empty and therefore guessable.
    NoState,
    /// An allowed host is not a valid host name.
    AllowedHost,
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPage => f.write_str("the service has no authorization page"),
            Self::BaseUrl(error) => error.fmt(f),
            Self::NoState => f.write_str("the state is empty: use an unguessable value"),
            Self::AllowedHost => f.write_str("an allowed host is not a valid host name"),
        }
    }
}

impl std::error::Error for AuthorizationError {}

#[cfg(test)]
mod tests;

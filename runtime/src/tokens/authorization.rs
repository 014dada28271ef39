//! Asking a user to agree that the application acts for them.

mod redirect;

use std::fmt;

use percent_encoding::utf8_percent_encode;

pub use redirect::{Authorized, RedirectError};

use super::{Hosts, credentials::joined};
use crate::{Authorize, BaseUrl, BaseUrlError, TokenService, client::Base, percent::ENCODED};

/// The way of a user to the page where they agree, and back with a code.
///
/// 1. Make one with a `state` that nobody can guess, and keep it for the user's session.
/// 2. Send the user's browser to [`url`](Self::url).
/// 3. Give the URL by which the browser comes back to [`redirected`](Self::redirected).
/// 4. Use the code that it has in the credentials of the grant for codes. It is of use once and for a short time.
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
    /// For an application of this id, whose user comes back to `redirect_uri`. `base_url` is one for browsers.
    ///
    /// # Errors
    ///
    /// When the service has no such page, the base URL is not one, or the state is empty.
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

    /// The scopes to ask for.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.scopes = Some(joined(scopes));
        self
    }

    /// Allows one host more as the user's base URL, and those below it; with a dot before it those below it alone.
    ///
    /// # Errors
    ///
    /// When it is not the name of a host.
    pub fn allow_host(mut self, suffix: impl AsRef<str>) -> Result<Self, AuthorizationError> {
        match self.hosts.allow(suffix.as_ref()) {
            true => Ok(self),
            false => Err(AuthorizationError::AllowedHost),
        }
    }

    /// Where to send the browser.
    pub fn url(&self) -> String {
        let names = self.names;
        let mut url = format!("{}{}", self.base.as_str(), names.path);
        let given = [
            (names.client_id, Some(self.client_id.as_str())),
            (names.redirect_uri, Some(self.redirect_uri.as_str())),
            (names.scope, self.scopes.as_deref()),
            (names.state, Some(self.state.as_str())),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (position, (name, value)) in given.chain(names.fixed.iter().copied()).enumerate() {
            url.push(if position == 0 { '?' } else { '&' });
            url.extend(utf8_percent_encode(name, ENCODED));
            url.push('=');
            url.extend(utf8_percent_encode(value, ENCODED));
        }
        url
    }

    /// What the browser brings back: the URL to which it was sent back, or the query of it.
    ///
    /// # Errors
    ///
    /// When the user has not agreed, or it is not the answer to this very question.
    pub fn redirected(&self, url: &str) -> Result<Authorized, RedirectError> {
        redirect::parse(self.names, &self.hosts, &self.state, url)
    }
}

/// Without the state, by which an answer is known to be no forgery.
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

/// Why no user can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorizationError {
    /// The service has no page for it.
    NoPage,
    /// The base URL is not one.
    BaseUrl(BaseUrlError),
    /// The state is empty, so that everyone could guess it.
    NoState,
    /// What was to be allowed is not the name of a host.
    AllowedHost,
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPage => f.write_str("the service has no page where a user agrees"),
            Self::BaseUrl(error) => error.fmt(f),
            Self::NoState => f.write_str("the state is empty: give one that nobody can guess"),
            Self::AllowedHost => f.write_str("the host to allow is not the name of one"),
        }
    }
}

impl std::error::Error for AuthorizationError {}

#[cfg(test)]
mod tests;

//! Access tokens.

use std::{fmt, sync::Arc};

use http::HeaderValue;
use zeroize::Zeroizing;

use crate::{BaseUrl, BaseUrlError, Secret, client::Base};

/// A bearer token, with its base URL and scopes if they are known. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken(Arc<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    secret: Secret,
    base: Option<Base>,
    scopes: Option<Box<str>>,
}

impl AccessToken {
    /// Creates a token, which must consist of visible ASCII characters without spaces.
    ///
    /// # Errors
    ///
    /// Returns an error if `token` is empty or contains anything else, such as the line feed at the end of a file.
    pub fn new(token: impl Into<Secret>) -> Result<Self, AccessTokenError> {
        let secret = token.into();
        if secret.is_empty() {
            return Err(AccessTokenError(None));
        }
        match secret.expose().bytes().position(|byte| !byte.is_ascii_graphic()) {
            Some(at) => Err(AccessTokenError(Some(at))),
            None => Ok(Self(Arc::new(Inner {
                secret,
                base: None,
                scopes: None,
            }))),
        }
    }

    /// Restricts the token to calls to this base URL.
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL is invalid.
    pub fn with_base_url(mut self, url: impl Into<BaseUrl>) -> Result<Self, BaseUrlError> {
        Arc::make_mut(&mut self.0).base = Some(Base::check(&url.into())?);
        Ok(self)
    }

    /// Sets the scopes of the token, separated by spaces.
    pub fn with_scopes(mut self, scopes: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).scopes = Some(scopes.into().into());
        self
    }

    /// Returns the base URL of calls with this token if it is known, without a trailing slash.
    pub fn base_url(&self) -> Option<&str> {
        self.0.base.as_ref().map(Base::as_str)
    }

    /// Returns the scopes of the token if they are known.
    pub fn scopes(&self) -> Option<impl Iterator<Item = &str>> {
        self.0.scopes.as_deref().map(str::split_ascii_whitespace)
    }

    /// Restricts the token to calls to a validated base URL.
    pub(crate) fn with_base(mut self, base: Base) -> Self {
        Arc::make_mut(&mut self.0).base = Some(base);
        self
    }

    /// Whether both are the same token to the service, ignoring base URL and scopes.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.0.secret == other.0.secret
    }

    pub(crate) fn base(&self) -> Option<&Base> {
        self.0.base.as_ref()
    }

    /// Returns the value of the `Authorization` header, marked as sensitive.
    pub(crate) fn header(&self) -> Result<HeaderValue, AccessTokenError> {
        let text = Zeroizing::new(format!("Bearer {}", self.0.secret.expose()));
        let mut header = HeaderValue::from_str(&text).map_err(|_| AccessTokenError(Some(0)))?;
        header.set_sensitive(true);
        Ok(header)
    }
}

/// A string is not a valid access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessTokenError(Option<usize>);

impl fmt::Display for AccessTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("the access token is empty"),
            Some(at) => write!(f, "byte {at} of the access token is not a visible ASCII character"),
        }
    }
}

impl std::error::Error for AccessTokenError {}

//! Access tokens.

use std::{fmt, sync::Arc};

use http::HeaderValue;
use zeroize::Zeroizing;

use crate::{BaseUrl, BaseUrlError, Secret, client::Base};

/// A bearer token that can travel in a header, with what is known of it. A clone costs next to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken(Arc<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    secret: Secret,
    base: Option<Base>,
    scopes: Option<Box<str>>,
}

impl AccessToken {
    /// Takes visible ASCII characters without spaces, at least one.
    ///
    /// # Errors
    ///
    /// When there is anything else in `token`, such as the line feed at the end of a file.
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

    /// The same token, for calls to this base URL and no other.
    ///
    /// # Errors
    ///
    /// When a token may not be sent there.
    pub fn with_base_url(mut self, url: impl Into<BaseUrl>) -> Result<Self, BaseUrlError> {
        Arc::make_mut(&mut self.0).base = Some(Base::check(&url.into())?);
        Ok(self)
    }

    /// The same token, which has these scopes and no others; with blanks between them.
    pub fn with_scopes(mut self, scopes: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).scopes = Some(scopes.into().into());
        self
    }

    /// Where calls with it go, when that is known; without a slash at the end.
    pub fn base_url(&self) -> Option<&str> {
        self.0.base.as_ref().map(Base::as_str)
    }

    /// Its scopes, when they are known.
    pub fn scopes(&self) -> Option<impl Iterator<Item = &str>> {
        self.0.scopes.as_deref().map(str::split_ascii_whitespace)
    }

    /// The same token, for calls to a base URL that has been checked.
    pub(crate) fn with_base(mut self, base: Base) -> Self {
        Arc::make_mut(&mut self.0).base = Some(base);
        self
    }

    /// Whether it is the same token to the service, whatever is known of it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.0.secret == other.0.secret
    }

    pub(crate) fn base(&self) -> Option<&Base> {
        self.0.base.as_ref()
    }

    /// The value of the header `Authorization`, marked as sensitive.
    pub(crate) fn header(&self) -> Result<HeaderValue, AccessTokenError> {
        let text = Zeroizing::new(format!("Bearer {}", self.0.secret.expose()));
        let mut header = HeaderValue::from_str(&text).map_err(|_| AccessTokenError(Some(0)))?;
        header.set_sensitive(true);
        Ok(header)
    }
}

/// A text cannot be an access token.
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

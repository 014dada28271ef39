//! Access tokens and where they come from.

use std::{fmt, sync::Arc};

use http::HeaderValue;
use zeroize::Zeroizing;

use crate::{BoxError, BoxFuture, Secret};

/// Where a client gets the access token of each call from.
///
/// It is asked once per call, so it is the place to keep a token for as long as it lasts.
pub trait TokenSource: Send + Sync {
    /// The token to send now.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;
}

impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        (**self).token()
    }
}

/// A bearer token that can travel in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken(Secret);

impl AccessToken {
    /// Takes visible ASCII characters without spaces, at least one.
    ///
    /// # Errors
    ///
    /// When there is anything else in `token`, such as the line feed at the end of a file.
    pub fn new(token: impl Into<Secret>) -> Result<Self, AccessTokenError> {
        let token = token.into();
        if token.is_empty() {
            return Err(AccessTokenError(None));
        }
        match token.expose().bytes().position(|byte| !byte.is_ascii_graphic()) {
            Some(at) => Err(AccessTokenError(Some(at))),
            None => Ok(Self(token)),
        }
    }

    /// The value of the header `Authorization`, marked as sensitive.
    pub(crate) fn header(&self) -> Result<HeaderValue, AccessTokenError> {
        let text = Zeroizing::new(format!("Bearer {}", self.0.expose()));
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

/// Why there is no access token for a call.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The client was given neither a token nor a source of tokens.
    NotConfigured,
    /// The source gave a token that cannot travel in a header.
    Unusable(AccessTokenError),
    /// The source could not get one.
    Source(BoxError),
}

impl From<AccessTokenError> for TokenError {
    fn from(error: AccessTokenError) -> Self {
        Self::Unusable(error)
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfigured => f.write_str("the client was given no access token and no source of them"),
            Self::Unusable(error) => error.fmt(f),
            Self::Source(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotConfigured | Self::Unusable(_) => None,
            Self::Source(error) => error.source(),
        }
    }
}

/// The one token that a user has given.
#[derive(Debug)]
pub(crate) struct Fixed(pub(crate) AccessToken);

impl TokenSource for Fixed {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

//! Sources of access tokens.

use std::sync::Arc;

use super::{AccessToken, TokenError};
use crate::BoxFuture;

/// Provides the access token of each call.
///
/// It is called once per attempt, so implementations should cache the token.
pub trait TokenSource: Send + Sync {
    /// Returns the token to send.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;

    /// Returns a replacement for `rejected`, a token that the service did not accept, or `None` if there is none.
    ///
    /// The call is then retried with it, at most once.
    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        let _ = rejected;
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Called when the service also rejects a token from [`renewed`](Self::renewed). Does nothing by default.
    fn rejected_again(&self, token: &AccessToken) {
        let _ = token;
    }
}

impl<S: TokenSource + ?Sized> TokenSource for Arc<S> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        (**self).token()
    }

    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        (**self).renewed(rejected)
    }

    fn rejected_again(&self, token: &AccessToken) {
        (**self).rejected_again(token);
    }
}

/// A fixed access token.
#[derive(Debug)]
pub(crate) struct Fixed(pub(crate) AccessToken);

impl TokenSource for Fixed {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

//! Where access tokens come from.

use std::sync::Arc;

use super::{AccessToken, TokenError};
use crate::BoxFuture;

/// Where a client gets the access token of each call from.
///
/// It is asked once per attempt, so it is the place to keep a token for as long as it lasts.
pub trait TokenSource: Send + Sync {
    /// The token to send now.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;

    /// Another token in place of `rejected`, which the service did not take; `None` when there is no other to be had.
    ///
    /// The call is sent once more with it, and once only.
    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        let _ = rejected;
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Told that the service did not take a token either that [`renewed`](Self::renewed) has given. Unless a source says
    /// otherwise, nothing is done.
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

/// The one token that a user has given.
#[derive(Debug)]
pub(crate) struct Fixed(pub(crate) AccessToken);

impl TokenSource for Fixed {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

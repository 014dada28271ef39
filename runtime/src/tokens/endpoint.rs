//! The service's OAuth endpoints, as far as a token provider knows them.

use std::sync::Arc;

use super::{TokenRefusal, TokenSource, answer::Fields};
use crate::{BoxFuture, Error, Response, Secret, client::Base};

/// Sends the calls of a token provider.
pub(crate) trait TokenEndpoint: Send + Sync {
    /// Sends a token call.
    fn token(&self, call: TokenCall) -> BoxFuture<'_, Result<Response<Fields>, Error<TokenRefusal>>>;

    /// Revokes the tokens of whoever the token of `tokens` is for.
    fn revoke(&self, tokens: Arc<dyn TokenSource>) -> BoxFuture<'_, Result<(), Error<TokenRefusal>>>;
}

/// A token call.
pub(crate) struct TokenCall {
    /// Where it is sent, if not to the client's base URL.
    pub(crate) base: Option<Base>,
    pub(crate) idempotent: bool,
    /// All of it is secret, so that no error quotes the response.
    pub(crate) form: Vec<(&'static str, Secret)>,
}

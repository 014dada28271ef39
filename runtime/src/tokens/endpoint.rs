//! The service's OAuth endpoints, as far as a token provider knows them.

use std::sync::Arc;

use super::{TokenRefusal, TokenSource, answer::Fields};
use crate::{BoxFuture, Error, Operation, Response, Secret, client::Base};

/// Sends the calls of a token provider.
pub(crate) trait TokenEndpoint: Send + Sync {
    /// Sends a token request.
    fn token(&self, call: TokenCall) -> BoxFuture<'_, Result<Response<Fields>, Error<TokenRefusal>>>;

    /// Revokes the tokens of the user or company that the token of `tokens` belongs to, with this operation.
    fn revoke(
        &self,
        operation: &'static Operation,
        tokens: Arc<dyn TokenSource>,
    ) -> BoxFuture<'_, Result<(), Error<TokenRefusal>>>;
}

/// A token request.
pub(crate) struct TokenCall {
    /// Where it is sent, if not to the client's base URL.
    pub(crate) base: Option<Base>,
    pub(crate) idempotent: bool,
    /// The whole form is secret, so that no part of the response is shown.
    pub(crate) form: Vec<(&'static str, Secret)>,
}

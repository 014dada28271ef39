//! Token requests and revocation, sent like any other call.

use std::sync::Arc;

use super::Call;
use crate::{
    BoxFuture, Client, Error, Operation, Response, TokenRefusal, TokenSource,
    tokens::{Fields, TokenCall, TokenEndpoint},
};

/// The OAuth endpoints of a client's service.
pub(crate) struct ClientTokenEndpoint {
    /// The client that sends token requests, without tokens of its own.
    pub(crate) client: Client,
    pub(crate) token: &'static Operation,
}

impl TokenEndpoint for ClientTokenEndpoint {
    fn token(
        &self,
        TokenCall { base, idempotent, form }: TokenCall,
    ) -> BoxFuture<'_, Result<Response<Fields>, Error<TokenRefusal>>> {
        let mut call = Call::new(&self.client, self.token)
            .idempotent(idempotent)
            .token_request();
        for (name, value) in form {
            call = call.form_secret(name, value);
        }
        if let Some(base) = base {
            call = call.base(base);
        }
        Box::pin(call.send())
    }

    fn revoke(
        &self,
        operation: &'static Operation,
        tokens: Arc<dyn TokenSource>,
    ) -> BoxFuture<'_, Result<(), Error<TokenRefusal>>> {
        let call = Call::new(&self.client.with_tokens(tokens), operation);
        Box::pin(async move { call.send_ignoring_body().await.map(drop) })
    }
}

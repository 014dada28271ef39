//! The token call and the revocation, sent as any other call is.

use std::sync::Arc;

use super::Call;
use crate::{
    BoxFuture, Client, Error, Operation, Response, TokenRefusal, TokenSource,
    tokens::{Fields, TokenCall, TokenEndpoint},
};

/// The OAuth endpoints of a client's service.
pub(crate) struct ClientTokenEndpoint {
    /// A client without tokens.
    pub(crate) client: Client,
    pub(crate) token: &'static Operation,
    pub(crate) revoke: Option<&'static Operation>,
}

impl TokenEndpoint for ClientTokenEndpoint {
    fn token(
        &self,
        TokenCall { base, idempotent, form }: TokenCall,
    ) -> BoxFuture<'_, Result<Response<Fields>, Error<TokenRefusal>>> {
        let mut call = Call::new(&self.client, self.token).idempotent(idempotent);
        for (name, value) in form {
            call = call.form_secret(name, value);
        }
        if let Some(base) = base {
            call = call.base(base);
        }
        Box::pin(call.send())
    }

    fn revoke(&self, tokens: Arc<dyn TokenSource>) -> BoxFuture<'_, Result<(), Error<TokenRefusal>>> {
        let Some(revoke) = self.revoke else {
            return Box::pin(std::future::ready(Ok(())));
        };
        let call = Call::new(&self.client.with_tokens(tokens), revoke);
        Box::pin(async move { call.send_ignoring_body().await.map(drop) })
    }
}

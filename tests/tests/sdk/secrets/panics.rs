//! User-defined senders, token stores and token sources that panic.

use sap_concur::http;
use sap_concur::{
    AccessToken, Body, BoxFuture, Limits, SendError, Sender, StoreError, StoredToken, TokenKey, TokenSource,
    TokenStore, TokenVersion, VersionedToken,
};

use super::*;
use crate::server::TOKEN;

/// A sender, token store and token source that panics.
struct Panicking;

impl Sender for Panicking {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async { panic!("the sender panicked") })
    }
}

impl TokenStore for Panicking {
    fn load<'a>(&'a self, _: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        Box::pin(async { Ok(None) })
    }

    fn save<'a>(
        &'a self,
        _: &'a TokenKey,
        _: &'a StoredToken,
        _: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async { panic!("the store panicked") })
    }

    fn clear<'a>(&'a self, _: &'a TokenKey, _: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        panic!("the store panicked")
    }
}

impl TokenSource for Panicking {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        panic!("the source panicked")
    }
}

/// Returns the output of two calls of a client, including panics.
fn output_of(concur: &Concur) -> Output {
    let mut output = Output::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the runtime starts");
    for _ in 0..2 {
        let message = panic_message(|| {
            let outcome = runtime.block_on(concur.requests().get("A1").send());
            output.outcome(outcome);
        });
        output.0 += &message;
    }
    output.debug(concur);
    output
}

#[test]
fn panicking_sender_shows_no_secret() {
    let with_token = Concur::builder()
        .base_url(DataCenter::Us2)
        .access_token(ACCESS)
        .sender(Panicking);
    let output = output_of(&with_token.build().expect("the client builds"));
    assert!(output.0.contains("the sender panicked"), "{}", output.0);
    output.assert_no_canary();
    for credentials in &credentials()[..6] {
        let builder = Concur::builder()
            .base_url(DataCenter::Us2)
            .credentials(credentials.clone())
            .sender(Panicking);
        let output = output_of(&builder.build().expect("the client builds"));
        assert!(output.0.contains("panicked"), "{}", output.0);
        output.assert_no_canary();
    }
}

#[test]
fn panicking_store_shows_no_token() {
    let server = service(tokens(), answer(200, r#"{"id": "A1"}"#));
    let builder = Concur::builder()
        .base_url(server.url())
        .credentials(credentials().remove(0))
        .token_store(Panicking);
    let output = output_of(&builder.build().expect("the client builds"));
    assert!(output.0.contains("panicked"), "{}", output.0);
    output.assert_no_canary();
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.path.starts_with("/oauth2/")),
        "a token that is not stored is not used"
    );
}

#[test]
fn panicking_token_source_leaves_the_client_usable() {
    let server = service(tokens(), answer(200, r#"{"id": "A1"}"#));
    let builder = Concur::builder().base_url(server.url()).token_source(Panicking);
    let output = output_of(&builder.build().expect("the client builds"));
    assert!(output.0.contains("the source panicked"), "{}", output.0);
    assert!(server.requests().is_empty());
    assert!(!output.0.contains(TOKEN));
}

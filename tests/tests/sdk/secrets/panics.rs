//! Senders, stores and sources of the user's own that panic.

use sap_concur::runtime::http;
use sap_concur::{
    AccessToken, Body, BoxFuture, Limits, SendError, Sender, StoreError, StoredToken, TokenKey, TokenSource,
    TokenStore, TokenVersion, VersionedToken,
};

use super::*;
use crate::server::TOKEN;

/// Panics wherever it can; but for its sender, it has what is secret in its hands.
struct Panicking;

impl Sender for Panicking {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async { panic!("the sender fell over") })
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
        Box::pin(async { panic!("the store fell over") })
    }

    fn clear<'a>(&'a self, _: &'a TokenKey, _: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        panic!("the store fell over")
    }
}

impl TokenSource for Panicking {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        panic!("the source fell over")
    }
}

/// What is said by a call of this client, its panics included.
fn said(concur: &Concur) -> Seen {
    let mut seen = Seen::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("it starts");
    for _ in 0..2 {
        let said = panic_message(|| {
            let outcome = runtime.block_on(concur.requests().get("A1").send());
            seen.outcome(outcome);
        });
        seen.0 += &said;
    }
    seen.debug(concur);
    seen
}

#[test]
fn a_sender_that_panics_takes_no_secret_with_it() {
    let with_token = Concur::builder()
        .base_url(DataCenter::Us2)
        .access_token(ACCESS)
        .sender(Panicking);
    let seen = said(&with_token.build().expect("the client is whole"));
    assert!(seen.0.contains("the sender fell over"), "{}", seen.0);
    seen.has_no_canary();
    for credentials in &credentials()[..6] {
        let builder = Concur::builder()
            .base_url(DataCenter::Us2)
            .credentials(credentials.clone())
            .sender(Panicking);
        let seen = said(&builder.build().expect("the client is whole"));
        assert!(seen.0.contains("panicked"), "{}", seen.0);
        seen.has_no_canary();
    }
}

#[test]
fn a_store_that_panics_takes_no_token_with_it() {
    let server = service(tokens(), answer(200, r#"{"id": "A1"}"#));
    let builder = Concur::builder()
        .base_url(server.url())
        .credentials(credentials().remove(0))
        .token_store(Panicking);
    let seen = said(&builder.build().expect("the client is whole"));
    assert!(seen.0.contains("panicked"), "{}", seen.0);
    seen.has_no_canary();
    assert!(
        server.all().iter().all(|seen| seen.path.starts_with("/oauth2/")),
        "a token that is not stored is not used"
    );
}

#[test]
fn a_source_that_panics_leaves_the_client_as_it_was() {
    let server = service(tokens(), answer(200, r#"{"id": "A1"}"#));
    let builder = Concur::builder().base_url(server.url()).token_source(Panicking);
    let seen = said(&builder.build().expect("the client is whole"));
    assert!(seen.0.contains("the source fell over"), "{}", seen.0);
    assert!(server.all().is_empty());
    assert!(!seen.0.contains(TOKEN));
}

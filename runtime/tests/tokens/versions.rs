//! Conflicts between two renewals of the same token: the first save wins, regardless of expiry times.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

/// A store like a database row: it compares and swaps, has leases instead of locks, and can be made to fail.
#[derive(Clone, Default)]
struct LeasedStore(Arc<Inner>);

#[derive(Default)]
struct Inner {
    store: MemoryTokenStore,
    failing_saves: AtomicU32,
    full: AtomicBool,
    lease_lost: AtomicBool,
    released: Arc<AtomicU32>,
}

impl TokenStore for LeasedStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        self.0.store.load(key)
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        let fails = |left: u32| left.checked_sub(1);
        match self.0.failing_saves.fetch_update(SeqCst, SeqCst, fails) {
            Ok(_) => Box::pin(async { Err(StoreError::other("no connection")) }),
            Err(_) => self.0.store.save(key, token, replaces),
        }
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.store.clear(key, replaces)
    }

    fn lock<'a>(&'a self, _: &'a TokenKey, _: &'a dyn Clock) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        let lease = Lease(self.clone());
        Box::pin(async { Ok(Box::new(lease) as Box<dyn StoreLock>) })
    }

    fn prepare<'a>(&'a self, _: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        match self.0.full.load(SeqCst) {
            true => Box::pin(async { Err(StoreError::other("the disk is full")) }),
            false => Box::pin(async { Ok(()) }),
        }
    }
}

struct Lease(LeasedStore);

impl StoreLock for Lease {
    fn check(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        match self.0.0.lease_lost.load(SeqCst) {
            true => Box::pin(async { Err(StoreError::LockLost) }),
            false => Box::pin(async { Ok(()) }),
        }
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.0.0.released.fetch_add(1, SeqCst);
        })
    }
}

fn refresh_token(token: &StoredToken) -> &str {
    token.refresh_token().unwrap().expose()
}

#[tokio::test]
async fn the_loser_of_a_swap_gets_the_token_of_the_winner() {
    let fixture = Fixture::new();
    let store = LeasedStore::default();
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    put(&store, &fixture.token(0)).await;
    fixture.endpoint.hold(true);
    let provider = provider(&fixture.client_with(user(), store.clone()));
    let renewal = tokio::spawn({
        let provider = provider.clone();
        async move { provider.token().await }
    });
    while fixture.endpoint.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    // It expires before the token in the response, and is used nevertheless.
    let winner = StoredToken::new(
        "app",
        "canary-access-9",
        fixture.clock.now() + std::time::Duration::from_secs(600),
    )
    .with_refresh_token("canary-refresh-9", None)
    .with_owner("user", Some("user@example.com".into()));
    put(&store, &winner).await;
    fixture.endpoint.hold(false);
    let token = renewal.await.unwrap().unwrap();
    assert_eq!(load_token(&store).await, Some(winner));
    assert_eq!(token, provider.token().await.unwrap());
    assert_eq!(fixture.endpoint.calls().len(), 1);
    assert_eq!(store.0.released.load(SeqCst), 3, "the lease is released");
}

#[tokio::test]
async fn an_unsaved_token_is_saved_regardless_of_expiry_times() {
    for answer in [json!({}), json!({"expires_in": 400})] {
        let fixture = Fixture::new();
        let store = LeasedStore::default();
        fixture.endpoint.accept_refresh_token("canary-refresh-0");
        // The clock was an hour ahead when this token was saved.
        put(&store, &fixture.token(7200)).await;
        fixture.endpoint.reply_with([Reply::TokenWith(answer)]);
        store.0.failing_saves.store(1, SeqCst);
        let provider = provider(&fixture.client_with(user(), store.clone()));
        provider.refresh().await.unwrap_err();
        provider.token().await.unwrap();
        assert_eq!(refresh_token(&load_token(&store).await.unwrap()), "canary-refresh-1");
        assert_eq!(fixture.endpoint.calls().len(), 1);
    }
}

#[tokio::test]
async fn an_unsaved_token_never_replaces_that_of_another_program() {
    let fixture = Fixture::new();
    let store = LeasedStore::default();
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    put(&store, &fixture.token(0)).await;
    store.0.failing_saves.store(1, SeqCst);
    let provider = provider(&fixture.client_with(user(), store.clone()));
    provider.token().await.unwrap_err();
    let other = fixture.token(301).with_refresh_token("canary-refresh-9", None);
    put(&store, &other).await;
    provider.token().await.unwrap();
    assert_eq!(load_token(&store).await, Some(other));
}

#[tokio::test]
async fn no_grant_is_used_if_its_token_could_not_be_saved() {
    for lose_lease in [true, false] {
        let fixture = Fixture::new();
        let store = LeasedStore::default();
        fixture.endpoint.accept_refresh_token("canary-refresh-0");
        put(&store, &fixture.token(0)).await;
        let failing = match lose_lease {
            true => &store.0.lease_lost,
            false => &store.0.full,
        };
        failing.store(true, SeqCst);
        let provider = provider(&fixture.client_with(user(), store.clone()));
        provider.token().await.unwrap_err();
        provider.authorize().await.unwrap_err();
        assert!(fixture.endpoint.calls().is_empty());
        failing.store(false, SeqCst);
        provider.token().await.unwrap();
        assert_eq!(
            store.0.released.load(SeqCst),
            4,
            "the lease is released after errors too"
        );
    }
}

#[tokio::test]
async fn an_unsaved_token_is_in_the_error() {
    let fixture = Fixture::new();
    let store = LeasedStore::default();
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    put(&store, &fixture.token(0)).await;
    store.0.failing_saves.store(u32::MAX, SeqCst);
    let provider = provider(&fixture.client_with(user(), store.clone()));
    for _ in 0..2 {
        let error = provider.token().await.unwrap_err();
        assert_eq!(refresh_token(error.unsaved().unwrap()), "canary-refresh-1");
        assert_eq!(error.carried_out(), CarriedOut::Yes);
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn an_authorization_replaces_the_token_of_a_renewal() {
    let fixture = Fixture::new();
    let store = LeasedStore::default();
    put(&store, &fixture.token(0)).await;
    fixture.endpoint.hold(true);
    let provider = provider(&fixture.client_with(user(), store.clone()));
    let authorization = tokio::spawn({
        let provider = provider.clone();
        async move { provider.authorize().await }
    });
    while fixture.endpoint.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    put(&store, &fixture.token(7200)).await;
    fixture.endpoint.hold(false);
    authorization.await.unwrap().unwrap();
    assert_eq!(refresh_token(&load_token(&store).await.unwrap()), "canary-refresh-1");
}

#[tokio::test]
async fn a_refused_refresh_token_is_loaded_again() {
    let fixture = Fixture::new();
    let store = LeasedStore::default();
    put(&store, &fixture.token(0)).await;
    fixture.endpoint.hold(true);
    let provider = provider(&fixture.client_with(stored_user(), store.clone()));
    let renewal = tokio::spawn({
        let provider = provider.clone();
        async move { provider.token().await }
    });
    while fixture.endpoint.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    // Another program renewed it long ago. That token has expired too, but can be renewed.
    fixture.endpoint.accept_refresh_token("canary-refresh-9");
    put(&store, &fixture.token(0).with_refresh_token("canary-refresh-9", None)).await;
    fixture.endpoint.hold(false);
    renewal.await.unwrap().unwrap();
    assert_eq!(refresh_token(&load_token(&store).await.unwrap()), "canary-refresh-1");
}

#[tokio::test]
async fn one_store_holds_tokens_of_many_companies() {
    let fixture = Fixture::new();
    let credentials = |name: &str| company().field("username", name);
    for name in ["company-1", "company-2", "company-1"] {
        get(&fixture.client(credentials(name))).await.unwrap();
    }
    assert_eq!(fixture.endpoint.calls().len(), 2);
    let mut found = HashMap::new();
    for name in ["company-1", "company-2"] {
        let stored = provider(&fixture.client(credentials(name)))
            .stored()
            .await
            .unwrap()
            .unwrap();
        found.insert(
            stored.access_token().expose().to_owned(),
            stored.principal().map(str::to_owned),
        );
    }
    assert_eq!(found["canary-access-1"].as_deref(), Some("company-1"));
    assert_eq!(found["canary-access-2"].as_deref(), Some("company-2"));
}

#[test]
fn the_texts_of_different_keys_are_different() {
    let key = |grant: &str, principal: &str| TokenKey::new("a").with_principal(grant, principal);
    let keys = [
        TokenKey::new("a"),
        TokenKey::new("A"),
        TokenKey::new("a/b/c"),
        TokenKey::new("a+b+c"),
        key("b", "c"),
        key("b", "C"),
        key("b/c", ""),
        key("b", "../../etc"),
        key("", ""),
    ];
    let texts: std::collections::HashSet<_> = keys.iter().map(TokenKey::to_text).collect();
    assert_eq!(texts.len(), keys.len());
    for text in &texts {
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text}");
    }
    assert!(!format!("{:?}", key("user", "ann@example.com")).contains("ann"));
}

#[tokio::test]
async fn settled_waits_for_the_renewal_and_saves_an_unsaved_token() {
    let fixture = Fixture::new();
    let store = LeasedStore::default();
    fixture.endpoint.accept_refresh_token("canary-refresh-0");
    put(&store, &fixture.token(0)).await;
    store.0.failing_saves.store(2, SeqCst);
    let provider = provider(&fixture.client_with(user(), store.clone()));
    provider.settled().await.unwrap();
    fixture.endpoint.hold(true);
    let call = tokio::spawn({
        let provider = provider.clone();
        async move { provider.token().await }
    });
    while fixture.endpoint.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    let settled = tokio::spawn({
        let provider = provider.clone();
        async move { provider.settled().await }
    });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!settled.is_finished());
    fixture.endpoint.hold(false);
    // Both the save of the renewal and the retry by `settled` failed.
    let error = settled.await.unwrap().unwrap_err();
    assert_eq!(refresh_token(error.unsaved().unwrap()), "canary-refresh-1");
    call.await.unwrap().unwrap_err();
    provider.settled().await.unwrap();
    assert_eq!(refresh_token(&load_token(&store).await.unwrap()), "canary-refresh-1");
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

//! Which of two tokens counts: the one that replaces what the other has replaced already is dropped, whenever it expires.

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

/// A row of a database: it compares and swaps, has leases in place of locks, and can be told to fail.
#[derive(Clone, Default)]
struct Leased(Arc<Inner>);

#[derive(Default)]
struct Inner {
    store: MemoryTokenStore,
    failing_saves: AtomicU32,
    full: AtomicBool,
    lease_lost: AtomicBool,
    released: Arc<AtomicU32>,
}

impl TokenStore for Leased {
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

struct Lease(Leased);

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
async fn the_loser_of_a_swap_takes_what_the_winner_saved() {
    let scene = Scene::new();
    let store = Leased::default();
    scene.authority.knows("canary-refresh-0");
    put(&store, &scene.token(0)).await;
    scene.authority.hold(true);
    let keeper = keeper(&scene.client_with(user(), store.clone()));
    let renewal = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.token().await }
    });
    while scene.authority.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    // It expires before the answer does, and counts all the same.
    let winner = StoredToken::new(
        "app",
        "canary-access-9",
        scene.clock.now() + std::time::Duration::from_secs(600),
    )
    .with_refresh_token("canary-refresh-9", None)
    .with_owner("user", Some("user@example.com".into()));
    put(&store, &winner).await;
    scene.authority.hold(false);
    let token = renewal.await.unwrap().unwrap();
    assert_eq!(taken(&store).await, Some(winner));
    assert_eq!(token, keeper.token().await.unwrap());
    assert_eq!(scene.authority.calls().len(), 1);
    assert_eq!(store.0.released.load(SeqCst), 3, "the lease is given back");
}

#[tokio::test]
async fn an_unsaved_token_is_saved_whatever_the_clock_says() {
    for answer in [json!({}), json!({"expires_in": 400})] {
        let scene = Scene::new();
        let store = Leased::default();
        scene.authority.knows("canary-refresh-0");
        // The clock was an hour ahead when it was saved.
        put(&store, &scene.token(7200)).await;
        scene.authority.say([Say::With(answer)]);
        store.0.failing_saves.store(1, SeqCst);
        let keeper = keeper(&scene.client_with(user(), store.clone()));
        keeper.refresh().await.unwrap_err();
        keeper.token().await.unwrap();
        assert_eq!(refresh_token(&taken(&store).await.unwrap()), "canary-refresh-1");
        assert_eq!(scene.authority.calls().len(), 1);
    }
}

#[tokio::test]
async fn an_unsaved_token_never_replaces_that_of_another_program() {
    let scene = Scene::new();
    let store = Leased::default();
    scene.authority.knows("canary-refresh-0");
    put(&store, &scene.token(0)).await;
    store.0.failing_saves.store(1, SeqCst);
    let keeper = keeper(&scene.client_with(user(), store.clone()));
    keeper.token().await.unwrap_err();
    let other = scene.token(301).with_refresh_token("canary-refresh-9", None);
    put(&store, &other).await;
    keeper.token().await.unwrap();
    assert_eq!(taken(&store).await, Some(other));
}

#[tokio::test]
async fn nothing_is_spent_that_could_not_be_saved() {
    for lose in [true, false] {
        let scene = Scene::new();
        let store = Leased::default();
        scene.authority.knows("canary-refresh-0");
        put(&store, &scene.token(0)).await;
        let failing = match lose {
            true => &store.0.lease_lost,
            false => &store.0.full,
        };
        failing.store(true, SeqCst);
        let keeper = keeper(&scene.client_with(user(), store.clone()));
        keeper.token().await.unwrap_err();
        keeper.authorize().await.unwrap_err();
        assert!(scene.authority.calls().is_empty());
        failing.store(false, SeqCst);
        keeper.token().await.unwrap();
        assert_eq!(
            store.0.released.load(SeqCst),
            4,
            "the lease is given back after errors too"
        );
    }
}

#[tokio::test]
async fn an_unsaved_token_is_in_the_error() {
    let scene = Scene::new();
    let store = Leased::default();
    scene.authority.knows("canary-refresh-0");
    put(&store, &scene.token(0)).await;
    store.0.failing_saves.store(u32::MAX, SeqCst);
    let keeper = keeper(&scene.client_with(user(), store.clone()));
    for _ in 0..2 {
        let error = keeper.token().await.unwrap_err();
        assert_eq!(refresh_token(error.unsaved().unwrap()), "canary-refresh-1");
        assert_eq!(error.carried_out(), CarriedOut::Yes);
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn whoever_authorizes_takes_the_place_of_a_renewal() {
    let scene = Scene::new();
    let store = Leased::default();
    put(&store, &scene.token(0)).await;
    scene.authority.hold(true);
    let keeper = keeper(&scene.client_with(user(), store.clone()));
    let authorization = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.authorize().await }
    });
    while scene.authority.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    put(&store, &scene.token(7200)).await;
    scene.authority.hold(false);
    authorization.await.unwrap().unwrap();
    assert_eq!(refresh_token(&taken(&store).await.unwrap()), "canary-refresh-1");
}

#[tokio::test]
async fn a_refused_refresh_token_is_looked_up_again() {
    let scene = Scene::new();
    let store = Leased::default();
    put(&store, &scene.token(0)).await;
    scene.authority.hold(true);
    let keeper = keeper(&scene.client_with(stored_user(), store.clone()));
    let renewal = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.token().await }
    });
    while scene.authority.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    // Another program has renewed it long ago: what it saved has expired too, and can be renewed.
    scene.authority.knows("canary-refresh-9");
    put(&store, &scene.token(0).with_refresh_token("canary-refresh-9", None)).await;
    scene.authority.hold(false);
    renewal.await.unwrap().unwrap();
    assert_eq!(refresh_token(&taken(&store).await.unwrap()), "canary-refresh-1");
}

#[tokio::test]
async fn one_store_serves_many_companies() {
    let scene = Scene::new();
    let credentials = |name: &str| company().field("username", name);
    for name in ["company-1", "company-2", "company-1"] {
        get(&scene.client(credentials(name))).await.unwrap();
    }
    assert_eq!(scene.authority.calls().len(), 2);
    let mut found = HashMap::new();
    for name in ["company-1", "company-2"] {
        let stored = keeper(&scene.client(credentials(name)))
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
fn keys_are_texts_that_tell_all_keys_apart() {
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
async fn settled_waits_for_the_renewal_and_saves_what_is_unsaved() {
    let scene = Scene::new();
    let store = Leased::default();
    scene.authority.knows("canary-refresh-0");
    put(&store, &scene.token(0)).await;
    store.0.failing_saves.store(2, SeqCst);
    let keeper = keeper(&scene.client_with(user(), store.clone()));
    keeper.settled().await.unwrap();
    scene.authority.hold(true);
    let call = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.token().await }
    });
    while scene.authority.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    let settled = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.settled().await }
    });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!settled.is_finished());
    scene.authority.hold(false);
    // The renewal could not be saved, and neither could this.
    let error = settled.await.unwrap().unwrap_err();
    assert_eq!(refresh_token(error.unsaved().unwrap()), "canary-refresh-1");
    call.await.unwrap().unwrap_err();
    keeper.settled().await.unwrap();
    assert_eq!(refresh_token(&taken(&store).await.unwrap()), "canary-refresh-1");
    assert_eq!(scene.authority.calls().len(), 1);
}

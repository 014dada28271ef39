//! No refresh token is lost when a store, a sender or a whole program fails.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::SeqCst},
};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

/// The failure of a store.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Load,
    Lock,
    SaveError,
    SavePanic,
    /// The save succeeds, and then the program crashes.
    PanicAfterSave,
}

/// A store that fails this many times.
#[derive(Clone)]
struct FailingStore {
    store: MemoryTokenStore,
    fault: Fault,
    remaining: Arc<AtomicU32>,
}

impl FailingStore {
    fn new(store: &MemoryTokenStore, fault: Fault, remaining: u32) -> Self {
        Self {
            store: store.clone(),
            fault,
            remaining: Arc::new(remaining.into()),
        }
    }

    fn fails(&self, fault: Fault) -> bool {
        let fails = |remaining: u32| remaining.checked_sub(1);
        self.fault == fault && self.remaining.fetch_update(SeqCst, SeqCst, fails).is_ok()
    }
}

fn fault<T>() -> Result<T, StoreError> {
    Err(StoreError::other("the disk is full"))
}

impl TokenStore for FailingStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        match self.fails(Fault::Load) {
            true => Box::pin(async { fault() }),
            false => self.store.load(key),
        }
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async move {
            if self.fails(Fault::SaveError) {
                return fault();
            }
            assert!(!self.fails(Fault::SavePanic), "the store panics on purpose");
            let version = self.store.save(key, token, replaces).await?;
            assert!(!self.fails(Fault::PanicAfterSave), "the store panics on purpose");
            Ok(version)
        })
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        self.store.clear(key, replaces)
    }

    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        match self.fails(Fault::Lock) {
            true => Box::pin(async { fault() }),
            false => self.store.lock(key, clock),
        }
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_saved_is_neither_used_nor_lost() {
    for fault in [Fault::SaveError, Fault::SavePanic] {
        let fixture = Fixture::new();
        fixture.store(0).await;
        let client = fixture.client_with(user(), FailingStore::new(&fixture.store, fault, 2));
        for _ in 0..2 {
            let error = get(&client).await.unwrap_err();
            let Error::Token(error) = error else { panic!("{error}") };
            assert!(
                matches!(error.error(), TokenError::NotSaved { .. } | TokenError::Source(_)),
                "{error}"
            );
            assert!(
                fixture.endpoint.api_calls().is_empty(),
                "the token was used before it was saved"
            );
            assert_eq!(fixture.stored().await.access_token().expose(), "canary-access-0");
        }
        get(&client).await.unwrap();
        assert_eq!(
            fixture.endpoint.grants(),
            ["refresh_token"],
            "the refresh token is used once"
        );
        assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
        assert_eq!(
            fixture.stored().await.refresh_token().unwrap().expose(),
            "canary-refresh-1"
        );
    }
}

#[tokio::test]
async fn the_old_token_is_used_while_the_new_one_cannot_be_saved() {
    let fixture = Fixture::new();
    fixture.store(100).await;
    let client = fixture.client_with(user(), FailingStore::new(&fixture.store, Fault::SaveError, 2));
    for bearer in ["canary-access-0", "canary-access-0", "canary-access-1"] {
        get(&client).await.unwrap();
        assert_eq!(last_bearer(&fixture.endpoint), bearer);
    }
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn a_store_failure_before_the_call_uses_no_refresh_token() {
    for fault in [Fault::Load, Fault::Lock] {
        let fixture = Fixture::new();
        fixture.store(0).await;
        let client = fixture.client_with(user(), FailingStore::new(&fixture.store, fault, 1));
        let error = get(&client).await.unwrap_err();
        assert!(error.to_string().contains("the disk is full"), "{error}");
        assert!(fixture.endpoint.calls().is_empty());
        get(&client).await.unwrap();
    }
}

#[tokio::test]
async fn a_crash_between_refresh_and_use_loses_no_refresh_token() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let client = fixture.client_with(user(), FailingStore::new(&fixture.store, Fault::PanicAfterSave, 1));
    get(&client).await.unwrap_err();
    drop(client);
    assert!(fixture.endpoint.api_calls().is_empty());

    // The program is started again.
    let client = fixture.client(user());
    get(&client).await.unwrap();
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
    fixture.clock.advance(3600);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token", "refresh_token"]);
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-2");
}

#[tokio::test]
async fn a_token_provider_survives_a_panic_of_the_sender() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    fixture.endpoint.reply_with([Reply::Panic]);
    let client = fixture.client(user());
    let error = get(&client).await.unwrap_err();
    assert!(error.to_string().contains("getting a token panicked"), "{error}");
    get(&client).await.unwrap();
}

#[tokio::test]
async fn a_call_dropped_during_a_refresh_leaves_the_store_consistent() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    fixture.endpoint.hold(true);
    let client = fixture.client(user());
    let call = tokio::spawn({
        let client = client.clone();
        async move { get(&client).await }
    });
    while fixture.endpoint.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    drop(client);
    assert_eq!(fixture.stored().await.access_token().expose(), "canary-access-0");

    // The new refresh token is stored although no caller waits for it.
    fixture.endpoint.hold(false);
    #[cfg(feature = "tokio")]
    {
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        get(&fixture.client(user())).await.unwrap();
        assert_eq!(fixture.endpoint.grants(), ["refresh_token"]);
        assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
    }
}

/// Without a tokio runtime, only the next caller can continue a renewal.
#[test]
fn the_next_caller_continues_the_renewal_of_a_dropped_one() {
    use std::task::{Context, Poll, Waker};

    fn run<T>(future: impl Future<Output = T>) -> T {
        let mut future = Box::pin(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return output;
            }
        }
    }
    // The first caller is dropped after this many polls: before the call, during it, and after the response.
    for polls in 1..8 {
        let fixture = Fixture::new();
        run(fixture.store(0));
        let provider = provider(&fixture.client(user()));
        let mut call = Box::pin(provider.token());
        for _ in 0..polls {
            if call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
        }
        drop(call);
        run(provider.token()).unwrap();
        assert_eq!(fixture.endpoint.grants(), ["refresh_token"], "after {polls} polls");
        assert_eq!(run(fixture.stored()).access_token().expose(), "canary-access-1");
    }
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn callers_that_are_dropped_at_any_point_lose_no_refresh_token() {
    for polls in 0..12 {
        let fixture = Fixture::new();
        fixture.store(0).await;
        let client = fixture.client(user());
        let calls: Vec<_> = (0..5)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { get(&client).await })
            })
            .collect();
        for _ in 0..polls {
            tokio::task::yield_now().await;
        }
        for call in calls {
            call.abort();
        }
        get(&client).await.unwrap();
        assert_eq!(fixture.endpoint.grants(), ["refresh_token"], "after {polls} polls");
        assert_eq!(
            fixture.stored().await.refresh_token().unwrap().expose(),
            "canary-refresh-1"
        );
    }
}

#[tokio::test]
async fn an_unusable_response_loses_no_refresh_token() {
    for invalid in [
        json!({"geolocation": "https://elsewhere.example.org"}),
        json!({"access_token": null}),
        json!({"access_token": "two words"}),
    ] {
        let fixture = Fixture::new();
        fixture.store(0).await;
        let soon = fixture.clock.now() + std::time::Duration::from_secs(60);
        let earlier = fixture.token(0).with_refresh_token("canary-refresh-0", Some(soon));
        put(&fixture.store, &earlier).await;
        fixture.endpoint.reply_with([Reply::TokenWith(invalid.clone())]);
        let client = fixture.client(user());
        get(&client).await.unwrap_err();
        assert!(fixture.endpoint.api_calls().is_empty(), "{invalid}");
        let stored = fixture.stored().await;
        assert_eq!(
            stored.refresh_token().unwrap().expose(),
            "canary-refresh-1",
            "{invalid}"
        );
        assert_eq!(stored.access_token().expose(), "canary-access-0", "{invalid}");
        assert_eq!(stored.geolocation(), Some(BASE), "{invalid}");
        assert_eq!(
            stored.refresh_expires_at(),
            None,
            "not the expiry of the earlier one, {invalid}"
        );

        // The next call renews with the new refresh token at the same base URL.
        get(&client).await.unwrap();
        assert_eq!(
            fixture.endpoint.grants(),
            ["refresh_token", "refresh_token"],
            "{invalid}"
        );
        assert_eq!(fixture.endpoint.calls()[1].base, BASE, "{invalid}");
    }
}

#[tokio::test]
async fn an_unsaved_token_is_saved_by_the_next_call() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let client = fixture.client_with(user(), FailingStore::new(&fixture.store, Fault::SaveError, 1));
    get(&client).await.unwrap();
    provider(&client).refresh().await.unwrap_err();
    get(&client).await.unwrap();
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-1");
    assert_eq!(
        fixture.stored().await.refresh_token().unwrap().expose(),
        "canary-refresh-1"
    );
}

#[tokio::test]
async fn an_unsaved_token_does_not_replace_a_newer_stored_one() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let client = fixture.client_with(user(), FailingStore::new(&fixture.store, Fault::SaveError, 1));
    get(&client).await.unwrap_err();
    let later = fixture.token(7200).with_refresh_token("canary-refresh-9", None);
    put(&fixture.store, &later).await;
    get(&client).await.unwrap();
    assert_eq!(fixture.stored().await, later);
    assert_eq!(last_bearer(&fixture.endpoint), "canary-access-0");
}

#[tokio::test]
async fn an_unusable_response_without_a_refresh_token_changes_nothing() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    let earlier = fixture.stored().await;
    let invalid = json!({"refresh_token": null, "access_token": null});
    fixture.endpoint.reply_with([Reply::TokenWith(invalid)]);
    get(&fixture.client(user())).await.unwrap_err();
    assert_eq!(fixture.stored().await, earlier);
}

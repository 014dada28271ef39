//! What survives when a store, a sender or a whole program fails at the worst moment.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::SeqCst},
};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

/// How a store fails.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Load,
    Lock,
    SaveError,
    SavePanic,
    /// The save is done, and then the program is gone.
    PanicAfterSave,
}

/// A store that fails as often as it is told to.
#[derive(Clone)]
struct Failing {
    store: MemoryTokenStore,
    fault: Fault,
    times: Arc<AtomicU32>,
}

impl Failing {
    fn new(store: &MemoryTokenStore, fault: Fault, times: u32) -> Self {
        Self {
            store: store.clone(),
            fault,
            times: Arc::new(times.into()),
        }
    }

    fn fails(&self, fault: Fault) -> bool {
        let fails = |times: u32| times.checked_sub(1);
        self.fault == fault && self.times.fetch_update(SeqCst, SeqCst, fails).is_ok()
    }
}

fn fault<T>() -> Result<T, StoreError> {
    Err(StoreError::other("the disk is full"))
}

impl TokenStore for Failing {
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
            assert!(!self.fails(Fault::SavePanic), "the store was told to");
            let version = self.store.save(key, token, replaces).await?;
            assert!(!self.fails(Fault::PanicAfterSave), "the store was told to");
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
async fn a_token_that_is_not_saved_is_not_used_and_not_lost() {
    for fault in [Fault::SaveError, Fault::SavePanic] {
        let scene = Scene::new();
        scene.store(0).await;
        let client = scene.client_with(user(), Failing::new(&scene.store, fault, 2));
        for _ in 0..2 {
            let error = get(&client).await.unwrap_err();
            let Error::Token(error) = error else { panic!("{error}") };
            assert!(
                matches!(error.error(), TokenError::NotSaved { .. } | TokenError::Source(_)),
                "{error}"
            );
            assert!(scene.authority.api_calls().is_empty(), "it is used before it is saved");
            assert_eq!(scene.stored().await.access_token().expose(), "canary-access-0");
        }
        get(&client).await.unwrap();
        assert_eq!(
            scene.authority.grants(),
            ["refresh_token"],
            "the refresh token is spent once"
        );
        assert_eq!(last_bearer(&scene.authority), "canary-access-1");
        assert_eq!(
            scene.stored().await.refresh_token().unwrap().expose(),
            "canary-refresh-1"
        );
    }
}

#[tokio::test]
async fn as_long_as_the_earlier_token_lives_calls_go_on_while_the_new_one_cannot_be_saved() {
    let scene = Scene::new();
    scene.store(100).await;
    let client = scene.client_with(user(), Failing::new(&scene.store, Fault::SaveError, 2));
    for bearer in ["canary-access-0", "canary-access-0", "canary-access-1"] {
        get(&client).await.unwrap();
        assert_eq!(last_bearer(&scene.authority), bearer);
    }
    assert_eq!(scene.authority.calls().len(), 1);
}

#[tokio::test]
async fn a_store_that_fails_before_the_call_costs_no_refresh_token() {
    for fault in [Fault::Load, Fault::Lock] {
        let scene = Scene::new();
        scene.store(0).await;
        let client = scene.client_with(user(), Failing::new(&scene.store, fault, 1));
        let error = get(&client).await.unwrap_err();
        assert!(error.to_string().contains("the disk is full"), "{error}");
        assert!(scene.authority.calls().is_empty());
        get(&client).await.unwrap();
    }
}

#[tokio::test]
async fn a_crash_between_refresh_and_use_loses_no_refresh_token() {
    let scene = Scene::new();
    scene.store(0).await;
    let client = scene.client_with(user(), Failing::new(&scene.store, Fault::PanicAfterSave, 1));
    get(&client).await.unwrap_err();
    drop(client);
    assert!(scene.authority.api_calls().is_empty());

    // The next start of the program.
    let client = scene.client(user());
    get(&client).await.unwrap();
    assert_eq!(last_bearer(&scene.authority), "canary-access-1");
    scene.clock.pass(3600);
    get(&client).await.unwrap();
    assert_eq!(scene.authority.grants(), ["refresh_token", "refresh_token"]);
    assert_eq!(last_bearer(&scene.authority), "canary-access-2");
}

#[tokio::test]
async fn a_sender_that_panics_does_not_take_the_keeper_with_it() {
    let scene = Scene::new();
    scene.store(0).await;
    scene.authority.say([Say::Panic]);
    let client = scene.client(user());
    let error = get(&client).await.unwrap_err();
    assert!(error.to_string().contains("getting a token panicked"), "{error}");
    get(&client).await.unwrap();
}

#[tokio::test]
async fn a_call_dropped_in_the_middle_of_a_refresh_leaves_the_store_consistent() {
    let scene = Scene::new();
    scene.store(0).await;
    scene.authority.hold(true);
    let client = scene.client(user());
    let call = tokio::spawn({
        let client = client.clone();
        async move { get(&client).await }
    });
    while scene.authority.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    drop(client);
    assert_eq!(scene.stored().await.access_token().expose(), "canary-access-0");

    // Nobody waits any more, and yet the new refresh token is stored.
    scene.authority.hold(false);
    #[cfg(feature = "tokio")]
    {
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        get(&scene.client(user())).await.unwrap();
        assert_eq!(scene.authority.grants(), ["refresh_token"]);
        assert_eq!(last_bearer(&scene.authority), "canary-access-1");
    }
}

/// Without a runtime of tokio there is nobody to carry a renewal on but the next caller.
#[test]
fn the_next_caller_carries_on_what_a_dropped_one_has_begun() {
    use std::task::{Context, Poll, Waker};

    fn run<T>(future: impl Future<Output = T>) -> T {
        let mut future = Box::pin(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return output;
            }
        }
    }
    // After so many polls the first caller goes away: before the call, during it, and after the answer.
    for polls in 1..8 {
        let scene = Scene::new();
        run(scene.store(0));
        let keeper = keeper(&scene.client(user()));
        let mut call = Box::pin(keeper.token());
        for _ in 0..polls {
            if call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
        }
        drop(call);
        run(keeper.token()).unwrap();
        assert_eq!(scene.authority.grants(), ["refresh_token"], "after {polls} polls");
        assert_eq!(run(scene.stored()).access_token().expose(), "canary-access-1");
    }
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn callers_who_go_away_at_any_moment_lose_no_refresh_token() {
    for polls in 0..12 {
        let scene = Scene::new();
        scene.store(0).await;
        let client = scene.client(user());
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
        assert_eq!(scene.authority.grants(), ["refresh_token"], "after {polls} polls");
        assert_eq!(
            scene.stored().await.refresh_token().unwrap().expose(),
            "canary-refresh-1"
        );
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_loses_no_refresh_token() {
    for odd in [
        json!({"geolocation": "https://elsewhere.example.org"}),
        json!({"access_token": null}),
        json!({"access_token": "two words"}),
    ] {
        let scene = Scene::new();
        scene.store(0).await;
        let soon = scene.clock.now() + std::time::Duration::from_secs(60);
        let earlier = scene.token(0).with_refresh_token("canary-refresh-0", Some(soon));
        put(&scene.store, &earlier).await;
        scene.authority.say([Say::With(odd.clone())]);
        let client = scene.client(user());
        get(&client).await.unwrap_err();
        assert!(scene.authority.api_calls().is_empty(), "{odd}");
        let stored = scene.stored().await;
        assert_eq!(stored.refresh_token().unwrap().expose(), "canary-refresh-1", "{odd}");
        assert_eq!(stored.access_token().expose(), "canary-access-0", "{odd}");
        assert_eq!(stored.geolocation(), Some(BASE), "{odd}");
        assert_eq!(stored.refresh_expires_at(), None, "that of the earlier one, {odd}");

        // The next call renews with it, where the one before did.
        get(&client).await.unwrap();
        assert_eq!(scene.authority.grants(), ["refresh_token", "refresh_token"], "{odd}");
        assert_eq!(scene.authority.calls()[1].base, BASE, "{odd}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_saved_yet_is_before_the_earlier_one_is_used_again() {
    let scene = Scene::new();
    scene.store(3600).await;
    let client = scene.client_with(user(), Failing::new(&scene.store, Fault::SaveError, 1));
    get(&client).await.unwrap();
    keeper(&client).refresh().await.unwrap_err();
    get(&client).await.unwrap();
    assert_eq!(last_bearer(&scene.authority), "canary-access-1");
    assert_eq!(
        scene.stored().await.refresh_token().unwrap().expose(),
        "canary-refresh-1"
    );
}

#[tokio::test]
async fn a_token_that_is_not_saved_does_not_replace_a_later_one_of_another_program() {
    let scene = Scene::new();
    scene.store(0).await;
    let client = scene.client_with(user(), Failing::new(&scene.store, Fault::SaveError, 1));
    get(&client).await.unwrap_err();
    let later = scene.token(7200).with_refresh_token("canary-refresh-9", None);
    put(&scene.store, &later).await;
    get(&client).await.unwrap();
    assert_eq!(scene.stored().await, later);
    assert_eq!(last_bearer(&scene.authority), "canary-access-0");
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_and_has_no_refresh_token_leaves_the_earlier_one() {
    let scene = Scene::new();
    scene.store(0).await;
    let earlier = scene.stored().await;
    let odd = json!({"refresh_token": null, "access_token": null});
    scene.authority.say([Say::With(odd)]);
    get(&scene.client(user())).await.unwrap_err();
    assert_eq!(scene.stored().await, earlier);
}

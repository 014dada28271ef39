//! Calls that are dropped before they complete, after each possible number of polls. Nothing is lost and the client
//! keeps working.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use sap_concur::request::CreateRequest;
use sap_concur::{Concur, Credentials, FileTokenStore, MemoryTokenStore, RetryPolicy, TokenKey, TokenStore};
use tokio::sync::Semaphore;

use crate::clock::FastClock;
use crate::server::{Server, TOKEN, answer, refusal};
use crate::service::{Directory, Service, USER, company_key};

/// The maximum number of tries of a flow. A flow can complete within few polls if a response arrives while it is
/// polled, and is then tried again.
const MAX_TRIES: usize = 500;

/// Polls a future at most `polls` times. Returns its output, or drops it and returns `None`.
async fn within_polls<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut polled = 0;
    poll_fn(|cx| {
        polled += 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if polled >= polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn get(concur: &Concur) {
    let request = concur.requests().get("A1").user_id(USER).await.expect("it exists");
    assert_eq!(request.id.as_deref(), Some("A1"));
}

fn company(service: &Service, store: FileTokenStore) -> Concur {
    let builder = service.builder().token_store(store);
    builder.build().expect("the client builds")
}

async fn stored_refresh_token(directory: &Directory) -> Option<String> {
    let stored = directory
        .store()
        .load(&company_key())
        .await
        .expect("the store is readable")?
        .token;
    stored.refresh_token().map(|token| token.expose().to_owned())
}

/// Asserts that the client and a new client work, and that the store has the valid refresh token.
async fn assert_clients_work(service: &Service, directory: &Directory, concur: &Concur) {
    get(concur).await;
    // A dropped refresh may still be in progress if the call did not need it.
    let started = Instant::now();
    while stored_refresh_token(directory).await != service.refresh_token() {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "the store never gets the valid refresh token"
        );
        tokio::task::yield_now().await;
    }
    service.advance_one_hour();
    get(&company(service, directory.store())).await;
    let calls = service.token_calls();
    assert!(calls.iter().all(|call| call.ends_with(" 200")), "{calls:?}");
    assert_eq!(
        calls.iter().filter(|call| call.starts_with("password")).count(),
        1,
        "{calls:?}"
    );
    service.assert_no_violations();
}

#[tokio::test]
async fn dropping_a_call_during_the_first_grant_uses_it_once() {
    let mut polls = 1;
    for _ in 0..MAX_TRIES {
        let (service, directory) = (Service::start(), Directory::new(&format!("first-{polls}")));
        let concur = company(&service, directory.store());
        let ended = within_polls(polls, get(&concur)).await.is_some();
        assert_clients_work(&service, &directory, &concur).await;
        if ended && polls > 2 {
            return;
        }
        polls += usize::from(!ended);
    }
    panic!("it never completes");
}

#[tokio::test]
async fn dropping_a_call_during_a_refresh_keeps_the_refresh_token() {
    let mut polls = 1;
    for _ in 0..MAX_TRIES {
        let (service, directory) = (Service::start(), Directory::new(&format!("refreshed-{polls}")));
        let concur = company(&service, directory.store());
        get(&concur).await;
        service.advance_one_hour();
        let ended = within_polls(polls, get(&concur)).await.is_some();
        assert_clients_work(&service, &directory, &concur).await;
        assert_eq!(service.token_calls().len(), 3, "{:?}", service.token_calls());
        if ended && polls > 2 {
            return;
        }
        polls += usize::from(!ended);
    }
    panic!("it never completes");
}

#[tokio::test]
async fn dropping_an_explicit_refresh_keeps_the_refresh_token() {
    let mut polls = 1;
    for _ in 0..MAX_TRIES {
        let (service, directory) = (Service::start(), Directory::new(&format!("explicit-{polls}")));
        let concur = company(&service, directory.store());
        get(&concur).await;
        let tokens = concur.tokens().expect("the client has credentials").clone();
        let ended = within_polls(polls, tokens.refresh()).await.is_some();
        assert_clients_work(&service, &directory, &concur).await;
        if ended && polls > 1 {
            return;
        }
        polls += usize::from(!ended);
    }
    panic!("it never completes");
}

#[tokio::test]
async fn dropped_create_is_never_sent_twice() {
    let mut polls = 1;
    for _ in 0..MAX_TRIES {
        let (service, directory) = (Service::start(), Directory::new(&format!("create-{polls}")));
        let concur = company(&service, directory.store());
        get(&concur).await;
        let create = concur
            .requests()
            .create(&CreateRequest::builder().build())
            .user_id(USER)
            .send();
        let ended = within_polls(polls, create).await.is_some();
        assert_clients_work(&service, &directory, &concur).await;
        assert!(service.created() <= 1, "{}", service.created());
        if ended && polls > 1 {
            assert_eq!(service.created(), 1);
            return;
        }
        polls += usize::from(!ended);
    }
    panic!("it never completes");
}

#[tokio::test]
async fn dropping_a_wait_for_an_item_skips_no_item() {
    let service = Service::start();
    let concur = service.concur();
    for prefetch in [false, true] {
        for polls in 1..4 {
            let list = concur.requests().list().user_id(USER).limit(2);
            let mut items = match prefetch {
                true => list.stream().prefetch(),
                false => list.stream(),
            };
            let (mut ids, mut dropped) = (Vec::new(), 0);
            loop {
                match within_polls(polls, items.try_next()).await {
                    Some(Ok(Some(request))) => ids.push(request.id.expect("it has an id")),
                    Some(Ok(None)) => break,
                    Some(Err(error)) => panic!("{error:?}"),
                    None => dropped += 1,
                }
                assert!(dropped < 10_000, "it never completes");
                tokio::task::yield_now().await;
            }
            assert_eq!(ids, ["0", "1", "2", "3", "4", "5", "6"]);
            assert!(polls > 1 || dropped > 0, "it was never dropped");
        }
    }
    service.assert_no_violations();
}

#[tokio::test]
async fn dropping_a_list_with_a_page_in_flight_is_harmless() {
    let mut polls = 1;
    for _ in 0..MAX_TRIES {
        let (service, directory) = (Service::start(), Directory::new(&format!("list-{polls}")));
        let concur = company(&service, directory.store());
        let list = concur.requests().list().user_id(USER).limit(2);
        let read = async {
            list.stream()
                .prefetch()
                .collect_up_to(100)
                .await
                .map(|items| items.len())
        };
        let ended = within_polls(polls, read).await;
        assert_clients_work(&service, &directory, &concur).await;
        let Some(read) = ended else {
            polls += 1;
            continue;
        };
        assert_eq!(read.expect("the pages load"), 7);
        if polls > 4 {
            return;
        }
    }
    panic!("it never completes");
}

#[tokio::test]
async fn dropped_waiter_sends_no_more_calls() {
    let mut polls = 1;
    for _ in 0..MAX_TRIES {
        let server = Server::with_responses([
            answer(404, refusal("notFound", "not yet")),
            answer(200, r#"{"purchaseRequestQueueStatus": "PENDING_CREATION"}"#),
            answer(200, r#"{"purchaseRequestQueueStatus": "CREATED"}"#),
        ]);
        let builder = Concur::builder().base_url(server.url()).access_token(TOKEN);
        let builder = builder.clock(FastClock::default()).retries(RetryPolicy::never());
        let orders = builder.build().expect("the client builds").purchase_requests();
        let wait = || orders.wait_until_created("b1e2").into_future();
        let ended = within_polls(polls, wait()).await;
        let sent = server.requests().len();
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        // One request may still be in flight; no other follows.
        assert!(server.requests().len() <= sent + 1);
        wait().await.expect("it is created");
        let Some(ended) = ended else {
            polls += 1;
            continue;
        };
        ended.expect("it is created");
        if polls > 3 {
            return;
        }
    }
    panic!("it never completes");
}

#[tokio::test]
async fn abandoned_refresh_is_still_stored() {
    let gate = Arc::new(Semaphore::new(0));
    let closed = Arc::clone(&gate);
    let server = Server::with_handler(move |_| {
        let body = r#"{"access_token": "a", "refresh_token": "the only one", "expires_in": 3600}"#;
        answer(200, body).through(&closed)
    });
    let store = MemoryTokenStore::new();
    let credentials = Credentials::company("app", "secret", "uuid", "at-1");
    let builder = Concur::builder().base_url(server.url()).credentials(credentials);
    let concur = builder.token_store(store.clone()).build().expect("the client builds");
    let key = TokenKey::new("app").with_principal("company", "uuid");
    let mut call = Box::pin(concur.requests().get("A1").send());
    // Poll only until the request is sent.
    while server.requests().is_empty() {
        assert!(within_polls(1, call.as_mut()).await.is_none());
        tokio::task::yield_now().await;
    }
    drop(call);
    drop(concur);
    gate.add_permits(1);
    let started = Instant::now();
    let stored = loop {
        assert!(started.elapsed() < Duration::from_secs(20), "it is never stored");
        if let Some(stored) = store.load(&key).await.expect("the store is readable") {
            break stored.token;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(stored.refresh_token().map(|token| token.expose()), Some("the only one"));
    assert_eq!(server.requests().len(), 1);
}

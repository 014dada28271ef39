//! Prefetching the next page.

use std::{
    pin::pin,
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    task::Poll,
    time::Duration,
};

use sap_concur_runtime::{AccessToken, BoxFuture, Call, ClientBuilder, SendError, TokenError, TokenSource};
use serde_json::json;

use super::support::*;

fn items(net: &Net) -> Items {
    Items::new(Call::new(&net.client(), &LIST), &PAGING).prefetch()
}

#[tokio::test]
async fn reading_the_first_item_of_a_page_requests_the_next_page() {
    let net = Net::new(|number, _| {
        let next = format!("?start={}", number + 1);
        Answer::Later(Box::new(things([1, 2], (number < 2).then_some(&next))))
    });
    let mut items = items(&net);
    let mut calls = vec![net.calls()];
    while items.try_next().await.unwrap().is_some() {
        calls.push(net.calls());
    }
    assert_eq!(calls, [0, 2, 2, 3, 3, 3, 3]);
}

#[test]
fn reading_an_item_polls_the_prefetched_call() {
    let net = Net::new(|number, _| match number {
        0 => things([1, 2, 3, 4], Some("?start=4")),
        _ => {
            let answer = things([5], None);
            // It takes four polls: one when the first page arrives, and one for each item but the first.
            (0..3).fold(answer, |answer, _| Answer::Later(Box::new(answer)))
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    let mut items = items(&net);
    for expected in 1..=5 {
        let Poll::Ready(item) = poll_once(pin!(items.next())) else {
            panic!("{expected} is not ready")
        };
        assert_eq!(item.unwrap().unwrap(), expected);
    }
    assert_eq!(net.calls(), 2);
}

#[tokio::test]
async fn at_most_one_page_is_prefetched() {
    let net = Net::new(|number, _| things([1, 2, 3, 4], Some(&format!("?start={}", number + 1))));
    let mut items = items(&net);
    for _ in 0..4 {
        items.try_next().await.unwrap();
        assert_eq!(net.calls(), 2);
    }
}

#[tokio::test]
async fn pages_can_be_prefetched_too() {
    let net = Net::new(|number, _| things([1], ["?start=1", "?start=2"].get(number).copied()));
    let mut pages = Pages::new(Call::new(&net.client(), &LIST), &PAGING).prefetch();
    let mut calls = Vec::new();
    while pages.try_next().await.unwrap().is_some() {
        calls.push(net.calls());
    }
    assert_eq!(calls, [2, 3, 3]);
}

#[tokio::test]
async fn an_error_of_a_prefetched_page_comes_after_the_items() {
    let net = Net::new(|number, _| match number {
        0 => things([1, 2], Some("?start=2")),
        _ => Answer::status(400, json!({})),
    });
    let mut items = items(&net);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(net.calls(), 2);
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    assert_eq!(items.try_next().await.unwrap_err().status().unwrap(), 400);
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(net.calls(), 2);
}

#[tokio::test]
async fn a_prefetched_page_that_timed_out_is_requested_once_more() {
    let timed_out = || SendError::TimedOut {
        after: Duration::from_secs(75),
    };
    let net = Net::new(move |number, _| match number {
        0 => things([1], Some("?start=1")),
        1 => Answer::Fails(timed_out()),
        2 => things([2], Some("?start=2")),
        _ => Answer::Fails(timed_out()),
    });
    let mut items = items(&net);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    // Call 3 is the prefetch; call 4 is sent when the page is needed, and its failure is returned.
    assert!(matches!(items.try_next().await, Err(Error::NoResponse(_))));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(net.calls(), 5);
}

#[tokio::test]
async fn a_prefetched_page_without_a_response_is_not_requested_again() {
    let net = Net::new(|number, _| match number {
        0 => things([1], Some("?start=1")),
        _ => Answer::Fails(SendError::NoResponse("broken off".into())),
    });
    let mut items = items(&net);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert!(matches!(items.try_next().await, Err(Error::NoResponse(_))));
    assert_eq!(net.calls(), 2);
}

/// A token source whose call for the second token times out.
struct SlowTokens {
    net: Net,
    token_requests: AtomicU32,
}

impl TokenSource for SlowTokens {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            if self.token_requests.fetch_add(1, SeqCst) != 1 {
                return AccessToken::new(ACCESS_TOKEN).map_err(TokenError::from);
            }
            match Call::new(&self.net.client(), &LIST)
                .send_ignoring_body::<TestError>()
                .await
            {
                Err(Error::NoResponse(error)) => Err(TokenError::NoResponse(error)),
                other => panic!("{other:?}"),
            }
        })
    }
}

#[tokio::test]
async fn a_prefetched_page_is_retried_if_its_token_timed_out() {
    let after = Duration::from_secs(75);
    let tokens = SlowTokens {
        net: Net::new(move |_, _| Answer::Fails(SendError::TimedOut { after })),
        token_requests: AtomicU32::new(0),
    };
    let net = Net::new(|number, _| things([1], (number == 0).then_some("?start=1")));
    let builder = ClientBuilder::new(&SERVICE).base_url("https://api.example.com");
    let builder = builder
        .token_source(tokens)
        .sender(net.clone())
        .clock(FakeClock::default());
    let mut items = Items::new(Call::new(&builder.build().unwrap(), &LIST), &PAGING).prefetch();
    assert_eq!(items.collect_up_to(9).await.unwrap(), [1, 1]);
    assert_eq!(net.calls(), 2);
}

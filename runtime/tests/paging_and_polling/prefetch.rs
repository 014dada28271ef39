//! The next page, before it is wanted.

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
async fn the_next_page_is_asked_for_when_a_page_begins_to_be_read() {
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
fn a_call_ahead_is_carried_on_with_each_item_that_is_read() {
    let net = Net::new(|number, _| match number {
        0 => things([1, 2, 3, 4], Some("?start=4")),
        _ => {
            let answer = things([5], None);
            // It takes four polls: one when the first page comes, and one for each item but the first.
            (0..3).fold(answer, |answer, _| Answer::Later(Box::new(answer)))
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    let mut items = items(&net);
    for expected in 1..=5 {
        let Poll::Ready(item) = poll_once(pin!(items.next())) else {
            panic!("{expected} is not there yet")
        };
        assert_eq!(item.unwrap().unwrap(), expected);
    }
    assert_eq!(net.calls(), 2);
}

#[tokio::test]
async fn no_more_than_one_page_is_ahead() {
    let net = Net::new(|number, _| things([1, 2, 3, 4], Some(&format!("?start={}", number + 1))));
    let mut items = items(&net);
    for _ in 0..4 {
        items.try_next().await.unwrap();
        assert_eq!(net.calls(), 2);
    }
}

#[tokio::test]
async fn pages_are_fetched_ahead_too() {
    let net = Net::new(|number, _| things([1], ["?start=1", "?start=2"].get(number).copied()));
    let mut pages = Pages::new(Call::new(&net.client(), &LIST), &PAGING).prefetch();
    let mut calls = Vec::new();
    while pages.try_next().await.unwrap().is_some() {
        calls.push(net.calls());
    }
    assert_eq!(calls, [2, 3, 3]);
}

#[tokio::test]
async fn an_error_ahead_comes_after_the_items_before_it() {
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
async fn a_page_ahead_that_was_left_alone_too_long_is_asked_for_once_more() {
    let late = || SendError::TimedOut {
        after: Duration::from_secs(75),
    };
    let net = Net::new(move |number, _| match number {
        0 => things([1], Some("?start=1")),
        1 => Answer::Fails(late()),
        2 => things([2], Some("?start=2")),
        _ => Answer::Fails(late()),
    });
    let mut items = items(&net);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    // Number 3 was ahead, number 4 is when it is wanted, and its failure is one.
    assert!(matches!(items.try_next().await, Err(Error::NoResponse(_))));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(net.calls(), 5);
}

#[tokio::test]
async fn a_page_ahead_whose_answer_broke_off_is_an_error_and_not_asked_for_again() {
    let net = Net::new(|number, _| match number {
        0 => things([1], Some("?start=1")),
        _ => Answer::Fails(SendError::NoResponse("broken off".into())),
    });
    let mut items = items(&net);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert!(matches!(items.try_next().await, Err(Error::NoResponse(_))));
    assert_eq!(net.calls(), 2);
}

/// A source of tokens whose own call, for the second token, was left alone too long.
struct Slow {
    net: Net,
    asked: AtomicU32,
}

impl TokenSource for Slow {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            if self.asked.fetch_add(1, SeqCst) != 1 {
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
async fn a_page_ahead_whose_token_was_left_alone_too_long_is_asked_for_once_more() {
    let after = Duration::from_secs(75);
    let tokens = Slow {
        net: Net::new(move |_, _| Answer::Fails(SendError::TimedOut { after })),
        asked: AtomicU32::new(0),
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

//! Connections that are cut at every message.

use std::time::Duration;

use concur_stores::PostgresTokenStore;
use sap_concur::{StoreError, TokenKey, TokenStore};

use crate::proxy::{Cut, Proxy};
use crate::support::*;

/// Everything that a store does, from an empty database.
async fn everything(store: &PostgresTokenStore) -> Result<(), StoreError> {
    let (key, clock) = (key(), clock());
    let mut lock = store.lock(&key, &clock).await?;
    assert_eq!(store.load(&key).await?, None);
    store.prepare(&key).await?;
    lock.check().await?;
    let first = store.save(&key, &token(1), None).await?;
    let second = store.save(&key, &token(2), Some(&first)).await?;
    assert_eq!(load(store).await, Some(token(2)));
    store.clear(&key, &second).await?;
    let third = store.save(&key, &token(3), None).await?;
    assert_eq!([first.as_str(), second.as_str(), third.as_str()], ["1", "2", "4"]);
    lock.release().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn store_survives_a_cut_at_every_message() {
    let Some(server) = server("store_survives_a_cut_at_every_message") else {
        return;
    };
    for cut in [Cut::Before, Cut::After] {
        let mut messages = 0;
        loop {
            let url = server.database().await;
            let proxy = Proxy::start(&url, cut, messages, 1);
            everything(&store(&proxy.url()))
                .await
                .unwrap_or_else(|error| panic!("{cut:?} message {messages}: {error}"));
            let mut direct = store(&url)
                .lock(&key(), &clock())
                .await
                .expect("the lease was released");
            direct.check().await.expect("it is held");
            assert_eq!(
                load(&store(&url)).await.map(|found| found.access_token().clone()),
                Some("canary-access-3".into())
            );
            if !proxy.is_done() {
                break;
            }
            messages += 1;
        }
        eprintln!("{cut:?}: {messages} messages");
        assert!(messages > 20, "only {messages} messages");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn save_whose_answer_was_lost_is_no_conflict() {
    let Some(url) = database("save_whose_answer_was_lost_is_no_conflict").await else {
        return;
    };
    // The answer to each fourteenth message is lost.
    let proxy = Proxy::start(url.split('?').next().unwrap_or(&url), Cut::After, 13, 12);
    let programs = (0..4_u32).map(|program| {
        let (store, key) = (store(&proxy.url()), TokenKey::new(format!("app-{program}")));
        tokio::spawn(async move {
            let mut replaces = None;
            for number in 0..25 {
                let saved = store.save(&key, &token(number), replaces.as_ref()).await;
                let version = saved.expect("nobody else saves");
                assert_eq!(version.as_str(), (number + 1).to_string());
                let stored = store.load(&key).await.expect("the store works").expect("a token");
                assert_eq!((stored.token, &stored.version), (token(number), &version));
                replaces = Some(version);
            }
        })
    });
    for program in programs.collect::<Vec<_>>() {
        program.await.expect("no panic");
    }
    assert!(proxy.is_done(), "too few connections were cut");
}

#[tokio::test]
async fn server_that_stays_away_is_an_error_that_says_so() {
    let store = store("postgres://concur:hush-hush@%2Fno%2Fsuch%2Ffolder/concur").patience(Duration::from_millis(200));
    let error = store.load(&key()).await.expect_err("there is no server");
    let text = format!("{error} {error:?} {store:?}");
    assert!(
        text.contains("no connection to the database `concur` on /no/such/folder"),
        "{text}"
    );
    assert!(!text.contains("hush-hush"), "{text}");
}

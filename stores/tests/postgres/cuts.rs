//! Connections that are cut at every message.

use std::time::Duration;

use concur_stores::PostgresTokenStore;
use sap_concur::{StoreError, TokenStore};

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
            let proxy = Proxy::start(&url, cut, messages);
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
            if !proxy.has_cut() {
                break;
            }
            messages += 1;
        }
        eprintln!("{cut:?}: {messages} messages");
        assert!(messages > 20, "only {messages} messages");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn conflicts_are_true_while_connections_are_cut() {
    let test = "conflicts_are_true_while_connections_are_cut";
    let (Some(url), Some(server)) = (database(test).await, server(test)) else {
        return;
    };
    let cutting = tokio::spawn(async move {
        loop {
            server.cut_connections(test).await;
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    });
    let programs = (0..4_u32).map(|program| {
        let store = store(&url);
        tokio::spawn(async move {
            let mut saved = 0;
            for number in 0..25 {
                let stored = store.load(&key()).await.expect("the store works");
                let replaces = stored.map(|stored| stored.version);
                match store
                    .save(&key(), &token(program * 1000 + number), replaces.as_ref())
                    .await
                {
                    Ok(_) => saved += 1,
                    Err(StoreError::Conflict) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            saved
        })
    });
    let mut saved: u32 = 0;
    for program in programs.collect::<Vec<_>>() {
        saved += program.await.expect("no panic");
    }
    cutting.abort();
    let _ = cutting.await;
    // A save that was reported as a conflict, or twice, would make a difference.
    assert_eq!(
        ask(&url, "SELECT version::text FROM concur_token").await,
        saved.to_string()
    );
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

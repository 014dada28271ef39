//! Versions when many programs save at once.

use std::collections::BTreeSet;

use sap_concur::{StoreError, TokenStore, TokenVersion};

use crate::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_saves_at_once_wins() {
    let Some(url) = database("one_of_many_saves_at_once_wins").await else {
        return;
    };
    let stores: Vec<_> = (0..5).map(|_| store(&url)).collect();
    let mut replaces: Option<TokenVersion> = None;
    let mut seen = BTreeSet::new();
    for round in 0..10 {
        let saves = (0..40_u32).map(|number| {
            let (store, replaces) = (stores[number as usize % 5].clone(), replaces.clone());
            let token = token(round * 100 + number);
            tokio::spawn(async move { (store.save(&key(), &token, replaces.as_ref()).await, token) })
        });
        let mut winner = None;
        for save in saves.collect::<Vec<_>>() {
            match save.await.expect("no panic") {
                (Ok(version), token) => assert!(winner.replace((version, token)).is_none(), "two saves won"),
                (Err(StoreError::Conflict), _) => {}
                (Err(error), _) => panic!("{error}"),
            }
        }
        let (version, token) = winner.expect("one save wins");
        let stored = stores[0].load(&key()).await.expect("the store works").expect("a token");
        assert_eq!((&stored.version, stored.token), (&version, token));
        assert!(seen.insert(version.as_str().to_owned()), "a version is reused");
        replaces = Some(version);
    }
}

#[tokio::test]
async fn every_column_is_readable_by_an_operator() {
    let Some(url) = database("every_column_is_readable_by_an_operator").await else {
        return;
    };
    let store = store(&url);
    store.save(&key(), &token(1), None).await.expect("there is no token");
    let lock = store.lock(&key(), &clock()).await.expect("nobody else has the lease");
    let row = ask(
        &url,
        "SELECT concat_ws(' ', key, version, client_id, grant_name, principal, scopes, geolocation, lease_client,
             expires_at - changed_at BETWEEN '50 minutes' AND '61 minutes', lease_until - clock_timestamp() < '15 s')
         FROM concur_token",
    )
    .await;
    let expected = format!(
        "app/company/%41cme%20%26%20%43o 1 app company Acme & Co travelrequest.write \
         https://us2.api.concursolutions.com every_column_is_readable_by_an_operator, process {} t t",
        std::process::id()
    );
    assert_eq!(row, expected);
    let without = ask(
        &url,
        "SELECT string_agg(attname, ' ') FROM pg_attribute
         WHERE attrelid = 'concur_token'::regclass AND attnum > 0 AND col_description(attrelid, attnum) IS NULL",
    )
    .await;
    assert_eq!(without, "-", "columns without a comment");
    lock.release().await;
}

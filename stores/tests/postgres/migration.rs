//! How the table comes to be.

use std::time::Duration;

use sap_concur::TokenStore;

use crate::support::*;

/// The URL for another role.
fn as_role(url: &str, role: &str) -> String {
    url.replacen("concur@", &format!("{role}@"), 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_start_at_once_share_one_table() {
    let Some(url) = database("programs_that_start_at_once").await else {
        return;
    };
    let programs = (0..20).map(|_| {
        let store = store(&url);
        tokio::spawn(async move { load(&store).await })
    });
    for program in programs.collect::<Vec<_>>() {
        assert_eq!(program.await.expect("no panic"), None);
    }
    assert_eq!(
        ask(&url, "SELECT format::text FROM concur_format WHERE name = 'token'").await,
        "1"
    );
}

#[tokio::test]
async fn role_that_creates_no_tables_uses_one_that_is_there() {
    let Some(url) = database("role_that_creates_no_tables").await else {
        return;
    };
    run(
        &url,
        "CREATE ROLE worker LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    )
    .await;
    let worker = as_role(&url, "worker");
    let error = store(&worker)
        .prepare(&key())
        .await
        .expect_err("there is no table")
        .to_string();
    assert!(
        error.contains("let a role that may create tables migrate the token store"),
        "{error}"
    );
    store(&url).migrate().await.expect("the owner may create it");
    run(
        &url,
        "GRANT SELECT ON concur_format TO worker; GRANT SELECT ON concur_token TO worker",
    )
    .await;
    let error = store(&worker)
        .prepare(&key())
        .await
        .expect_err("it may not write")
        .to_string();
    assert!(error.contains("permission denied for table concur_token"), "{error}");
    run(&url, "GRANT INSERT, UPDATE ON concur_token TO worker").await;
    let store = store(&worker);
    let lock = store.lock(&key(), &clock()).await.expect("it may write");
    store.prepare(&key()).await.expect("it may write");
    let version = store.save(&key(), &token(1), None).await.expect("it may write");
    store.clear(&key(), &version).await.expect("it may write");
    lock.release().await;
}

#[tokio::test]
async fn table_of_a_newer_release_is_refused() {
    let Some(url) = database("table_of_a_newer_release").await else {
        return;
    };
    store(&url)
        .save(&key(), &token(1), None)
        .await
        .expect("there is no token");
    run(&url, "UPDATE concur_format SET format = 2").await;
    let store = store(&url).patience(Duration::from_secs(600));
    for refused in [
        store.load(&key()).await.map(drop),
        store.save(&key(), &token(2), None).await.map(drop),
        store.prepare(&key()).await,
        store.lock(&key(), &clock()).await.map(drop),
    ] {
        let error = refused.expect_err("it is newer").to_string();
        assert!(
            error.contains("the token tables have format 2 of a newer version"),
            "{error}"
        );
    }
    assert_eq!(
        ask(&url, "SELECT access_token FROM concur_token").await,
        "canary-access-1"
    );
}

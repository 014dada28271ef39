//! Secrets in errors and in what the server logs.

use sap_concur::TokenStore;

use crate::support::*;

#[tokio::test]
async fn error_of_the_server_does_not_quote_a_row() {
    let Some(url) = database("error_of_the_server").await else {
        return;
    };
    let store = store(&url);
    store.migrate().await.expect("the table is created");
    // The server quotes the whole row in the details of this error.
    run(&url, "ALTER TABLE concur_token ADD CHECK (access_token IS NULL)").await;
    let error = store.save(&key(), &token(1), None).await.expect_err("it is refused");
    let source = std::error::Error::source(&error).map(|source| format!("{source:?}"));
    let text = format!("{error} {error:?} {source:?} {store:?}");
    assert!(text.contains("violates check constraint"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[tokio::test]
async fn statements_have_no_token_in_their_text() {
    let Some(url) = database("statements_have_no_token").await else {
        return;
    };
    let store = store(&url);
    let first = store.save(&key(), &token(1), None).await.expect("there is no token");
    let statement = || {
        ask(
            &url,
            "SELECT query FROM pg_stat_activity 
             WHERE application_name = 'statements_have_no_token' AND query NOT LIKE '%pg_stat%'",
        )
    };
    let saved = statement().await;
    assert!(
        saved.contains("access_token = $13") && !saved.contains("canary"),
        "{saved}"
    );
    store.load(&key()).await.expect("the store works");
    store.clear(&key(), &first).await.expect("it is the version");
    let cleared = statement().await;
    assert!(
        cleared.contains("version = $3") && !cleared.contains("Acme"),
        "{cleared}"
    );
}

//! Tokens that are encrypted in the table.

use concur_stores::{EncryptionKeys, PostgresTokenStore};
use sap_concur::{StoreError, TokenKey, TokenStore};

use crate::support::*;

const ROW: &str = "SELECT concur_token::text FROM concur_token WHERE key LIKE 'app/%'";
const KEY_OF_ROW: &str = "SELECT encryption_key FROM concur_token WHERE key LIKE 'app/%'";

fn keys(digits: &[&str]) -> EncryptionKeys {
    let keys: Vec<String> = digits.iter().map(|digits| digits.repeat(32)).collect();
    EncryptionKeys::parse(&keys.join(",").into()).expect("the keys are valid")
}

fn with_keys(url: &str, digits: &[&str]) -> PostgresTokenStore {
    store(url).encrypted_with(keys(digits))
}

async fn replace(store: &PostgresTokenStore, number: u32) {
    let replaces = store
        .load(&key())
        .await
        .expect("the store works")
        .map(|stored| stored.version);
    store
        .save(&key(), &token(number), replaces.as_ref())
        .await
        .expect("nobody else saves");
}

async fn error_of(store: &PostgresTokenStore) -> String {
    store
        .load(&key())
        .await
        .expect_err("it cannot be decrypted")
        .to_string()
}

#[tokio::test]
async fn encrypted_row_shows_no_token() {
    let Some(url) = database("encrypted_row_shows_no_token").await else {
        return;
    };
    let store = with_keys(&url, &["ab"]);
    replace(&store, 1).await;
    let row = ask(&url, ROW).await;
    assert!(!row.contains("canary"), "{row}");
    assert!(
        row.contains("Acme & Co") && row.contains("travelrequest.write"),
        "{row}"
    );
    assert_eq!(load(&store).await, Some(token(1)));
}

#[tokio::test]
async fn wrong_or_missing_key_is_an_error_and_changes_nothing() {
    let Some(url) = database("wrong_or_missing_key").await else {
        return;
    };
    let right = with_keys(&url, &["ab"]);
    replace(&right, 1).await;
    let (before, id) = (ask(&url, ROW).await, ask(&url, KEY_OF_ROW).await);
    for (wrong, expected) in [
        (store(&url), format!("encrypted with the key {id}, and no key is given")),
        (
            with_keys(&url, &["cd"]),
            format!("encrypted with the key {id}, and the keys given are "),
        ),
    ] {
        let error = error_of(&wrong).await;
        assert!(error.contains(&expected), "{error}");
        assert!(!error.contains("cdcd"), "{error}");
        // So that nobody authorizes for a store that cannot keep it.
        assert!(wrong.prepare(&key()).await.is_err());
        let saved = wrong.save(&key(), &token(9), None).await;
        assert!(matches!(saved, Err(StoreError::Conflict)), "{saved:?}");
    }
    assert_eq!(ask(&url, ROW).await, before);
    assert_eq!(load(&right).await, Some(token(1)));
}

#[tokio::test]
async fn keys_are_rotated_one_renewal_after_the_other() {
    let Some(url) = database("keys_are_rotated").await else {
        return;
    };
    replace(&store(&url), 1).await;
    assert_eq!(ask(&url, KEY_OF_ROW).await, "-");
    let mut before = String::new();
    for (number, digits) in [(2, &["ab"] as &[&str]), (3, &["cd", "ab"]), (4, &["cd"])] {
        let store = with_keys(&url, digits);
        assert_eq!(
            load(&store).await.map(|token| token.access_token().clone()),
            Some(format!("canary-access-{}", number - 1).into())
        );
        replace(&store, number).await;
        let id = ask(&url, KEY_OF_ROW).await;
        assert_eq!(Some(id.as_str()), store_ids(digits).first().map(String::as_str));
        assert_eq!(id == before, number == 4, "{digits:?}");
        before = id;
    }
    // What was plain is nowhere in the row any more.
    assert!(!ask(&url, ROW).await.contains("canary"));
}

fn store_ids(digits: &[&str]) -> Vec<String> {
    keys(digits).ids().map(str::to_owned).collect()
}

#[tokio::test]
async fn values_moved_between_rows_or_columns_are_rejected() {
    let Some(url) = database("values_moved_between_rows").await else {
        return;
    };
    let store = with_keys(&url, &["ab"]);
    let other = TokenKey::new("other");
    store.save(&other, &token(7), None).await.expect("there is no token");
    for (number, move_it) in [
        (
            1,
            "UPDATE concur_token SET access_token = refresh_token WHERE key LIKE 'app/%'",
        ),
        (
            2,
            "UPDATE concur_token SET refresh_token = other.refresh_token FROM concur_token other
             WHERE concur_token.key LIKE 'app/%' AND other.key = 'other'",
        ),
        (
            3,
            "UPDATE concur_token SET id_token = overlay(id_token PLACING '0000' FROM 30) WHERE key LIKE 'app/%'",
        ),
    ] {
        run(&url, "DELETE FROM concur_token WHERE key LIKE 'app/%'").await;
        replace(&store, number).await;
        run(&url, move_it).await;
        let error = error_of(&store).await;
        assert!(
            error.contains("of the stored token was changed, or is from another row"),
            "{error}"
        );
    }
}

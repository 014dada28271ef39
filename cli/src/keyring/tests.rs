//! Unit tests, on the keyring in memory that comes with the crate.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Once;
use std::time::SystemTime;

use super::*;

static IN_MEMORY: Once = Once::new();

fn keyring(folder: &tempfile::TempDir) -> Keyring {
    IN_MEMORY.call_once(|| keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap()));
    Keyring {
        lock: folder.path().join("keyring.lock"),
    }
}

fn token(text: &str) -> StoredToken {
    StoredToken::new("client", text.to_owned(), SystemTime::now())
}

#[tokio::test]
async fn a_token_longer_than_an_entry_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = keyring(&folder);
    let key = TokenKey::new("client").with_principal("profile", "long");
    let long = token(&"ü0123456789".repeat(1000));
    TokenStore::save(&keyring, &key, &long, None).await.unwrap();
    let stored = TokenStore::load(&keyring, &key).await.unwrap().unwrap();
    assert_eq!(stored.token, long);
}

#[tokio::test]
async fn only_the_version_that_was_read_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = keyring(&folder);
    let key = TokenKey::new("client").with_principal("profile", "versions");
    let first = TokenStore::save(&keyring, &key, &token("one"), None).await.unwrap();
    let second = TokenStore::save(&keyring, &key, &token("two"), Some(&first))
        .await
        .unwrap();
    let late = TokenStore::save(&keyring, &key, &token("late"), Some(&first)).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    assert!(matches!(
        TokenStore::clear(&keyring, &key, &first).await,
        Err(StoreError::Conflict)
    ));
    assert_eq!(
        TokenStore::load(&keyring, &key).await.unwrap().unwrap().token,
        token("two")
    );
    TokenStore::clear(&keyring, &key, &second).await.unwrap();
    assert!(TokenStore::load(&keyring, &key).await.unwrap().is_none());
}

#[test]
fn parts_that_do_not_count_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = keyring(&folder);
    keyring.keep_text("secret", &"a".repeat(3 * PART)).unwrap();
    keyring.keep_text("secret", "b").unwrap();
    assert_eq!(keyring.text("secret").unwrap().as_deref(), Some("b"));
    for part in 0..3 {
        let old = entry("secret", 1, part).unwrap().get_password();
        assert!(matches!(old, Err(Error::NoEntry)));
    }
    keyring.forget_text("secret").unwrap();
    assert_eq!(keyring.text("secret").unwrap(), None);
}

//! What every store does, whatever keeps its tokens.

use std::time::Duration;

use sap_concur::{FileTokenStore, MemoryTokenStore, StoreError, TokenKey, TokenStore, TokenVersion};

use crate::support::*;

fn is_conflict<T>(result: Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict))
}

async fn versions_protect_the_token(store: &dyn TokenStore) {
    let (key, other, clock) = (key(), TokenKey::new("app"), clock());
    let lock = store.lock(&key, &clock).await.expect("nobody else has the lock");
    assert!(store.load(&key).await.expect("the store works").is_none());
    assert!(is_conflict(store.clear(&key, &TokenVersion::new("1")).await));
    assert!(is_conflict(
        store.save(&key, &token(9), Some(&TokenVersion::new("7"))).await
    ));
    let first = store.save(&key, &token(1), None).await.expect("there is no token");
    assert!(is_conflict(store.save(&key, &token(9), None).await));
    store.prepare(&key).await.expect("the store can save");
    let second = store
        .save(&key, &token(2), Some(&first))
        .await
        .expect("it is the version");
    assert!(is_conflict(store.save(&key, &token(9), Some(&first)).await));
    assert!(is_conflict(store.clear(&key, &first).await));
    let stored = store.load(&key).await.expect("the store works").expect("a token");
    assert_eq!((stored.token, &stored.version), (token(2), &second));
    store.clear(&key, &second).await.expect("it is the version");
    assert!(store.load(&key).await.expect("the store works").is_none());
    assert!(is_conflict(store.clear(&key, &second).await));
    assert!(is_conflict(store.save(&key, &token(9), Some(&second)).await));
    let third = store.save(&key, &token(3), None).await.expect("there is no token");
    assert!(![first, second].contains(&third), "a version is reused");
    assert!(store.load(&other).await.expect("the store works").is_none());
    lock.release().await;
}

async fn lock_excludes_others_until_it_is_released_or_dropped(store: &dyn TokenStore) {
    let (key, other, clock) = (key(), TokenKey::new("app"), clock());
    let mut lock = store.lock(&key, &clock).await.expect("nobody else has the lock");
    let of_other = store.lock(&other, &clock).await.expect("another token");
    of_other.release().await;
    for is_dropped in [false, true] {
        let mut next = store.lock(&key, &clock);
        let early = tokio::time::timeout(Duration::from_millis(150), &mut next).await;
        assert!(early.is_err(), "two programs have the lock");
        lock.check().await.expect("it is held");
        match is_dropped {
            true => drop(lock),
            false => lock.release().await,
        }
        let taken = tokio::time::timeout(Duration::from_secs(5), next).await;
        lock = taken.expect("the lock is free").expect("the store works");
    }
}

#[tokio::test]
async fn every_store_conforms() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stores: Vec<Box<dyn TokenStore>> = vec![
        Box::new(MemoryTokenStore::new()),
        Box::new(FileTokenStore::in_directory(folder.path())),
    ];
    if let Some(url) = database("every_store_conforms").await {
        stores.push(Box::new(store(&url)));
        let keys = concur_stores::EncryptionKeys::parse(&"ab".repeat(32).into()).expect("a key");
        let url = database("every_store_conforms").await.expect("it was there before");
        stores.push(Box::new(store(&url).encrypted_with(keys)));
    }
    for store in stores {
        versions_protect_the_token(&*store).await;
        lock_excludes_others_until_it_is_released_or_dropped(&*store).await;
    }
}

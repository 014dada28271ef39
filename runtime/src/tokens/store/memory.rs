//! A token store in memory.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::lock::{Mutex as AsyncMutex, OwnedMutexGuard};

use super::{StoreError, StoreLock, TokenKey, TokenStore, TokenVersion, VersionedToken};
use crate::{BoxFuture, Clock, StoredToken};

/// A token store that lives as long as the program. Clones share their tokens.
#[derive(Clone, Default)]
pub struct MemoryTokenStore {
    table: Arc<Mutex<Table>>,
}

#[derive(Default)]
struct Table {
    tokens: HashMap<TokenKey, VersionedToken>,
    locks: HashMap<TokenKey, Arc<AsyncMutex<()>>>,
    /// Number of versions so far.
    versions: u64,
}

impl MemoryTokenStore {
    /// Creates an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn check(&self, key: &TokenKey, replaces: Option<&TokenVersion>) -> Result<(), StoreError> {
        match self.tokens.get(key).map(|stored| &stored.version) == replaces {
            true => Ok(()),
            false => Err(StoreError::Conflict),
        }
    }
}

impl TokenStore for MemoryTokenStore {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        Box::pin(async move { Ok(self.table().tokens.get(key).cloned()) })
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        Box::pin(async move {
            let mut table = self.table();
            table.check(key, replaces)?;
            table.versions += 1;
            let version = TokenVersion::new(table.versions.to_string());
            let stored = VersionedToken {
                token: token.clone(),
                version: version.clone(),
            };
            table.tokens.insert(key.clone(), stored);
            Ok(version)
        })
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut table = self.table();
            table.check(key, Some(replaces))?;
            table.tokens.remove(key);
            Ok(())
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        _: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        Box::pin(async move {
            let mutex = Arc::clone(self.table().locks.entry(key.clone()).or_default());
            Ok(Box::new(Guard(mutex.lock_owned().await)) as Box<dyn StoreLock>)
        })
    }
}

/// Unlocks on drop.
struct Guard(#[expect(dead_code, reason = "it is held for its drop")] OwnedMutexGuard<()>);

impl StoreLock for Guard {}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryTokenStore")
    }
}

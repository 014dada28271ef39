//! A store in memory.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::lock::Mutex as AsyncMutex;

use super::{StoreError, TokenStore};
use crate::{BoxFuture, Clock, StoredToken};

/// Keeps a token as long as the program runs. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryTokenStore {
    token: Arc<Mutex<Option<StoredToken>>>,
    renewing: Arc<AsyncMutex<()>>,
}

impl MemoryTokenStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn token(&self) -> MutexGuard<'_, Option<StoredToken>> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryTokenStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, StoreError>> {
        Box::pin(std::future::ready(Ok(self.token().clone())))
    }

    fn save<'a>(&'a self, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            *self.token() = Some(token.clone());
            Ok(())
        })
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            *self.token() = None;
            Ok(())
        })
    }

    fn lock<'a>(&'a self, _: &'a dyn Clock) -> BoxFuture<'a, Result<Box<dyn Send>, StoreError>> {
        Box::pin(async move {
            let guard = Arc::clone(&self.renewing).lock_owned().await;
            Ok(Box::new(guard) as Box<dyn Send>)
        })
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryTokenStore")
    }
}

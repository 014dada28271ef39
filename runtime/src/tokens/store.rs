//! Where tokens are kept.

mod error;
mod file;
mod lock;
mod memory;

use std::sync::Arc;

pub use error::StoreError;
pub use file::FileTokenStore;
pub use memory::MemoryTokenStore;

use super::StoredToken;
use crate::{BoxFuture, Clock};

/// Keeps one token, so that the next start of a program begins with it.
///
/// A new token is saved before it is used, so that a refresh token that the service has given in place of another is
/// never lost.
///
/// A store of your own keeps the text of [`StoredToken::to_json`]:
///
/// ```
/// use std::sync::Mutex;
///
/// use sap_concur_runtime::{BoxFuture, Secret, StoreError, StoredToken, TokenStore};
///
/// /// A row of a database.
/// struct Row(Mutex<Option<Secret>>);
///
/// impl TokenStore for Row {
///     fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, StoreError>> {
///         Box::pin(async {
///             let row = self.0.lock().map_err(|_| StoreError::other("the row is locked"))?;
///             let token = row.as_ref().map(|text| StoredToken::from_json(text.expose()));
///             token.transpose().map_err(StoreError::other)
///         })
///     }
///
///     fn save<'a>(&'a self, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>> {
///         Box::pin(async {
///             let mut row = self.0.lock().map_err(|_| StoreError::other("the row is locked"))?;
///             *row = Some(token.to_json());
///             Ok(())
///         })
///     }
///
///     fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>> {
///         Box::pin(async {
///             let mut row = self.0.lock().map_err(|_| StoreError::other("the row is locked"))?;
///             *row = None;
///             Ok(())
///         })
///     }
/// }
/// ```
///
/// When several programs share such a store, let [`lock`](Self::lock) lock the row.
pub trait TokenStore: Send + Sync {
    /// The token that it has; `None` when it is empty.
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, StoreError>>;

    /// Keeps `token` in place of what it has. When this returns, the token survives a crash.
    fn save<'a>(&'a self, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Forgets what it has.
    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Waits until nobody else renews the token of this store, and keeps others from it until the guard is dropped.
    ///
    /// The token is loaded again under the guard, so of two programs with one store only one spends the refresh token.
    /// Unless a store says otherwise, nothing is locked.
    fn lock<'a>(&'a self, clock: &'a dyn Clock) -> BoxFuture<'a, Result<Box<dyn Send>, StoreError>> {
        let _ = clock;
        Box::pin(std::future::ready(Ok(Box::new(()) as Box<dyn Send>)))
    }
}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, StoreError>> {
        (**self).load()
    }

    fn save<'a>(&'a self, token: &'a StoredToken) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).save(token)
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).clear()
    }

    fn lock<'a>(&'a self, clock: &'a dyn Clock) -> BoxFuture<'a, Result<Box<dyn Send>, StoreError>> {
        (**self).lock(clock)
    }
}

//! Token stores.

mod error;
mod file;
mod key;
mod lock;
mod memory;

use std::sync::Arc;

pub use error::StoreError;
pub use file::FileTokenStore;
pub use key::{TokenKey, TokenVersion};
pub use memory::MemoryTokenStore;

use super::StoredToken;
use crate::{BoxFuture, Clock};

/// Persists tokens between runs of a program.
///
/// A [`TokenProvider`](crate::TokenProvider) renews a token in this order: [`lock`](Self::lock), [`load`](Self::load),
/// [`prepare`](Self::prepare), [`StoreLock::check`], the request that spends the refresh token, [`save`](Self::save),
/// [`StoreLock::release`]. A new token is saved before it is used.
///
/// Versions protect a token that several programs share: `save` replaces only the version from which the renewal
/// started. If two programs renew the same token at the same time, the second gets [`StoreError::Conflict`], drops its
/// token and uses the one that the first has saved. The lock only saves the second request.
///
/// A custom store saves the string of [`StoredToken::to_json`] and compares versions:
///
/// ```
/// use std::{collections::HashMap, sync::Mutex};
///
/// use sap_concur_runtime::{
///     BoxFuture, Secret, StoreError, StoredToken, TokenKey, TokenStore, TokenVersion, VersionedToken,
/// };
///
/// /// A table: the key, the version, the token.
/// #[derive(Default)]
/// struct Table(Mutex<HashMap<String, (u64, Option<Secret>)>>);
///
/// impl TokenStore for Table {
///     fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
///         Box::pin(async move {
///             let rows = self.0.lock().map_err(|_| StoreError::other("the table is locked"))?;
///             let Some((number, Some(text))) = rows.get(&key.to_text()) else {
///                 return Ok(None);
///             };
///             let token = StoredToken::from_json(text.expose()).map_err(StoreError::other)?;
///             let version = TokenVersion::new(number.to_string());
///             Ok(Some(VersionedToken { token, version }))
///         })
///     }
///
///     // update tokens set version = version + 1, token = $1 where key = $2 and version = $3
///     fn save<'a>(
///         &'a self,
///         key: &'a TokenKey,
///         token: &'a StoredToken,
///         replaces: Option<&'a TokenVersion>,
///     ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
///         Box::pin(async move {
///             let mut rows = self.0.lock().map_err(|_| StoreError::other("the table is locked"))?;
///             let (number, text) = rows.entry(key.to_text()).or_default();
///             let version = text.is_some().then(|| number.to_string());
///             if version.as_deref() != replaces.map(TokenVersion::as_str) {
///                 return Err(StoreError::Conflict);
///             }
///             *number += 1;
///             *text = Some(token.to_json());
///             Ok(TokenVersion::new(number.to_string()))
///         })
///     }
///
///     // update tokens set version = version + 1, token = null where key = $1 and version = $2
///     fn clear<'a>(
///         &'a self,
///         key: &'a TokenKey,
///         replaces: &'a TokenVersion,
///     ) -> BoxFuture<'a, Result<(), StoreError>> {
///         Box::pin(async move {
///             let mut rows = self.0.lock().map_err(|_| StoreError::other("the table is locked"))?;
///             let (number, text) = rows.entry(key.to_text()).or_default();
///             if number.to_string() != replaces.as_str() {
///                 return Err(StoreError::Conflict);
///             }
///             *number += 1;
///             *text = None;
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync {
    /// Loads the token with this key and its version; `None` if there is none.
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>>;

    /// Saves `token` in place of the version `replaces`, or as the first one if that is `None`. Returns the new
    /// version.
    ///
    /// When this returns, the token must survive a crash. Comparing and replacing must be atomic.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] and changes nothing if the store has another version.
    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>>;

    /// Deletes the version `replaces`.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::Conflict`] and changes nothing if the store has another version.
    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Waits until nobody else renews the token of this key, and locks out others until the lock is released.
    ///
    /// By default nothing is locked, and only versions protect the token.
    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        let _ = (key, clock);
        Box::pin(std::future::ready(Ok(Box::new(()) as Box<dyn StoreLock>)))
    }

    /// Verifies, as far as the store can, that a token can be saved next. It is called under the lock before a refresh
    /// token, an authorization code or a password is spent; if it fails, nothing is spent.
    ///
    /// Does nothing by default.
    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        let _ = key;
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A token in a [`TokenStore`] and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionedToken {
    /// The token.
    pub token: StoredToken,
    /// The version.
    pub version: TokenVersion,
}

/// A lock or lease from [`TokenStore::lock`]. Dropping it must also free it, at once or when the lease expires.
pub trait StoreLock: Send + 'static {
    /// Checks that the lock is still held. It is called immediately before a refresh token, an authorization code or a
    /// password is spent. A lease that is about to expire should be extended, or rejected with
    /// [`StoreError::LockLost`].
    ///
    /// By default a lock is held until it is released.
    fn check(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Releases the lock.
    ///
    /// By default the lock is dropped.
    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move { drop(self) })
    }
}

/// No lock.
impl StoreLock for () {}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>> {
        (**self).load(key)
    }

    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>> {
        (**self).save(key, token, replaces)
    }

    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).clear(key, replaces)
    }

    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        (**self).lock(key, clock)
    }

    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).prepare(key)
    }
}

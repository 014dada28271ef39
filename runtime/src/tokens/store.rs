//! Where tokens are kept.

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

/// Keeps tokens, so that the next start of a program begins with them.
///
/// A [`TokenProvider`](crate::TokenProvider) renews a token in this order: [`lock`](Self::lock), [`load`](Self::load),
/// [`prepare`](Self::prepare), [`StoreLock::check`], the call that spends the refresh token, [`save`](Self::save),
/// [`StoreLock::release`]. A new token is saved before it is used.
///
/// What protects a token that several programs share is its version: `save` replaces the version that the renewal began
/// from and no other. So of two programs that renew the same token at the same time, the second is told
/// [`StoreError::Conflict`], drops its own answer and takes what the first has saved. The lock only spares the second call.
///
/// A store of your own keeps the text of [`StoredToken::to_json`] and compares versions:
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
    /// The token that it has under this key, and its version; `None` when it has none.
    fn load<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<Option<VersionedToken>, StoreError>>;

    /// Keeps `token` in place of the version `replaces`, or where there is none when that is `None`. Gives the new version.
    ///
    /// When this returns, the token survives a crash. To compare and to replace is one step.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] when the store has another version; nothing is changed then.
    fn save<'a>(
        &'a self,
        key: &'a TokenKey,
        token: &'a StoredToken,
        replaces: Option<&'a TokenVersion>,
    ) -> BoxFuture<'a, Result<TokenVersion, StoreError>>;

    /// Forgets the version `replaces`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] when the store has another version; nothing is changed then.
    fn clear<'a>(&'a self, key: &'a TokenKey, replaces: &'a TokenVersion) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Waits until nobody else renews the token of this key, and keeps others from it until the lock is released.
    ///
    /// Unless a store says otherwise nothing is locked, and the versions alone protect the token.
    fn lock<'a>(
        &'a self,
        key: &'a TokenKey,
        clock: &'a dyn Clock,
    ) -> BoxFuture<'a, Result<Box<dyn StoreLock>, StoreError>> {
        let _ = (key, clock);
        Box::pin(std::future::ready(Ok(Box::new(()) as Box<dyn StoreLock>)))
    }

    /// Makes as sure as the store can that a token can be saved next. It is called under the lock before a refresh token, a
    /// code or a password is spent, which it is not when this fails.
    ///
    /// Unless a store says otherwise, nothing is done.
    fn prepare<'a>(&'a self, key: &'a TokenKey) -> BoxFuture<'a, Result<(), StoreError>> {
        let _ = key;
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A token of a [`TokenStore`], and which version of it this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionedToken {
    /// The token.
    pub token: StoredToken,
    /// Its version.
    pub version: TokenVersion,
}

/// A lock of [`TokenStore::lock`], or a lease. When it is dropped, it must become free too, at once or when it runs out.
pub trait StoreLock: Send + 'static {
    /// Whether it is still held, which is asked right before a refresh token, a code or a password is spent. One that is
    /// about to run out should be extended, or be refused with [`StoreError::LockLost`].
    ///
    /// Unless a lock says otherwise, it is held until it is released.
    fn check(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Gives the lock back.
    ///
    /// Unless a lock says otherwise, it is dropped.
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

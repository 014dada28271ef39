//! Saving new tokens.
//!
//! A new token is kept in memory until the store has saved it, and it replaces only the version from which the renewal
//! started. Expiry times never decide which of two tokens is kept.

use std::sync::Arc;

use super::state::{Core, Current, Loaded, RENEWAL_BACKOFF, Unsaved};
use crate::{AccessToken, StoreError, StoreLock, TokenError, TokenVersion};

/// How often a renewal is attempted when other programs keep replacing the stored token.
pub(super) const MAX_ROUNDS: usize = 4;

impl Core {
    /// Verifies, as far as the store can, that the response can be saved. Otherwise a refresh token would be spent in
    /// vain.
    pub(super) async fn before_spending(&self, lock: &mut dyn StoreLock) -> Result<(), StoreError> {
        self.store.prepare(&self.key).await?;
        lock.check().await
    }

    /// Saves a new token and then uses it. Returns `None` if another program has replaced the version from which the
    /// renewal started: then the other program's token is used, and this one is dropped.
    pub(super) async fn keep(
        &self,
        received: Current,
        replaces: Option<TokenVersion>,
    ) -> Result<Option<AccessToken>, TokenError> {
        self.state().unsaved = Some(Unsaved {
            token: Arc::clone(&received.stored),
            replaces: replaces.clone(),
        });
        let saved = self.store.save(&self.key, &received.stored, replaces.as_ref()).await;
        match saved {
            Ok(_) => Ok(Some(self.use_saved(received))),
            Err(StoreError::Conflict) => {
                self.state().unsaved = None;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Saves a token that a user has just authorized, replacing whatever is stored.
    pub(super) async fn keep_authorized(
        &self,
        received: Current,
        mut replaces: Option<TokenVersion>,
    ) -> Result<AccessToken, TokenError> {
        for _ in 0..MAX_ROUNDS {
            if let Some(token) = self.keep(received.clone(), replaces.clone()).await? {
                return Ok(token);
            }
            self.state().unsaved = Some(Unsaved {
                token: Arc::clone(&received.stored),
                replaces,
            });
            replaces = self.store.load(&self.key).await?.map(|stored| stored.version);
        }
        Err(StoreError::Conflict.into())
    }

    /// Loads the stored token, after saving a pending one if there is one.
    pub(super) async fn settle(&self) -> Result<Option<Loaded>, TokenError> {
        let stored = self.load().await?;
        let Some(unsaved) = self.state().unsaved.clone() else {
            return Ok(stored);
        };
        let version = stored.as_ref().map(|stored| &stored.version);
        // The store may have saved it although it returned an error. Saving it again would create a new version, but
        // another program may already be renewing from this one.
        let is_stored = stored
            .as_ref()
            .is_some_and(|stored| stored.current.stored == unsaved.token);
        if is_stored || version != unsaved.replaces.as_ref() {
            self.state().unsaved = None;
            return Ok(stored);
        }
        match self.store.save(&self.key, &unsaved.token, version).await {
            Ok(version) => {
                let current = self.current((*unsaved.token).clone())?;
                self.use_saved(current.clone());
                Ok(Some(Loaded { current, version }))
            }
            Err(StoreError::Conflict) => {
                self.state().unsaved = None;
                self.load().await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Saves a pending token if there is one.
    pub(super) async fn save_unsaved(&self) -> Result<(), TokenError> {
        if self.state().unsaved.is_none() {
            return Ok(());
        }
        let saved = match self.store.lock(&self.key, self.clock()).await {
            Ok(lock) => {
                let saved = self.settle().await;
                lock.release().await;
                saved.map(drop)
            }
            Err(error) => Err(error.into()),
        };
        saved.map_err(|error| self.with_unsaved(error))
    }

    fn use_saved(&self, current: Current) -> AccessToken {
        let token = current.token.clone();
        tracing::debug!(
            target: "sap_concur",
            grant = current.stored.grant(),
            geolocation = current.stored.geolocation(),
            "a new token is stored"
        );
        let backoff_until = self.clock().elapsed().saturating_add(RENEWAL_BACKOFF);
        let mut state = self.state();
        state.unsaved = None;
        state.current = Some(current);
        // A token with a lifetime shorter than the margin would otherwise be renewed for every call.
        state.backoff_until = Some(backoff_until);
        token
    }

    /// Adds the pending token to a store error, if there is one.
    pub(super) fn with_unsaved(&self, error: TokenError) -> TokenError {
        match (error, self.state().unsaved.as_ref()) {
            (TokenError::Store(error), Some(unsaved)) => TokenError::NotSaved {
                error,
                token: Arc::clone(&unsaved.token),
            },
            (error, _) => error,
        }
    }
}

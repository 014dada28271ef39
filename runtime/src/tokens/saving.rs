//! Keeping what the service has answered.
//!
//! An answer waits in memory until the store has it, and replaces the version that the renewal began from and no other.
//! Which of two tokens counts is never decided by when they expire.

use std::sync::Arc;

use super::state::{Core, Current, Loaded, QUIET, Unsaved};
use crate::{AccessToken, StoreError, StoreLock, TokenError, TokenVersion};

/// How often a renewal begins again because another program has been quicker.
pub(super) const ROUNDS: usize = 4;

impl Core {
    /// Makes sure, as far as the store can, that an answer can be kept. What is spent for it is lost otherwise.
    pub(super) async fn before_spending(&self, lock: &mut dyn StoreLock) -> Result<(), StoreError> {
        self.store.prepare(&self.key).await?;
        lock.check().await
    }

    /// Saves an answer and, when that is done, uses it. `None` when another program has replaced the version that it began
    /// from: what that has saved counts, and the answer is dropped.
    pub(super) async fn keep(
        &self,
        answered: Current,
        replaces: Option<TokenVersion>,
    ) -> Result<Option<AccessToken>, TokenError> {
        self.state().unsaved = Some(Unsaved {
            token: Arc::clone(&answered.stored),
            replaces: replaces.clone(),
        });
        let saved = self.store.save(&self.key, &answered.stored, replaces.as_ref()).await;
        match saved {
            Ok(_) => Ok(Some(self.use_saved(answered))),
            Err(StoreError::Conflict) => {
                self.state().unsaved = None;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Saves what somebody has just authorized, which takes the place of whatever the store has.
    pub(super) async fn keep_authorized(
        &self,
        answered: Current,
        mut replaces: Option<TokenVersion>,
    ) -> Result<AccessToken, TokenError> {
        for _ in 0..ROUNDS {
            if let Some(token) = self.keep(answered.clone(), replaces.clone()).await? {
                return Ok(token);
            }
            self.state().unsaved = Some(Unsaved {
                token: Arc::clone(&answered.stored),
                replaces,
            });
            replaces = self.store.load(&self.key).await?.map(|stored| stored.version);
        }
        Err(StoreError::Conflict.into())
    }

    /// What the store has, once an answer that it has not taken before is there too.
    pub(super) async fn settle(&self) -> Result<Option<Loaded>, TokenError> {
        let stored = self.load().await?;
        let Some(unsaved) = self.state().unsaved.clone() else {
            return Ok(stored);
        };
        let version = stored.as_ref().map(|stored| &stored.version);
        // The store may have it although it said that it has not. Saved again it would be a new version, and another
        // program may have begun from this one.
        let is_there = stored
            .as_ref()
            .is_some_and(|stored| stored.current.stored == unsaved.token);
        if is_there || version != unsaved.replaces.as_ref() {
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

    /// Saves an answer that the store has not taken before, if there is one.
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
        let quiet_until = self.clock().elapsed().saturating_add(QUIET);
        let mut state = self.state();
        state.unsaved = None;
        state.current = Some(current);
        // A token can live shorter than the margin, and would be renewed for every call.
        state.quiet_until = Some(quiet_until);
        token
    }

    /// The same error with the token that the store has not taken, if there is one.
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

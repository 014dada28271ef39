//! Renewal of tokens.
//!
//! The order is always: receive, store, use. A new token is kept in memory until the store has saved it, and is not
//! used before.

use super::{
    saving::MAX_ROUNDS,
    state::{Core, Loaded, RENEWAL_BACKOFF, Want},
};
use crate::{AccessToken, StoreError, StoreLock, TokenError};

impl Core {
    /// Returns a token other than the rejected one if another program has stored it.
    pub(super) async fn stored_other_than(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        let stored = self.load().await?;
        Ok(self.adopt(stored.as_ref(), &Want::NotRejected(rejected.clone())))
    }

    /// Gets a token, or keeps the current one until it expires if that fails.
    pub(super) async fn renew(&self, want: Want) -> Result<AccessToken, TokenError> {
        let renewed = self
            .renew_or_fail(&want)
            .await
            .map_err(|error| self.with_unsaved(error));
        let now = self.clock().elapsed();
        let backoff_until = now.saturating_add(RENEWAL_BACKOFF);
        let mut state = self.state();
        let error = match renewed {
            Ok(token) => {
                state.refused_until = None;
                return Ok(token);
            }
            Err(error) => error,
        };
        if error.is_final() {
            state.refused_until = Some((backoff_until, error.duplicate()));
        }
        match &state.current {
            Some(current) if !want.renews() && self.is_valid(&current.stored) => {
                tracing::warn!(
                    target: "sap_concur",
                    %error,
                    "the token could not be renewed and is used until it expires"
                );
                let token = current.token.clone();
                state.backoff_until = Some(backoff_until);
                Ok(token)
            }
            _ => Err(error),
        }
    }

    async fn renew_or_fail(&self, want: &Want) -> Result<AccessToken, TokenError> {
        let mut want = want.clone();
        if let Want::Other(replaced @ None) = &mut want {
            *replaced = self.in_use();
        }
        let has_unsaved = self.state().unsaved.is_some();
        if !has_unsaved && !matches!(want, Want::Granted) {
            if let Some(token) = self.in_use_if(&want) {
                return Ok(token);
            }
            // Checked without the lock, so that a token that has already been renewed costs no waiting.
            let stored = self.load().await?;
            if let Some(token) = self.adopt(stored.as_ref(), &want) {
                return Ok(token);
            }
            if let (Want::Other(replaced @ None), Some(stored)) = (&mut want, &stored) {
                *replaced = Some(stored.current.token.clone());
            }
        }
        let mut lock = self.store.lock(&self.key, self.clock()).await?;
        let renewed = self.renew_locked(&want, &mut *lock).await;
        lock.release().await;
        renewed
    }

    async fn renew_locked(&self, want: &Want, lock: &mut dyn StoreLock) -> Result<AccessToken, TokenError> {
        // There may be no lock, or it may be lost. If another program was faster, the token it saved is used.
        for _ in 0..MAX_ROUNDS {
            let stored = self.settle().await?;
            if let Some(token) = self.adopt(stored.as_ref(), want) {
                return Ok(token);
            }
            let replaces = stored.as_ref().map(|stored| stored.version.clone());
            if let Want::Granted = want {
                let received = self.granted(lock).await?;
                return self.keep_authorized(received, replaces).await;
            }
            if let Some(received) = self.refreshed(stored.as_ref(), lock).await?
                && let Some(token) = self.keep(received, replaces).await?
            {
                return Ok(token);
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Makes the stored token the current one, and returns it if it satisfies the caller.
    fn adopt(&self, stored: Option<&Loaded>, want: &Want) -> Option<AccessToken> {
        let current = &stored?.current;
        let token = self.satisfies(current, want).then(|| current.token.clone());
        self.state().current = Some(current.clone());
        token
    }

    /// Deletes the token from memory and from the store.
    pub(super) async fn forget(&self) -> Result<(), StoreError> {
        let lock = self.store.lock(&self.key, self.clock()).await?;
        let cleared = match self.store.load(&self.key).await {
            Ok(Some(stored)) => self.store.clear(&self.key, &stored.version).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        lock.release().await;
        cleared?;
        let mut state = self.state();
        state.current = None;
        state.unsaved = None;
        Ok(())
    }
}

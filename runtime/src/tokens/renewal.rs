//! How a token is got when there is none that can be used.
//!
//! The order is always the same: answer, store, use. A token that has been answered waits in memory until the store has
//! it, and nobody gets it before.

use super::{
    saving::ROUNDS,
    state::{Core, Loaded, QUIET, Want},
};
use crate::{AccessToken, StoreError, StoreLock, TokenError};

impl Core {
    /// Another token than the rejected one, if another program has stored it.
    pub(super) async fn stored_other_than(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        let stored = self.load().await?;
        Ok(self.found(stored.as_ref(), &Want::NotRejected(rejected.clone())))
    }

    /// Gets a token, or goes on with the one that there is as long as it lives.
    pub(super) async fn renew(&self, want: Want) -> Result<AccessToken, TokenError> {
        let renewed = self
            .renew_or_fail(&want)
            .await
            .map_err(|error| self.with_unsaved(error));
        let now = self.clock().elapsed();
        let quiet_until = now.saturating_add(QUIET);
        let mut state = self.state();
        let error = match renewed {
            Ok(token) => {
                state.refused_until = None;
                return Ok(token);
            }
            Err(error) => error,
        };
        if error.is_final() {
            state.refused_until = Some((quiet_until, error.duplicate()));
        }
        match &state.current {
            Some(current) if !want.renews() && self.is_alive(&current.stored) => {
                tracing::warn!(target: "sap_concur", %error, "the token could not be renewed and is used as long as it lives");
                let token = current.token.clone();
                state.quiet_until = Some(quiet_until);
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
            // Without the lock: what has been renewed already costs nobody any waiting.
            let stored = self.load().await?;
            if let Some(token) = self.found(stored.as_ref(), &want) {
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
        // The lock may be none, or be lost. Whenever another program has been quicker, what it has saved counts.
        for _ in 0..ROUNDS {
            let stored = self.settle().await?;
            if let Some(token) = self.found(stored.as_ref(), want) {
                return Ok(token);
            }
            let replaces = stored.as_ref().map(|stored| stored.version.clone());
            if let Want::Granted = want {
                let answered = self.granted(lock).await?;
                return self.keep_authorized(answered, replaces).await;
            }
            if let Some(answered) = self.refreshed(stored.as_ref(), lock).await?
                && let Some(token) = self.keep(answered, replaces).await?
            {
                return Ok(token);
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Takes what the store has into use, and gives it if it would do.
    fn found(&self, stored: Option<&Loaded>, want: &Want) -> Option<AccessToken> {
        let current = &stored?.current;
        let token = self.would_do(current, want).then(|| current.token.clone());
        self.state().current = Some(current.clone());
        token
    }

    /// Forgets the token, here and in the store.
    pub(super) async fn forget(&self) -> Result<(), StoreError> {
        let lock = self.store.lock(&self.key, self.clock()).await?;
        let forgotten = match self.store.load(&self.key).await {
            Ok(Some(stored)) => self.store.clear(&self.key, &stored.version).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        lock.release().await;
        forgotten?;
        let mut state = self.state();
        state.current = None;
        state.unsaved = None;
        Ok(())
    }
}

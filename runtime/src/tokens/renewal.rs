//! How a token is got when there is none that can be used.
//!
//! The order is always the same: answer, store, use. A token that has been answered waits in memory until the store has
//! it, and nobody gets it before.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::stored::StoredToken;
use crate::{
    AccessToken, Client, Clock, Credentials, StoreError, TokenError, TokenService, TokenStore, client::Base,
    tokens::Hosts,
};

/// How long a token that could not be renewed is used before that is tried again, and how long a refusal holds.
const QUIET: Duration = Duration::from_secs(10);

/// What a keeper works with, shared by its clones.
pub(crate) struct Core {
    pub(crate) service: &'static TokenService,
    pub(crate) credentials: Credentials,
    pub(crate) store: Box<dyn TokenStore>,
    pub(crate) hosts: Hosts,
    /// Where first grants go.
    pub(crate) base: Option<Base>,
    /// The client without tokens, by which tokens are got.
    pub(crate) transport: Client,
    pub(crate) state: Mutex<State>,
}

/// What is known in memory.
#[derive(Default)]
pub(crate) struct State {
    current: Option<Current>,
    /// Answered but not saved.
    unsaved: Option<StoredToken>,
    /// Whether the first grant has been used with success.
    pub(super) granted: bool,
    /// Until when the current token is used without trying to renew it, on the clock's count.
    quiet_until: Option<Duration>,
    /// Until when a refusal holds, on the clock's count, and which.
    refused_until: Option<(Duration, TokenError)>,
}

/// A token in use.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) stored: Arc<StoredToken>,
    pub(super) token: AccessToken,
    /// Where it is renewed.
    pub(super) geolocation: Option<Base>,
}

/// Which token would do.
#[derive(Clone)]
pub(crate) enum Want {
    /// Any that is fresh.
    Usable,
    /// Any that is fresh and not this one; without one, any but the one that is in use.
    Other(Option<AccessToken>),
    /// One that the first grant gives.
    Granted,
}

impl Want {
    pub(super) fn renews(&self) -> bool {
        !matches!(self, Self::Usable)
    }
}

impl Core {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.transport.inner().clock
    }

    /// The token in memory, if it can be used without asking anyone.
    pub(super) fn at_hand(&self) -> Option<AccessToken> {
        let state = self.state();
        if state.unsaved.is_some() {
            return None;
        }
        let current = state.current.as_ref()?;
        let quiet = state.quiet_until.is_some_and(|until| self.clock().elapsed() < until);
        let is_usable = self.is_fresh(&current.stored) || (quiet && self.is_alive(&current.stored));
        is_usable.then(|| current.token.clone())
    }

    /// The refusal that still holds. Whoever asks again at once locks the account of a user with a wrong password.
    pub(super) fn refusal(&self) -> Option<TokenError> {
        let state = self.state();
        let (until, error) = state.refused_until.as_ref()?;
        (self.clock().elapsed() < *until).then(|| error.duplicate())
    }

    /// Whether there is no token in use that still lives.
    pub(super) fn has_expired(&self) -> bool {
        let state = self.state();
        !state
            .current
            .as_ref()
            .is_some_and(|current| self.is_alive(&current.stored))
    }

    /// The token in use, whether it can still be used or not.
    pub(super) fn in_use(&self) -> Option<AccessToken> {
        self.state().current.as_ref().map(|current| current.token.clone())
    }

    /// The token in use as it is stored.
    pub(super) fn stored_in_use(&self) -> Option<Arc<StoredToken>> {
        self.state().current.as_ref().map(|current| Arc::clone(&current.stored))
    }

    /// Gets a token, or goes on with the one that there is as long as it lives.
    pub(super) async fn renew(&self, want: Want) -> Result<AccessToken, TokenError> {
        let renewed = self.renew_or_fail(&want).await;
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
                *replaced = Some(stored.token.clone());
            }
        }
        let _guard = self.store.lock(self.clock()).await?;
        let stored = self.saved(self.load().await?).await?;
        if let Some(token) = self.found(stored.as_ref(), &want) {
            return Ok(token);
        }
        let answered = match want {
            Want::Granted => self.granted().await?,
            Want::Usable | Want::Other(_) => self.refreshed(stored.as_ref()).await?,
        };
        self.use_stored(answered).await
    }

    /// Uses a token once it is saved. Until then it waits in memory, so that a store that fails loses none.
    pub(super) async fn use_stored(&self, answered: Current) -> Result<AccessToken, TokenError> {
        self.state().unsaved = Some((*answered.stored).clone());
        self.save(answered).await
    }

    /// What the store has, after what is not saved yet has been, if it is newer.
    async fn saved(&self, stored: Option<Current>) -> Result<Option<Current>, TokenError> {
        let Some(unsaved) = self.state().unsaved.clone() else {
            return Ok(stored);
        };
        let is_newer = stored
            .as_ref()
            .is_none_or(|stored| stored.stored.expires_at <= unsaved.expires_at);
        if is_newer {
            let unsaved = self.current(unsaved)?;
            self.save(unsaved.clone()).await?;
            return Ok(Some(unsaved));
        }
        self.state().unsaved = None;
        Ok(stored)
    }

    /// Saves a token and, when that is done, uses it.
    async fn save(&self, current: Current) -> Result<AccessToken, TokenError> {
        self.store.save(&current.stored).await?;
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
        Ok(token)
    }

    /// The token in use, if it would do.
    fn in_use_if(&self, want: &Want) -> Option<AccessToken> {
        let current = self.state().current.clone()?;
        self.would_do(&current, want).then_some(current.token)
    }

    /// Takes what the store has into use, and gives it if it would do.
    fn found(&self, stored: Option<&Current>, want: &Want) -> Option<AccessToken> {
        let current = stored?;
        let token = self.would_do(current, want).then(|| current.token.clone());
        self.state().current = Some(current.clone());
        token
    }

    fn would_do(&self, current: &Current, want: &Want) -> bool {
        match want {
            Want::Usable => self.is_fresh(&current.stored),
            Want::Other(Some(replaced)) => !current.token.is_same(replaced) && self.is_fresh(&current.stored),
            Want::Other(None) | Want::Granted => false,
        }
    }

    pub(super) fn is_fresh(&self, token: &StoredToken) -> bool {
        let renewed_from = self.clock().now().checked_add(self.service.margin);
        renewed_from.is_some_and(|from| from < token.expires_at)
    }

    fn is_alive(&self, token: &StoredToken) -> bool {
        self.clock().now() < token.expires_at
    }

    /// The token of the store, if it is of these credentials and of this service.
    pub(super) async fn load(&self) -> Result<Option<Current>, TokenError> {
        match self.load_ours().await? {
            Some(token) => Ok(Some(self.current(token)?)),
            None => Ok(None),
        }
    }

    /// The token of the store, if it is of these credentials.
    pub(super) async fn load_ours(&self) -> Result<Option<StoredToken>, StoreError> {
        let Some(token) = self.store.load().await? else {
            return Ok(None);
        };
        let other = |differs| Err(StoreError::OtherOwner { differs });
        if token.client_id != self.credentials.client_id() {
            return other("client id");
        }
        // A refresh token says by itself whom it is for, and so does what the store has.
        match self.credentials.grant() {
            Some(grant) if grant.name != self.service.refresh.name => {
                if token.grant.as_deref() != Some(grant.name) {
                    return other("grant");
                }
                if token.principal.as_deref() != self.credentials.principal() {
                    return other("principal");
                }
            }
            _ => {}
        }
        Ok(Some(token))
    }

    /// The token, ready for use. It is not, if it cannot travel or would go where it must not.
    pub(super) fn current(&self, stored: StoredToken) -> Result<Current, TokenError> {
        let mut token = AccessToken::new(stored.access_token.clone())?;
        if let Some(scopes) = &stored.scopes {
            token = token.with_scopes(scopes.as_str());
        }
        let geolocation = stored.geolocation.as_deref();
        let geolocation = geolocation.map(|url| self.hosts.check(url)).transpose()?;
        if let Some(base) = &geolocation {
            token = token.with_base(base.clone());
        }
        Ok(Current {
            stored: Arc::new(stored),
            token,
            geolocation,
        })
    }

    /// Forgets the token, here and in the store.
    pub(super) async fn forget(&self) -> Result<(), StoreError> {
        let _guard = self.store.lock(self.clock()).await?;
        self.store.clear().await?;
        let mut state = self.state();
        state.current = None;
        state.unsaved = None;
        Ok(())
    }
}

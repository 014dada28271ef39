//! Renewal of tokens.
//!
//! The order is always: receive, store, use. A new token is kept in memory until the store has saved it, and is not
//! used before.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{
    saving::{Loaded, MAX_ROUNDS, Unsaved},
    stored::StoredToken,
};
use crate::{
    AccessToken, Client, Clock, Credentials, StoreError, StoreLock, TokenError, TokenKey, TokenService, TokenStore,
    VersionedToken, client::Base, tokens::Hosts,
};

/// How long a token whose renewal failed is used before the next attempt, and how long a refusal is cached.
pub(super) const RENEWAL_BACKOFF: Duration = Duration::from_secs(10);

/// How long no token is renewed after the service has rejected a new one too. Otherwise a service that rejects all
/// tokens would cost a renewal per call.
const REJECTED_BACKOFF: Duration = Duration::from_secs(60);

/// State of a token provider, shared by its clones.
pub(crate) struct Core {
    pub(crate) service: &'static TokenService,
    pub(crate) credentials: Credentials,
    pub(crate) store: Box<dyn TokenStore>,
    /// The key of its token in the store.
    pub(crate) key: TokenKey,
    pub(crate) hosts: Hosts,
    /// The base URL of the grant.
    pub(crate) base: Option<Base>,
    /// The client that sends token requests, without tokens of its own.
    pub(crate) transport: Client,
    pub(crate) state: Mutex<State>,
}

/// State in memory.
#[derive(Default)]
pub(crate) struct State {
    pub(super) current: Option<Current>,
    /// Received but not saved.
    pub(super) unsaved: Option<Unsaved>,
    /// Whether the grant has been used successfully.
    pub(super) granted: bool,
    /// Elapsed time until which the current token is used without an attempt to renew it.
    pub(super) backoff_until: Option<Duration>,
    /// Elapsed time until which no token is renewed because the service rejected it.
    rejected_until: Option<Duration>,
    /// Elapsed time until which a refusal is cached, and the refusal.
    refused_until: Option<(Duration, TokenError)>,
}

/// The token in use.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) stored: Arc<StoredToken>,
    pub(super) token: AccessToken,
    /// Where it is renewed.
    pub(super) geolocation: Option<Base>,
}

/// Which token a caller wants.
#[derive(Clone)]
pub(crate) enum Want {
    /// Any fresh token.
    Usable,
    /// A fresh token other than this one; if `None`, other than the current one.
    Other(Option<AccessToken>),
    /// A fresh token other than this one, which the service rejected.
    NotRejected(AccessToken),
    /// A new token from the grant.
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

    /// Returns the token in memory if it can be used without a request.
    pub(super) fn usable_token(&self) -> Option<AccessToken> {
        let state = self.state();
        if state.unsaved.is_some() {
            return None;
        }
        let current = state.current.as_ref()?;
        let backs_off = state.backoff_until.is_some_and(|until| self.clock().elapsed() < until);
        let is_usable = self.is_fresh(&current.stored) || (backs_off && self.is_valid(&current.stored));
        is_usable.then(|| current.token.clone())
    }

    /// Returns the cached refusal. Repeating the request at once could lock an account with a wrong password.
    pub(super) fn refusal(&self) -> Option<TokenError> {
        let state = self.state();
        let (until, error) = state.refused_until.as_ref()?;
        (self.clock().elapsed() < *until).then(|| error.duplicate())
    }

    /// Records that the replacement of a rejected token was rejected too.
    pub(super) fn rejected_again(&self, token: &AccessToken) {
        let mut state = self.state();
        if state
            .current
            .as_ref()
            .is_some_and(|current| current.token.is_same(token))
        {
            state.rejected_until = Some(self.clock().elapsed().saturating_add(REJECTED_BACKOFF));
        }
    }

    /// Whether a new token was rejected recently, so that another renewal would not help.
    pub(super) fn is_renewal_useless(&self) -> bool {
        let state = self.state();
        let until = state.rejected_until.filter(|_| state.unsaved.is_none());
        until.is_some_and(|until| self.clock().elapsed() < until)
    }

    /// Returns a token other than the rejected one if another program has stored it.
    pub(super) async fn stored_other_than(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        let stored = self.load().await?;
        Ok(self.adopt(stored.as_ref(), &Want::NotRejected(rejected.clone())))
    }

    /// Whether there is no current token or it has expired.
    pub(super) fn has_expired(&self) -> bool {
        let state = self.state();
        !state
            .current
            .as_ref()
            .is_some_and(|current| self.is_valid(&current.stored))
    }

    /// Returns the current token, even if it has expired.
    pub(super) fn in_use(&self) -> Option<AccessToken> {
        self.state().current.as_ref().map(|current| current.token.clone())
    }

    /// Returns the current token as it is stored.
    pub(super) fn stored_in_use(&self) -> Option<Arc<StoredToken>> {
        self.state().current.as_ref().map(|current| Arc::clone(&current.stored))
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

    /// Returns the current token if it satisfies the caller.
    fn in_use_if(&self, want: &Want) -> Option<AccessToken> {
        let current = self.state().current.clone()?;
        self.satisfies(&current, want).then_some(current.token)
    }

    /// Makes the stored token the current one, and returns it if it satisfies the caller.
    fn adopt(&self, stored: Option<&Loaded>, want: &Want) -> Option<AccessToken> {
        let current = &stored?.current;
        let token = self.satisfies(current, want).then(|| current.token.clone());
        self.state().current = Some(current.clone());
        token
    }

    fn satisfies(&self, current: &Current, want: &Want) -> bool {
        match want {
            Want::Usable => self.is_fresh(&current.stored),
            Want::Other(Some(replaced)) | Want::NotRejected(replaced) => {
                !current.token.is_same(replaced) && self.is_fresh(&current.stored)
            }
            Want::Other(None) | Want::Granted => false,
        }
    }

    pub(super) fn is_fresh(&self, token: &StoredToken) -> bool {
        let renewed_from = self.clock().now().checked_add(self.service.margin);
        renewed_from.is_some_and(|from| from < token.expires_at)
    }

    fn is_valid(&self, token: &StoredToken) -> bool {
        self.clock().now() < token.expires_at
    }

    /// Loads the stored token and checks that it belongs to these credentials and this service.
    pub(super) async fn load(&self) -> Result<Option<Loaded>, TokenError> {
        match self.load_ours().await? {
            Some(VersionedToken { token, version }) => Ok(Some(Loaded {
                current: self.current(token)?,
                version,
            })),
            None => Ok(None),
        }
    }

    /// Loads the stored token and checks that it belongs to these credentials.
    pub(super) async fn load_ours(&self) -> Result<Option<VersionedToken>, StoreError> {
        let Some(stored) = self.store.load(&self.key).await? else {
            return Ok(None);
        };
        let token = &stored.token;
        let other = |differs| Err(StoreError::OtherOwner { differs });
        if token.client_id != self.credentials.client_id() {
            return other("client id");
        }
        // A refresh token, and a stored token without credentials for a grant, determine the principal themselves.
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
        Ok(Some(stored))
    }

    /// Prepares the token for use. Fails if it is not a valid header value or its geolocation is not allowed.
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

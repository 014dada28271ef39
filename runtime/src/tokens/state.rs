//! The state of a token provider and how it is read.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{endpoint::TokenEndpoint, stored::StoredToken};
use crate::{
    AccessToken, Clock, Credentials, StoreError, TokenError, TokenKey, TokenService, TokenStore, TokenVersion,
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
    pub(crate) endpoint: Box<dyn TokenEndpoint>,
    pub(crate) clock: Arc<dyn Clock>,
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
    pub(super) rejected_until: Option<Duration>,
    /// Elapsed time until which a refusal is cached, and the refusal.
    pub(super) refused_until: Option<(Duration, TokenError)>,
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

/// A token from the store.
#[derive(Clone)]
pub(super) struct Loaded {
    pub(super) current: Current,
    pub(super) version: TokenVersion,
}

/// A token that was received but could not be saved yet.
#[derive(Clone)]
pub(super) struct Unsaved {
    pub(super) token: Arc<StoredToken>,
    /// The version from which the renewal started.
    pub(super) replaces: Option<TokenVersion>,
}

impl Core {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
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

    /// Returns the current token if it satisfies the caller.
    pub(super) fn in_use_if(&self, want: &Want) -> Option<AccessToken> {
        let current = self.state().current.clone()?;
        self.satisfies(&current, want).then_some(current.token)
    }

    pub(super) fn satisfies(&self, current: &Current, want: &Want) -> bool {
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

    pub(super) fn is_valid(&self, token: &StoredToken) -> bool {
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
}

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

/// How long a token that could not be renewed is used before that is tried again, and how long a refusal holds.
pub(super) const QUIET: Duration = Duration::from_secs(10);

/// How long a token that was renewed because the service did not take the one before, and was not taken either, is not
/// renewed for that again. A service that refuses all tokens would cost a renewal per call.
const REJECTED: Duration = Duration::from_secs(60);

/// What a keeper works with, shared by its clones.
pub(crate) struct Core {
    pub(crate) service: &'static TokenService,
    pub(crate) credentials: Credentials,
    pub(crate) store: Box<dyn TokenStore>,
    /// What its token is called there.
    pub(crate) key: TokenKey,
    pub(crate) hosts: Hosts,
    /// Where first grants go.
    pub(crate) base: Option<Base>,
    pub(crate) endpoint: Box<dyn TokenEndpoint>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) state: Mutex<State>,
}

/// What is known in memory.
#[derive(Default)]
pub(crate) struct State {
    pub(super) current: Option<Current>,
    /// Answered but not saved.
    pub(super) unsaved: Option<Unsaved>,
    /// Whether the first grant has been used with success.
    pub(super) granted: bool,
    /// Until when the current token is used without trying to renew it, on the clock's count.
    pub(super) quiet_until: Option<Duration>,
    /// Until when no token is renewed because the service does not take it, on the clock's count.
    pub(super) rejected_until: Option<Duration>,
    /// Until when a refusal holds, on the clock's count, and which.
    pub(super) refused_until: Option<(Duration, TokenError)>,
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
    /// Any that is fresh and not this one, which the service did not take.
    NotRejected(AccessToken),
    /// One that the first grant gives.
    Granted,
}

impl Want {
    pub(super) fn renews(&self) -> bool {
        !matches!(self, Self::Usable)
    }
}

/// A token of the store.
#[derive(Clone)]
pub(super) struct Loaded {
    pub(super) current: Current,
    pub(super) version: TokenVersion,
}

/// A token that the service has answered and the store has not.
#[derive(Clone)]
pub(super) struct Unsaved {
    pub(super) token: Arc<StoredToken>,
    /// The version that the renewal began from.
    pub(super) replaces: Option<TokenVersion>,
}

impl Core {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
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

    /// A token that was got in place of a rejected one was not taken either.
    pub(super) fn rejected_again(&self, token: &AccessToken) {
        let mut state = self.state();
        if state
            .current
            .as_ref()
            .is_some_and(|current| current.token.is_same(token))
        {
            state.rejected_until = Some(self.clock().elapsed().saturating_add(REJECTED));
        }
    }

    /// Whether a token was renewed a moment ago because the service did not take the one before, and was not taken either.
    pub(super) fn is_renewed_in_vain(&self) -> bool {
        let state = self.state();
        let until = state.rejected_until.filter(|_| state.unsaved.is_none());
        until.is_some_and(|until| self.clock().elapsed() < until)
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

    /// The token in use, if it would do.
    pub(super) fn in_use_if(&self, want: &Want) -> Option<AccessToken> {
        let current = self.state().current.clone()?;
        self.would_do(&current, want).then_some(current.token)
    }

    pub(super) fn would_do(&self, current: &Current, want: &Want) -> bool {
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

    pub(super) fn is_alive(&self, token: &StoredToken) -> bool {
        self.clock().now() < token.expires_at
    }

    /// The token of the store, if it is of these credentials and of this service.
    pub(super) async fn load(&self) -> Result<Option<Loaded>, TokenError> {
        match self.load_ours().await? {
            Some(VersionedToken { token, version }) => Ok(Some(Loaded {
                current: self.current(token)?,
                version,
            })),
            None => Ok(None),
        }
    }

    /// The token of the store, if it is of these credentials.
    pub(super) async fn load_ours(&self) -> Result<Option<VersionedToken>, StoreError> {
        let Some(stored) = self.store.load(&self.key).await? else {
            return Ok(None);
        };
        let token = &stored.token;
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
        Ok(Some(stored))
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
}

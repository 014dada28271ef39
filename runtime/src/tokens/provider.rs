//! The token provider.

use std::{fmt, sync::Arc};

use super::{
    single_flight::SingleFlight,
    state::{Core, Want},
};
use crate::{AccessToken, BoxFuture, IdToken, StoreError, StoredToken, TokenError, TokenKey, TokenSource};

/// Gets tokens with [`Credentials`](crate::Credentials), saves them in a [`TokenStore`](crate::TokenStore) and renews
/// them before they expire. It belongs to a client. Clones share its state and are cheap, and can be used as the token
/// source of another client.
///
/// A token is used without any request until shortly before it expires. Then it is renewed once, however many calls
/// wait for it. If the renewal fails, the token is used until it expires. A token that the service rejects is renewed
/// too; if the new one is also rejected, there is no further renewal for 60 seconds unless the store has another token.
///
/// # How refresh tokens are protected from loss
///
/// A service can rotate the refresh token with each response and then reject the old one. The new one is lost only if
/// the response is lost: on the network, or if the program ends between receiving the response and writing it to the
/// store.
///
/// * A new token is saved before it is used, replacing the version from which the renewal started. Until that succeeds
///   it is kept in memory, and each call tries again.
/// * Before the refresh token is spent, the store is asked to verify that it can save the response.
/// * Programs that share a store with locks renew one after the other. If the lock is lost or there is none, several
///   may send a renewal; the store keeps what was saved first, and the others use that.
/// * Before a program ends, await [`settled`](Self::settled).
///
/// A renewal continues when all calls that wait for it are dropped: it runs on the runtime in which it started. If that
/// runtime is dropped too, the background thread of the feature `blocking` takes over; without that feature, the next
/// call starts over. Without the feature `tokio`, the next call continues it. Without `blocking`, a runtime that is
/// neither driven nor dropped blocks all calls that need the token, until their deadlines.
#[derive(Clone)]
pub struct TokenProvider {
    inner: Arc<Inner>,
}

struct Inner {
    core: Arc<Core>,
    flights: SingleFlight,
}

impl TokenProvider {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            inner: Arc::new(Inner {
                core: Arc::new(core),
                flights: SingleFlight::default(),
            }),
        }
    }

    /// Returns a valid token.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none and none can be obtained.
    pub async fn token(&self) -> Result<AccessToken, TokenError> {
        let core = &self.inner.core;
        if let Some(token) = core.usable_token() {
            return Ok(token);
        }
        match core.refusal() {
            Some(error) if core.has_expired() => Err(error),
            _ => self.inner.flights.join(core, Want::Usable).0.result().await,
        }
    }

    /// Returns another token than the current one, without waiting for its expiry: a renewed one, or one that another
    /// program has stored meanwhile.
    ///
    /// # Errors
    ///
    /// Returns an error if none can be obtained. The current token is then used until it expires.
    pub async fn refresh(&self) -> Result<AccessToken, TokenError> {
        let core = &self.inner.core;
        let before = core.in_use();
        loop {
            let (flight, is_ours) = self.inner.flights.join(core, Want::Other(None));
            let renews = flight.renews;
            let result = flight.result().await;
            // A flight that had already started may have returned the existing token.
            let is_another = match (&result, &before) {
                (Ok(token), Some(before)) => !token.is_same(before),
                _ => false,
            };
            if is_ours || renews || is_another {
                return result;
            }
        }
    }

    /// Gets a token with the grant, whatever is in the store. Use it with a client that has the new credentials, after
    /// a user has authorized the application again. It replaces a stored token of the same application, grant and
    /// principal.
    ///
    /// # Errors
    ///
    /// Returns an error if none can be obtained, or if the stored token belongs to another principal.
    pub async fn authorize(&self) -> Result<AccessToken, TokenError> {
        loop {
            let (flight, is_ours) = self.inner.flights.join(&self.inner.core, Want::Granted);
            let grants = flight.grants;
            let result = flight.result().await;
            if is_ours || grants {
                return result;
            }
        }
    }

    /// Revokes the tokens of the current token's user or company, and then deletes the stored token. Does nothing if
    /// there is no token.
    ///
    /// # Errors
    ///
    /// Returns an error if the service or the store fails. The token is kept if the service refuses.
    pub async fn revoke(&self) -> Result<(), TokenError> {
        let core = &self.inner.core;
        let operation = core.service.revoke.ok_or(TokenError::NotRevocable)?;
        if core.load_ours().await?.is_none() {
            return Ok(core.forget().await?);
        }
        core.endpoint
            .revoke(operation, Arc::new(self.clone()))
            .await
            .map_err(|error| TokenError::from(error).explained(core.service))?;
        Ok(core.forget().await?)
    }

    /// Waits for a renewal in progress, and saves a token that could not be saved before. Await it before the program
    /// ends: interrupting a renewal can lose the refresh token.
    ///
    /// # Errors
    ///
    /// Returns an error if the store still fails. [`TokenError::unsaved`] returns the token.
    pub async fn settled(&self) -> Result<(), TokenError> {
        if let Some(flight) = self.inner.flights.in_progress() {
            // Its result goes to the calls that asked for the token.
            let _ = flight.result().await;
        }
        self.inner.core.save_unsaved().await
    }

    /// Returns the key of the token in the store.
    pub fn key(&self) -> &TokenKey {
        &self.inner.core.key
    }

    /// Returns the token that is now in the store.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be read, or if the token belongs to another principal.
    pub async fn stored(&self) -> Result<Option<StoredToken>, StoreError> {
        Ok(self.inner.core.load_ours().await?.map(|stored| stored.token))
    }

    /// Returns the claims of the id token of the current token, getting a token first if there is none; `None` without
    /// an id token. The id token itself needs no request.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no token, or if its id token cannot be parsed.
    pub async fn id_token(&self) -> Result<Option<IdToken>, TokenError> {
        self.token().await?;
        let stored = self.inner.core.stored_in_use();
        let id_token = stored.as_ref().and_then(|stored| stored.id_token());
        Ok(id_token.map(IdToken::parse).transpose()?)
    }

    /// Returns the id of the user or company of the current token, from its id token.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`id_token`](Self::id_token).
    pub async fn subject(&self) -> Result<Option<String>, TokenError> {
        let id_token = self.id_token().await?;
        Ok(id_token.and_then(|token| token.subject().map(str::to_owned)))
    }

    async fn other_than(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        let core = &self.inner.core;
        let is_other = |token: &AccessToken| !token.is_same(rejected);
        loop {
            if let Some(token) = core.usable_token().filter(is_other) {
                return Ok(Some(token));
            }
            if let Some(error) = core.refusal() {
                return Err(error);
            }
            if core.is_renewal_useless() {
                return core.stored_other_than(rejected).await;
            }
            let want = Want::NotRejected(rejected.clone());
            let (flight, is_ours) = self.inner.flights.join(core, want);
            let renews = flight.renews;
            let result = flight.result().await;
            // A flight that had already started may have returned the rejected token.
            if is_ours || renews {
                return Ok(Some(result?).filter(is_other));
            }
        }
    }
}

impl TokenSource for TokenProvider {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(self.token())
    }

    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        Box::pin(self.other_than(rejected))
    }

    fn rejected_again(&self, token: &AccessToken) {
        self.inner.core.rejected_again(token);
    }
}

impl fmt::Debug for TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenProvider")
            .field("credentials", &self.inner.core.credentials)
            .finish_non_exhaustive()
    }
}

//! What gives calls their tokens.

use std::{fmt, sync::Arc};

use super::{
    single_flight::SingleFlight,
    state::{Core, Want},
};
use crate::{AccessToken, BoxFuture, IdToken, StoreError, StoredToken, TokenError, TokenKey, TokenSource};

/// Gets tokens by [`Credentials`](crate::Credentials), keeps them in a [`TokenStore`](crate::TokenStore), and renews them
/// in time. It belongs to a client; a clone shares all of it and costs next to nothing, and can be the token source of
/// another client.
///
/// A token is used without any call until shortly before it expires. Then it is renewed, once for however many calls wait
/// for it; a token that cannot be renewed is used as long as it lives. A token that the service does not take is renewed
/// too, and if that is not taken either, not again for 60 seconds, unless the store has another.
///
/// # When a refresh token is lost
///
/// A service can give a new refresh token with each answer and take the old one no more. It is lost only when the answer
/// is: on the network, or with the program between the arrival of the answer and its first write.
///
/// * A new token is put into the store before it is used, in place of the version that the renewal began from. Until the
///   store has it, it waits in memory, and each call tries again.
/// * The store is asked to make sure that it can take the answer before the refresh token is spent.
/// * Several programs with one store that locks renew one after the other. Where the lock is lost or there is none, several
///   may call the service; the store keeps what was saved first, and the others take that.
/// * Before a program ends, await [`settled`](Self::settled).
///
/// A renewal goes on when all calls that wait for it are dropped: the runtime in which it has begun carries it on. When that
/// runtime is dropped too, the background thread of the feature `blocking` takes over; without the feature, the next call
/// begins anew. Without the feature `tokio`, the next call carries it on. Without `blocking`, a runtime that is neither run
/// nor dropped holds up all calls that need the token, until their deadlines.
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

    /// A token that can be used now.
    ///
    /// # Errors
    ///
    /// When there is none and none can be got.
    pub async fn token(&self) -> Result<AccessToken, TokenError> {
        let core = &self.inner.core;
        if let Some(token) = core.at_hand() {
            return Ok(token);
        }
        match core.refusal() {
            Some(error) if core.has_expired() => Err(error),
            _ => self.inner.flights.join(core, Want::Usable).0.landed().await,
        }
    }

    /// Another token than the one in use, at once: renewed, or as another program has stored it meanwhile.
    ///
    /// # Errors
    ///
    /// When none can be got. The earlier one is used on as long as it lives.
    pub async fn refresh(&self) -> Result<AccessToken, TokenError> {
        let core = &self.inner.core;
        let before = core.in_use();
        loop {
            let (flight, is_ours) = self.inner.flights.join(core, Want::Other(None));
            let renews = flight.renews;
            let landed = flight.landed().await;
            // One that was under way may have been content with the token that there was.
            let is_another = match (&landed, &before) {
                (Ok(token), Some(before)) => !token.is_same(before),
                _ => false,
            };
            if is_ours || renews || is_another {
                return landed;
            }
        }
    }

    /// A token by the first grant, whatever the store has: after somebody has authorized the application again, with a
    /// client that has the new credentials. It takes the place of an earlier token of the same application, grant and
    /// principal.
    ///
    /// # Errors
    ///
    /// When none can be got, and when the store has a token of someone else.
    pub async fn authorize(&self) -> Result<AccessToken, TokenError> {
        loop {
            let (flight, is_ours) = self.inner.flights.join(&self.inner.core, Want::Granted);
            let grants = flight.grants;
            let landed = flight.landed().await;
            if is_ours || grants {
                return landed;
            }
        }
    }

    /// Revokes the tokens of the one whose token this is, with the service, and then forgets them, the store too. When
    /// there is no token, nothing is done.
    ///
    /// # Errors
    ///
    /// When the service does not do so, or the store cannot. The token is kept when the service has refused.
    pub async fn revoke(&self) -> Result<(), TokenError> {
        let core = &self.inner.core;
        if core.service.revoke.is_none() {
            return Err(TokenError::NotRevocable);
        }
        if core.load_ours().await?.is_none() {
            return Ok(core.forget().await?);
        }
        core.endpoint
            .revoke(Arc::new(self.clone()))
            .await
            .map_err(|error| TokenError::from(error).explained(core.service))?;
        Ok(core.forget().await?)
    }

    /// Waits for the renewal that is under way, if there is one, and saves a token that could not be saved before. Await it
    /// before the program ends: a renewal that the end breaks off can lose the refresh token.
    ///
    /// # Errors
    ///
    /// When the store still fails. The error has the token: [`TokenError::unsaved`].
    pub async fn settled(&self) -> Result<(), TokenError> {
        if let Some(flight) = self.inner.flights.under_way() {
            // How it ended is told to those who asked for the token.
            let _ = flight.landed().await;
        }
        self.inner.core.save_unsaved().await
    }

    /// Under which key the store keeps the token.
    pub fn key(&self) -> &TokenKey {
        &self.inner.core.key
    }

    /// What the store has now.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is of someone else.
    pub async fn stored(&self) -> Result<Option<StoredToken>, StoreError> {
        Ok(self.inner.core.load_ours().await?.map(|stored| stored.token))
    }

    /// What the id token says that came with the token in use, which is got if there is none; `None` without an id token.
    /// No call is made for the id token itself.
    ///
    /// # Errors
    ///
    /// When there is no token, or its id token cannot be read.
    pub async fn id_token(&self) -> Result<Option<IdToken>, TokenError> {
        self.token().await?;
        let stored = self.inner.core.stored_in_use();
        let id_token = stored.as_ref().and_then(|stored| stored.id_token());
        Ok(id_token.map(IdToken::parse).transpose()?)
    }

    /// Whom the token in use is for, by its id token: the id of a user or of a company.
    ///
    /// # Errors
    ///
    /// Those of [`id_token`](Self::id_token).
    pub async fn subject(&self) -> Result<Option<String>, TokenError> {
        let id_token = self.id_token().await?;
        Ok(id_token.and_then(|token| token.subject().map(str::to_owned)))
    }

    async fn other_than(&self, rejected: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        let core = &self.inner.core;
        let is_other = |token: &AccessToken| !token.is_same(rejected);
        loop {
            if let Some(token) = core.at_hand().filter(is_other) {
                return Ok(Some(token));
            }
            if let Some(error) = core.refusal() {
                return Err(error);
            }
            if core.is_renewed_in_vain() {
                return core.stored_other_than(rejected).await;
            }
            let want = Want::NotRejected(rejected.clone());
            let (flight, is_ours) = self.inner.flights.join(core, want);
            let renews = flight.renews;
            let landed = flight.landed().await;
            // One that was under way may have been content with the rejected token.
            if is_ours || renews {
                return Ok(Some(landed?).filter(is_other));
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

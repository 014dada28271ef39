//! Gets new tokens from the service.

use std::time::{Duration, SystemTime};

use super::{
    answer,
    exchange::Exchanged,
    state::{Core, Current, Loaded},
    stored::{StoredToken, in_seconds},
};
use crate::{Secret, StoreLock, TokenError, TokenRefusal, TokenVersion};

/// The delay before the store is read again, before a user has to authorize again.
const SECOND_LOAD_DELAY: Duration = Duration::from_secs(1);

impl Core {
    /// Replaces the stored token; `None` if the store has another one meanwhile.
    pub(super) async fn refreshed(
        &self,
        stored: Option<&Loaded>,
        lock: &mut dyn StoreLock,
    ) -> Result<Option<Current>, TokenError> {
        let Some(loaded) = stored else {
            let granted = self.state().granted;
            return match self.credentials.grant() {
                Some(grant) if grant.repeatable || !granted => self.granted(lock).await.map(Some),
                _ => Err(TokenError::AuthorizationNeeded { refused: None }),
            };
        };
        let earlier = &*loaded.current.stored;
        let expired = |at: SystemTime| at <= self.clock().now();
        let refresh_token = match &earlier.refresh_token {
            Some(token) if !earlier.refresh_expires_at.is_some_and(expired) => token,
            _ => return self.granted_again(None, lock).await.map(Some),
        };
        self.before_spending(lock).await?;
        let refreshed = self
            .call_refresh(refresh_token, loaded.current.geolocation.clone())
            .await;
        match refreshed {
            Ok(exchanged) => {
                let names = &self.service.answer;
                let rotated = answer::text(&exchanged.fields, names.refresh_token);
                match self.read(exchanged, Some(earlier)) {
                    Err(error) => {
                        self.save_rotated(rotated, loaded).await?;
                        Err(error)
                    }
                    Ok(read) => Ok(Some(read)),
                }
            }
            Err(TokenError::Refused(refusal)) if refusal.is_spent() => {
                // Without a lock, or after losing it, another program may have renewed first.
                match self.is_still(&loaded.version).await? {
                    true => self.granted_again(Some(refusal), lock).await.map(Some),
                    false => Ok(None),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the store still has this version. If so, and if the grant cannot be used again, a user has to authorize
    /// again; so the check is repeated after a delay, in which another program can save its response.
    async fn is_still(&self, version: &TokenVersion) -> Result<bool, TokenError> {
        let is_same = async || -> Result<bool, TokenError> {
            let now = self.store.load(&self.key).await?;
            Ok(now.is_some_and(|stored| stored.version == *version))
        };
        if !is_same().await? {
            return Ok(false);
        }
        if self.credentials.grant().is_some_and(|grant| grant.repeatable) {
            return Ok(true);
        }
        self.clock().sleep(SECOND_LOAD_DELAY).await;
        is_same().await
    }

    /// Saves the refresh token of a response that is otherwise unusable: the previous one may no longer be valid.
    async fn save_rotated(&self, rotated: Option<Secret>, earlier: &Loaded) -> Result<(), TokenError> {
        let replaced = &earlier.current.stored;
        if rotated.is_none() || rotated == replaced.refresh_token {
            return Ok(());
        }
        let rotated = StoredToken {
            refresh_token: rotated,
            refresh_expires_at: None,
            ..(**replaced).clone()
        };
        let saved = self.keep(self.current(rotated)?, Some(earlier.version.clone())).await;
        saved.map(drop)
    }

    async fn granted_again(
        &self,
        refused: Option<TokenRefusal>,
        lock: &mut dyn StoreLock,
    ) -> Result<Current, TokenError> {
        match self.credentials.grant() {
            Some(grant) if grant.repeatable => self.granted(lock).await,
            _ => Err(TokenError::AuthorizationNeeded { refused }),
        }
    }

    /// Gets a token with the grant.
    pub(super) async fn granted(&self, lock: &mut dyn StoreLock) -> Result<Current, TokenError> {
        let Some(grant) = self.credentials.grant() else {
            return Err(TokenError::AuthorizationNeeded { refused: None });
        };
        self.before_spending(lock).await?;
        let current = self.read(self.call_grant(grant).await?, None)?;
        self.state().granted = true;
        Ok(current)
    }

    /// Reads a token response. Fields missing in a renewal keep their previous values.
    fn read(&self, exchanged: Exchanged, earlier: Option<&StoredToken>) -> Result<Current, TokenError> {
        let Exchanged {
            fields,
            correlation_id,
            moved_to,
        } = exchanged;
        let names = &self.service.answer;
        let Some(access_token) = answer::text(&fields, names.access_token) else {
            let field = names.access_token;
            return Err(TokenError::Incomplete { field, correlation_id });
        };
        let now = self.clock().now();
        let life = answer::lifetime(&fields, names).unwrap_or(self.service.lifetime);
        let refresh_token: Option<Secret> = answer::text(&fields, names.refresh_token);
        let refresh_expires_at = match (&refresh_token, answer::refresh_expiry(&fields, names, now)) {
            (None, None) => earlier.and_then(|earlier| earlier.refresh_expires_at),
            (_, expiry) => expiry,
        };
        let geolocation = match names.base_url.and_then(|name| answer::plain(&fields, name)) {
            Some(url) => Some(self.hosts.check(&url)?.as_str().to_owned()),
            // If the request was redirected, the new base URL is also where the tokens are valid.
            None => moved_to
                .map(|base| base.as_str().to_owned())
                .or_else(|| earlier?.geolocation.clone()),
        };
        self.current(StoredToken {
            access_token,
            expires_at: in_seconds(now.checked_add(life).unwrap_or(now)),
            refresh_token: refresh_token.or_else(|| earlier?.refresh_token.clone()),
            refresh_expires_at,
            scopes: answer::plain(&fields, names.scope).or_else(|| earlier?.scopes.clone()),
            geolocation,
            id_token: answer::text(&fields, names.id_token).or_else(|| earlier?.id_token.clone()),
            client_id: self.credentials.client_id().to_owned(),
            grant: match earlier {
                Some(earlier) => earlier.grant.clone(),
                None => self.credentials.grant().map(|grant| grant.name.to_owned()),
            },
            principal: match earlier {
                Some(earlier) => earlier.principal.clone(),
                None => self.credentials.principal().map(str::to_owned),
            },
        })
    }
}

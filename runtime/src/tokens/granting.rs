//! New tokens: which grant gives one, and what its answer says.

use std::time::{Duration, SystemTime};

use super::{
    answer,
    exchange::Exchanged,
    state::{Core, Current, Loaded},
    stored::{StoredToken, in_seconds},
};
use crate::{Secret, StoreLock, TokenError, TokenRefusal, TokenVersion};

/// After which time the store is looked at once more before somebody is asked to authorize again.
const SECOND_LOOK: Duration = Duration::from_secs(1);

impl Core {
    /// A token in place of the one that the store has; `None` when it has another meanwhile.
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
                        self.keep_rotated(rotated, loaded).await?;
                        Err(error)
                    }
                    Ok(read) => Ok(Some(read)),
                }
            }
            Err(TokenError::Refused(refusal)) if refusal.is_spent() => {
                // Without a lock, or when it was lost, another program may have been quicker.
                match self.is_still(&loaded.version).await? {
                    true => self.granted_again(Some(refusal), lock).await.map(Some),
                    false => Ok(None),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the store has this version and no other. Somebody is called for when it does and the grant cannot be used
    /// again, so the program that was quicker is given time to save its answer.
    async fn is_still(&self, version: &TokenVersion) -> Result<bool, TokenError> {
        let has_it = async || -> Result<bool, TokenError> {
            let now = self.store.load(&self.key).await?;
            Ok(now.is_some_and(|stored| stored.version == *version))
        };
        if !has_it().await? {
            return Ok(false);
        }
        if self.credentials.grant().is_some_and(|grant| grant.repeatable) {
            return Ok(true);
        }
        self.clock().sleep(SECOND_LOOK).await;
        has_it().await
    }

    /// Keeps the refresh token of an answer of which nothing else can be used: the earlier one may be spent.
    async fn keep_rotated(&self, rotated: Option<Secret>, earlier: &Loaded) -> Result<(), TokenError> {
        let replaced = &earlier.current.stored;
        if rotated.is_none() || rotated == replaced.refresh_token {
            return Ok(());
        }
        let kept = StoredToken {
            refresh_token: rotated,
            refresh_expires_at: None,
            ..(**replaced).clone()
        };
        let kept = self.keep(self.current(kept)?, Some(earlier.version.clone())).await;
        kept.map(drop)
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

    /// A token by the first grant.
    pub(super) async fn granted(&self, lock: &mut dyn StoreLock) -> Result<Current, TokenError> {
        let Some(grant) = self.credentials.grant() else {
            return Err(TokenError::AuthorizationNeeded { refused: None });
        };
        self.before_spending(lock).await?;
        let current = self.read(self.call_grant(grant).await?, None)?;
        self.state().granted = true;
        Ok(current)
    }

    /// The token of an answer. What a renewal does not say stays as it was.
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
            (_, said) => said,
        };
        let geolocation = match names.base_url.and_then(|name| answer::plain(&fields, name)) {
            Some(url) => Some(self.hosts.check(&url)?.as_str().to_owned()),
            // Where the call was sent away from, the tokens are not.
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

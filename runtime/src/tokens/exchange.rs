//! The token call.

use super::{
    answer::{self, Fields},
    endpoint::TokenCall,
    state::Core,
};
use crate::{Error, Grant, Host, Secret, TokenError, TokenRefusal, client::Base, decode};

/// How often a call is sent to where it belongs instead. Whoever is sent on more often is sent in circles.
const MOST_FOLLOWED: usize = 2;

/// What a token call gave.
pub(super) struct Exchanged {
    pub(super) fields: Fields,
    pub(super) correlation_id: String,
    /// Where it was answered, when that is not where it was sent first.
    pub(super) moved_to: Option<Base>,
}

impl Core {
    /// The token call of the first grant.
    pub(super) async fn call_grant(&self, grant: &'static Grant) -> Result<Exchanged, TokenError> {
        let fields = self.credentials.fields();
        let scopes = self.credentials.asked_scopes();
        let base = match (&self.base, grant.host, self.service.global_url) {
            (Some(base), _, _) => Some(base.clone()),
            (None, Host::Global, Some(url)) => Some(self.global(url)?),
            (None, _, _) => None,
        };
        let scopes = scopes.map(|scopes| (self.service.scope_field, Secret::from(scopes)));
        let fields: Vec<_> = fields.iter().cloned().chain(scopes).collect();
        self.exchange(grant, base, &fields).await
    }

    /// The token call that renews: to the last geolocation. It asks for no scopes, and so for those that were granted.
    pub(super) async fn call_refresh(
        &self,
        refresh_token: &Secret,
        geolocation: Option<Base>,
    ) -> Result<Exchanged, TokenError> {
        let base = match (geolocation.or_else(|| self.base.clone()), self.service.global_url) {
            (Some(base), _) => Some(base),
            (None, Some(url)) => Some(self.global(url)?),
            (None, None) => None,
        };
        let fields = [(self.service.refresh_field, refresh_token.clone())];
        self.exchange(self.service.refresh, base, &fields).await
    }

    fn global(&self, url: &str) -> Result<Base, TokenError> {
        let checked = Base::check(&url.into());
        checked.map_err(|error| TokenError::Geolocation(crate::GeolocationError::Malformed(error)))
    }

    async fn exchange(
        &self,
        grant: &'static Grant,
        base: Option<Base>,
        fields: &[(&'static str, Secret)],
    ) -> Result<Exchanged, TokenError> {
        let mut moved_to: Option<Base> = None;
        let mut followed = 0;
        loop {
            let call = TokenCall {
                base: moved_to.clone().or_else(|| base.clone()),
                idempotent: grant.idempotent,
                form: self.form(grant, fields),
            };
            match self.endpoint.token(call).await {
                Ok(response) => {
                    return Ok(Exchanged {
                        correlation_id: response.correlation_id().to_owned(),
                        fields: response.into_inner(),
                        moved_to,
                    });
                }
                Err(Error::Api(refusal)) => {
                    let elsewhere = match followed < MOST_FOLLOWED {
                        true => self.elsewhere(&refusal)?,
                        false => None,
                    };
                    match elsewhere {
                        Some(base) => moved_to = Some(base),
                        None => {
                            let spent = match grant.name == self.service.refresh.name {
                                true => self.service.refresh_spent,
                                false => grant.spent,
                            };
                            let refusal = refusal.explained(self.service, spent);
                            return Err(TokenError::Refused(refusal.redacted(self.secrets(grant, fields))));
                        }
                    }
                    followed += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What is secret of a token call: not for whom the token is, nor its scopes.
    fn secrets<'a>(
        &'a self,
        grant: &'static Grant,
        fields: &'a [(&'static str, Secret)],
    ) -> impl Iterator<Item = &'a Secret> {
        let shown = [Some(self.service.scope_field), grant.principal_field];
        let fields = fields.iter().filter(move |(name, _)| !shown.contains(&Some(name)));
        let secrets = fields.map(|(_, value)| value);
        secrets.chain([self.credentials.client_secret()])
    }

    /// The form of a token call.
    fn form(&self, grant: &'static Grant, fields: &[(&'static str, Secret)]) -> Vec<(&'static str, Secret)> {
        let [client_id, client_secret] = self.service.client_fields;
        let client = [
            (client_id, self.credentials.client_id().into()),
            (client_secret, self.credentials.client_secret().clone()),
        ];
        let fixed = grant.fixed.iter().map(|(name, value)| (*name, Secret::from(*value)));
        client.into_iter().chain(fields.iter().cloned()).chain(fixed).collect()
    }

    /// Where a call belongs that was refused because it belongs elsewhere.
    fn elsewhere(&self, refusal: &TokenRefusal) -> Result<Option<Base>, TokenError> {
        let (Some(code), Some(field)) = (self.service.elsewhere, self.service.answer.base_url) else {
            return Ok(None);
        };
        let error = refusal.error();
        if !error.codes().any(|found| found == code) {
            return Ok(None);
        }
        let fields: Fields = decode::read_lossy(error.body().as_bytes()).unwrap_or_default();
        match answer::plain(&fields, field) {
            Some(url) => Ok(Some(self.hosts.check(&url)?)),
            None => Ok(None),
        }
    }
}

//! The token call.

use std::sync::Arc;

use concur_spec::api::{Grant, Platform, Tokens};
use serde_json::Value;

use super::answer::{self, Granted};
use super::codes::{self, refuse};
use super::{client, contract, grants};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::tenant::{Application, Home, Tenant};

/// What a grant is asked with.
pub(super) struct Asked<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) platform: &'static Platform,
    pub(super) tokens: &'static Tokens,
    pub(super) grant: &'static Grant,
    pub(super) tenant: &'a Tenant,
    pub(super) application: &'a Application,
}

/// Carries out a token call.
pub(super) fn token(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (platform, tokens) = contract()?;
    let tenant = Arc::clone(&world.tenant);
    let application = client::application(&tenant, call, tokens)?;
    let grant = meant(platform, tokens, call).ok_or_else(|| refuse(call, "60"))?;
    let asked = Asked {
        call,
        platform,
        tokens,
        grant,
        tenant: &tenant,
        application,
    };
    if !client::may_use(application, &grant.key) {
        let is_refresh = grant.key == tokens.refresh;
        return Err(asked.refuse(if is_refresh { "107" } else { "60" }));
    }
    asked.has_what_is_required()?;
    let rule = grants::rule(&grant.key).ok_or_else(|| asked.refuse("60"))?;
    let granted: Granted = rule(world, &asked)?;
    let scopes = client::scopes(call.in_form(&tokens.form.scope), &granted.scopes);
    let scopes = scopes.ok_or_else(|| asked.refuse("54"))?;
    Ok(answer::issue(world, &asked, granted, scopes))
}

/// The grant that is meant: of those with the grant type the one of whose fixed fields most are there.
fn meant(platform: &'static Platform, tokens: &Tokens, call: &Call<'_>) -> Option<&'static Grant> {
    let grant_type = call.in_form(&tokens.form.grant_type)?;
    let is_meant = |grant: &&Grant| {
        let mut fixed = grant.fixed.iter();
        grant.grant_type == grant_type && fixed.all(|(name, value)| call.in_form(name) == Some(value))
    };
    let meant = platform.grants.iter().filter(is_meant);
    meant.max_by_key(|grant| grant.fixed.len())
}

impl<'a> Asked<'a> {
    pub(super) fn refuse(&self, code: &str) -> Refusal {
        refuse(self.call, code)
    }

    /// A field of the form. One that the grant requires is there.
    pub(super) fn field(&self, name: &str) -> &'a str {
        self.call.in_form(name).unwrap_or_default()
    }

    /// Whom the token is asked for, as the call names them.
    pub(super) fn named(&self) -> &'a str {
        self.field(self.grant.principal.as_deref().unwrap_or_default())
    }

    /// Refuses a call that belongs to the data center of whom the token is for, when that is another one.
    pub(super) fn belongs_to(&self, home: Home) -> Result<(), Refusal> {
        let is_bound = matches!(self.grant.host.as_str(), "user" | "geolocation");
        match is_bound && home != self.call.home {
            true => Err(codes::elsewhere(self.call, home)),
            false => Ok(()),
        }
    }

    fn has_what_is_required(&self) -> Result<(), Refusal> {
        let mut required = self.grant.required.iter();
        let Some(missing) = required.find(|name| self.call.in_form(name).is_none()) else {
            return Ok(());
        };
        let code = codes::of_field(self.call.route.api, "missing", missing);
        Err(self.refuse(code.unwrap_or("135")))
    }
}

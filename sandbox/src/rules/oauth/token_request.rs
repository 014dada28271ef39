//! A token call whose application and grant are known.

use concur_spec::api::{Grant, Platform, Tokens};

use super::codes::{self, refuse};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::tenant::{Application, Home, Tenant};

/// A token call.
pub(super) struct TokenRequest<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) platform: &'static Platform,
    pub(super) tokens: &'static Tokens,
    pub(super) grant: &'static Grant,
    pub(super) tenant: &'a Tenant,
    pub(super) application: &'a Application,
}

impl<'a> TokenRequest<'a> {
    pub(super) fn refuse(&self, code: &str) -> Refusal {
        refuse(self.call, code)
    }

    /// Returns a form field. Fields that the grant requires are present.
    pub(super) fn field(&self, name: &str) -> &'a str {
        self.call.in_form(name).unwrap_or_default()
    }

    /// Returns the scopes that the application may have.
    pub(super) fn scopes(&self) -> Vec<String> {
        self.application.scopes_in(self.call.contract)
    }

    /// Returns the principal field of the call.
    pub(super) fn named(&self) -> &'a str {
        self.field(self.grant.principal.as_deref().unwrap_or_default())
    }

    /// Refuses a call that belongs to the other data center, that of its principal.
    pub(super) fn belongs_to(&self, home: Home) -> Result<(), Refusal> {
        let is_bound = matches!(self.grant.host.as_str(), "user" | "geolocation");
        match is_bound && home != self.call.home {
            true => Err(codes::elsewhere(self.call, home)),
            false => Ok(()),
        }
    }

    pub(super) fn has_what_is_required(&self) -> Result<(), Refusal> {
        let mut required = self.grant.required.iter();
        let Some(missing) = required.find(|name| self.call.in_form(name).is_none()) else {
            return Ok(());
        };
        let code = codes::of_field(self.call.route.api, "missing", missing);
        Err(self.refuse(code.unwrap_or("135")))
    }
}

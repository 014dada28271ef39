//! What a browser asks for, and how it is sent back.

use std::time::Duration;

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::grants::barred;
use super::{client, codes};
use crate::api::call::Addresses;
use crate::http::answer::{Answer, Content};
use crate::state::World;
use crate::state::tokens::{CODE, Code};
use crate::tenant::{Application, State, Tenant, User};

/// The key of the authorization code grant.
const GRANT: &str = "authorization_code";

/// The lifetime of an authorization code.
const LIFETIME: Duration = Duration::from_secs(600);

/// The login id of the user. In the query it counts as the consent of the user: an extension of the sandbox for tests
/// and scripts.
pub(super) const LOGIN: &str = "login_hint";

/// The name of the buttons.
pub(super) const DECISION: &str = "decision";

/// The value of the button that denies.
pub(super) const DENY: &str = "deny";

/// The characters that are percent-encoded in the value of a query parameter.
const VALUE: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A valid authorization request, that is, one with a trusted redirect URI.
pub(super) struct AuthorizeRequest<'a> {
    pub(super) names: &'a Authorize,
    pub(super) application: &'a Application,
    pub(super) tenant: &'a Tenant,
    api: &'static Api,
    parameters: &'a [(String, String)],
    redirect_uri: &'a str,
}

/// An error for the redirect: its code and its description.
type Denial = (&'static str, &'static str);

/// Whether a user can log in with a browser, where single sign-on works.
pub(super) fn can_log_on(user: &User) -> bool {
    user.state == State::SsoOnly || barred(user).is_none()
}

impl<'a> AuthorizeRequest<'a> {
    /// Parses the request. The error is shown on the page, since the redirect URI is not trusted yet.
    pub(super) fn read(
        names: &'a Authorize,
        tenant: &'a Tenant,
        api: &'static Api,
        parameters: &'a [(String, String)],
    ) -> Result<Self, &'static str> {
        let problem = |code| codes::message(api, code);
        let client_id = find(parameters, &names.client_id).ok_or_else(|| problem("62"))?;
        let application = tenant.application(client_id).ok_or_else(|| problem("61"))?;
        let redirect_uri = find(parameters, &names.redirect_uri).ok_or_else(|| problem("102"))?;
        if !application.redirect_uris.iter().any(|known| known == redirect_uri) {
            return Err("this redirect_uri is not registered for the application");
        }
        Ok(Self {
            names,
            application,
            tenant,
            api,
            parameters,
            redirect_uri,
        })
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'a str> {
        find(self.parameters, name)
    }

    /// Returns the parameters to repeat in the form.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let names = self.names;
        let open = [&names.client_id, &names.redirect_uri, &names.scope, &names.state];
        let fixed = names.fixed.iter().map(|(name, _)| name);
        let parameters = self.parameters;
        let all = open.into_iter().chain(fixed);
        all.filter_map(move |name| Some((name.as_str(), find(parameters, name)?)))
    }

    /// Returns the scopes that the user would grant.
    pub(super) fn scopes(&self, contract: &Contract) -> Result<Vec<String>, Denial> {
        if self.application.disabled {
            return Err(self.denial("59"));
        }
        if !client::may_use(self.application, GRANT) {
            return Err(self.denial("60"));
        }
        let mut fixed = self.names.fixed.iter();
        if fixed.any(|(name, value)| self.parameter(name) != Some(value)) {
            // The contract has no code for an unknown response type; this one is the nearest.
            return Err(self.denial("135"));
        }
        let request = self.parameter(&self.names.scope);
        client::scopes(request, &self.application.scopes_in(contract)).ok_or_else(|| self.denial("54"))
    }

    pub(super) fn user(&self, login: &str) -> Result<&'a User, Denial> {
        let user = self.tenant.user_by_login(login).ok_or_else(|| self.denial("100"))?;
        match barred(user) {
            Some(code) if !can_log_on(user) => Err(self.denial(code)),
            _ => Ok(user),
        }
    }

    pub(super) fn denial(&self, code: &'static str) -> Denial {
        (code, codes::message(self.api, code))
    }

    pub(super) fn agreed(&self, world: &mut World, addresses: &Addresses, user: &User, scopes: Vec<String>) -> Answer {
        let text = world.new_secret(CODE);
        let code = Code {
            client_id: self.application.client_id.clone(),
            user: user.id.clone(),
            redirect_uri: self.redirect_uri.to_owned(),
            scopes,
            expires: world.now().saturating_add(LIFETIME).unwrap_or(Timestamp::MAX),
        };
        world.codes.put(text.as_str(), code);
        let base_url = self.names.base_url.as_deref();
        let base_url = base_url.map(|name| (name, addresses.of(user.home)));
        self.back(base_url.into_iter().chain([(self.names.code.as_str(), text.as_str())]))
    }

    pub(super) fn denied(&self, (error, description): Denial) -> Answer {
        let names = self.names;
        self.back([
            (names.error.as_str(), error),
            (names.error_description.as_str(), description),
        ])
    }

    /// Redirects the browser back to the application, with its `state`.
    pub(super) fn back<'b>(&'b self, answer: impl IntoIterator<Item = (&'b str, &'b str)>) -> Answer {
        let (uri, fragment) = match self.redirect_uri.split_once('#') {
            Some((uri, fragment)) => (uri, Some(fragment)),
            None => (self.redirect_uri, None),
        };
        // Headers are ASCII only.
        let mut location = utf8_percent_encode(uri, CONTROLS).to_string();
        let state = self.names.state.as_str();
        let state = self.parameter(state).map(|text| (state, text));
        for (name, value) in answer.into_iter().chain(state) {
            location.push(if location.contains('?') { '&' } else { '?' });
            location.extend(utf8_percent_encode(name, &VALUE));
            location.push('=');
            location.extend(utf8_percent_encode(value, &VALUE));
        }
        if let Some(fragment) = fragment {
            location.push('#');
            location.extend(utf8_percent_encode(fragment, CONTROLS));
        }
        let answer = Answer::new(302, Content::Empty);
        answer.with("location", &location).with("cache-control", "no-store")
    }
}

/// Returns a parameter. An empty one counts as absent.
fn find<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = parameters.iter().find(|(known, _)| known == name)?;
    Some(value.as_str()).filter(|value| !value.is_empty())
}

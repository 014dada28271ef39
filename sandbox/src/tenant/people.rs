//! The company, its applications and its users.

use std::fmt;

use concur_spec::Contract;
use serde::Deserialize;

use super::Tenant;

/// The company.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// The UUID: the user name of the grant for a company token.
    pub id: String,
    /// The name.
    pub name: String,
    /// The request token, `at-…`: the password of the grant for a company token.
    pub request_token: String,
    /// The data center of the company.
    #[serde(default)]
    pub home: Home,
}

/// A data center of the sandbox. There are two, each with its own address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// The first data center.
    #[default]
    First,
    /// The second data center.
    Second,
}

/// A registered application.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: String,
    /// The name.
    pub name: String,
    /// The allowed grants, by their keys in the specification: `password`, `company`, `refresh_token`.
    pub grants: Vec<String>,
    /// The allowed scopes. `None` allows every scope of the specification.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// The registered redirect URIs.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Whether the application is disabled.
    #[serde(default)]
    pub disabled: bool,
    /// Whether the company has connected the application. If not, company tokens are refused with code 53.
    #[serde(default = "yes")]
    pub connected: bool,
}

fn yes() -> bool {
    true
}

/// A user.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The UUID.
    pub id: String,
    /// The login id.
    pub login_id: String,
    /// The password.
    pub password: String,
    /// The e-mail address.
    pub email: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The middle initial.
    #[serde(default)]
    pub middle_initial: Option<String>,
    /// The data center of the user.
    #[serde(default)]
    pub home: Home,
    /// The roles.
    pub roles: Vec<Role>,
    /// The login id of the approver of the user's Requests and purchase requests.
    #[serde(default)]
    pub approver: Option<String>,
    /// The login ids of the approvers whose delegate the user is.
    #[serde(default)]
    pub delegate_of: Vec<String>,
    /// The id of the travel agency office whose agent the user is.
    #[serde(default)]
    pub agency: Option<String>,
    /// The currency of reimbursements.
    pub currency: String,
    /// Whether the user can log in.
    #[serde(default)]
    pub state: State,
}

/// A role of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Creates purchase requests.
    Purchaser,
    /// Creates Requests.
    Traveler,
    /// Approves Requests of others.
    Approver,
    /// Reviews Requests at the end of a workflow.
    Processor,
}

/// Whether a user can log in, and if not, why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Can log in.
    #[default]
    Active,
    /// The account is disabled.
    Disabled,
    /// The account is locked.
    Locked,
    /// Can log in by single sign-on only.
    SsoOnly,
    /// Must change the password first.
    PasswordExpired,
}

impl Tenant {
    /// Returns the user with a UUID.
    #[must_use]
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| same(&user.id, id))
    }

    /// Returns the user with a login id.
    #[must_use]
    pub fn user_by_login(&self, login: &str) -> Option<&User> {
        self.users.iter().find(|user| same(&user.login_id, login))
    }

    /// Returns the user with an e-mail address.
    #[must_use]
    pub fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.iter().find(|user| same(&user.email, email))
    }

    /// Returns the approver of a user, who may be the same user or unable to log in.
    #[must_use]
    pub fn approver_of(&self, user: &User) -> Option<&User> {
        self.user_by_login(user.approver.as_deref()?)
    }

    /// Returns the application with a `client_id`.
    #[must_use]
    pub fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| application.client_id == client_id)
    }
}

impl Application {
    /// Returns the allowed scopes: [`Application::scopes`], or every scope of the contract.
    #[must_use]
    pub fn scopes_in(&self, contract: &Contract) -> Vec<String> {
        self.scopes.clone().unwrap_or_else(|| crate::spec::scopes(contract))
    }
}

impl User {
    /// Whether the user has a role.
    #[must_use]
    pub fn can(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the user is a delegate of an approver.
    #[must_use]
    pub fn may_stand_in_for(&self, approver: &User) -> bool {
        self.delegate_of.iter().any(|login| same(login, &approver.login_id))
    }
}

/// Compares ids, logins and e-mail addresses of users, which are case-insensitive.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

// `Debug` omits secrets, so that they do not get into logs.

impl fmt::Debug for Company {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Company");
        shown
            .field("id", &self.id)
            .field("name", &self.name)
            .field("home", &self.home);
        shown.finish_non_exhaustive()
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Application");
        shown.field("client_id", &self.client_id).field("name", &self.name);
        shown.field("grants", &self.grants).field("scopes", &self.scopes);
        shown.field("redirect_uris", &self.redirect_uris);
        shown
            .field("disabled", &self.disabled)
            .field("connected", &self.connected);
        shown.finish_non_exhaustive()
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("User");
        shown
            .field("id", &self.id)
            .field("login_id", &self.login_id)
            .field("home", &self.home);
        shown.field("roles", &self.roles).field("approver", &self.approver);
        shown
            .field("delegate_of", &self.delegate_of)
            .field("currency", &self.currency);
        shown.field("state", &self.state);
        shown.finish_non_exhaustive()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Purchaser => "purchaser",
            Self::Traveler => "traveler",
            Self::Approver => "approver",
            Self::Processor => "processor",
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Locked => "locked",
            Self::SsoOnly => "single sign-on only",
            Self::PasswordExpired => "password expired",
        })
    }
}

#[cfg(test)]
mod tests;

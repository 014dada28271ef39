//! Who calls, and for whom.

use std::fmt;

use serde::Deserialize;

use super::Tenant;

/// The company.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Its UUID: the user name of the grant for a company token.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The request token that its administrator got: the password of the grant for a company token. `at-…`.
    pub request_token: String,
    /// The data center it lives in.
    #[serde(default)]
    pub home: Home,
}

/// A data center of the sandbox. It has two, each with an address of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// The one whose address is shown at the start.
    #[default]
    First,
    /// The other.
    Second,
}

/// An application that was registered with SAP Concur.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`.
    pub client_secret: String,
    /// Its name.
    pub name: String,
    /// The grants that it may use, by their keys in the specification: `password`, `company`, `refresh_token`.
    pub grants: Vec<String>,
    /// The scopes that were granted to it.
    pub scopes: Vec<String>,
    /// Where a browser may be sent back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// It was switched off.
    #[serde(default)]
    pub disabled: bool,
    /// The company has connected it; without, the company's tokens are refused with code 53.
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
    /// The name to log on with.
    pub login_id: String,
    /// The password.
    pub password: String,
    /// The e-mail address.
    pub email: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The initial of the middle name.
    #[serde(default)]
    pub middle_initial: Option<String>,
    /// The data center the user lives in.
    #[serde(default)]
    pub home: Home,
    /// What the user may do.
    pub roles: Vec<Role>,
    /// The login id of the one who approves the user's Requests and purchase requests.
    #[serde(default)]
    pub approver: Option<String>,
    /// The login ids of those whom the user may stand in for as an approver.
    #[serde(default)]
    pub delegate_of: Vec<String>,
    /// The currency that the user is reimbursed in.
    pub currency: String,
    /// Whether the user can log on.
    #[serde(default)]
    pub state: State,
}

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Ask for purchases.
    Purchaser,
    /// Have Requests.
    Traveler,
    /// Approve the Requests of others.
    Approver,
    /// Take a workflow's last look at Requests.
    Processor,
}

/// Whether a user can log on, and if not, why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Can.
    #[default]
    Active,
    /// The account is disabled.
    Disabled,
    /// The account is locked.
    Locked,
    /// Only through single sign-on.
    SsoOnly,
    /// Not before the password is changed.
    PasswordExpired,
}

impl Tenant {
    /// The user with a UUID.
    #[must_use]
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| same(&user.id, id))
    }

    /// The user with a login id.
    #[must_use]
    pub fn user_by_login(&self, login: &str) -> Option<&User> {
        self.users.iter().find(|user| same(&user.login_id, login))
    }

    /// The user with an e-mail address.
    #[must_use]
    pub fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users.iter().find(|user| same(&user.email, email))
    }

    /// The approver of a user. May be the user itself, or one that cannot log on.
    #[must_use]
    pub fn approver_of(&self, user: &User) -> Option<&User> {
        self.user_by_login(user.approver.as_deref()?)
    }

    /// The application with a `client_id`.
    #[must_use]
    pub fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|application| application.client_id == client_id)
    }
}

impl User {
    /// Whether the user has a role.
    #[must_use]
    pub fn can(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the user may stand in for an approver.
    #[must_use]
    pub fn may_stand_in_for(&self, approver: &User) -> bool {
        self.delegate_of.iter().any(|login| same(login, &approver.login_id))
    }
}

/// The ids, logins and e-mail addresses of users compare without case.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

// What these hold that is secret belongs in no log: it is left out.

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

//! What is remembered of tokens.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Record;
use crate::tenant::Home;

/// Whom a token stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Principal {
    /// The application itself.
    Application,
    /// A user, by UUID.
    User(String),
    /// The company.
    Company,
}

/// An access token, by its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) client_id: String,
    pub(crate) principal: Principal,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
    /// Where it is to be used.
    pub(crate) home: Home,
}

/// A refresh token, by its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefreshToken {
    pub(crate) client_id: String,
    pub(crate) principal: Principal,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
    pub(crate) home: Home,
}

/// A code that a browser brought back, by its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) user: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
}

/// A one-time password, by its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OneTimePassword {
    pub(crate) client_id: String,
    pub(crate) user: String,
    /// The parameters that it was asked for with, which have to be repeated.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) expires: Timestamp,
    /// The latest has the highest.
    pub(crate) number: u64,
}

impl Record for AccessToken {
    const KIND: &'static str = "access_token";
}

impl Record for RefreshToken {
    const KIND: &'static str = "refresh_token";
}

impl Record for Code {
    const KIND: &'static str = "code";
}

impl Record for OneTimePassword {
    const KIND: &'static str = "one_time_password";
}

impl AccessToken {
    /// It may be used for what needs this scope.
    pub(crate) fn allows(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }
}

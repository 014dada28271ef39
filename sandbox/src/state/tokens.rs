//! The state of tokens.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Record, World};
use crate::tenant::Home;

/// The lengths of tokens, codes and one-time passwords, which consist of lowercase letters and digits.
pub(crate) const ACCESS_TOKEN: usize = 40;
pub(crate) const REFRESH_TOKEN: usize = 30;
pub(crate) const CODE: usize = 30;
pub(crate) const ONE_TIME_PASSWORD: usize = 8;

/// The length of the shortest of them.
pub(crate) const SHORTEST: usize = ONE_TIME_PASSWORD;

/// The principal of a token.
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

/// An access token. Its key is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) client_id: String,
    pub(crate) principal: Principal,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
    /// The data center where it is valid.
    pub(crate) home: Home,
}

/// A refresh token. Its key is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefreshToken {
    pub(crate) client_id: String,
    pub(crate) principal: Principal,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
    pub(crate) home: Home,
}

/// An authorization code. Its key is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) user: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
}

/// A one-time password. Its key is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OneTimePassword {
    pub(crate) client_id: String,
    pub(crate) user: String,
    /// The custom parameters of the send call, which the token call has to repeat.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) expires: Timestamp,
    /// A series number. The latest password has the highest.
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

impl World {
    /// Returns the length of the token, code or one-time password that a text starts with.
    pub(crate) fn token_length(&self, text: &str) -> Option<usize> {
        let starts = |length: usize, is_known: &dyn Fn(&str) -> bool| {
            let known = text.get(..length).is_some_and(is_known);
            known.then_some(length)
        };
        starts(ACCESS_TOKEN, &|text| self.access_tokens.get(text).is_some())
            .or_else(|| starts(REFRESH_TOKEN, &|text| self.refresh_tokens.get(text).is_some()))
            .or_else(|| starts(CODE, &|text| self.codes.get(text).is_some()))
            .or_else(|| starts(ONE_TIME_PASSWORD, &|text| self.one_time_passwords.get(text).is_some()))
    }
}

impl AccessToken {
    /// Whether the token has a scope.
    pub(crate) fn allows(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }
}

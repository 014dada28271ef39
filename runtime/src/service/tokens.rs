//! How tokens are got: the token call, its grants and what its answer holds.

use std::time::Duration;

use super::Operation;

/// The token call of a service. It takes a form and answers with a JSON object.
#[derive(Debug, Clone)]
pub struct TokenService {
    /// The token call.
    pub operation: &'static Operation,
    /// The name of the field that says which grant it is: `grant_type`.
    pub grant_field: &'static str,
    /// The fields by which the application says who it is: its id and its secret.
    pub client_fields: [&'static str; 2],
    /// The grant that renews a token.
    pub refresh: &'static Grant,
    /// The field in which that grant takes the refresh token.
    pub refresh_field: &'static str,
    /// The field that takes the scopes to ask for, with blanks between them, in grants that have it.
    pub scope_field: &'static str,
    /// What is where in the answer.
    pub answer: TokenResponse,
    /// Where grants of [`Host::Global`] go.
    pub global_url: Option<&'static str>,
    /// What the host of a base URL that an answer names must end in, such as `.example.com`.
    pub allowed_hosts: &'static [&'static str],
    /// The error code of a call that belongs to another base URL, which the body names as an answer would.
    pub elsewhere: Option<&'static str>,
    /// The error codes that say that a refresh token is of no use any more.
    pub refresh_spent: &'static [&'static str],
    /// How long a token lives when the answer does not say.
    pub lifetime: Duration,
    /// How long before the end of its life a token is renewed.
    pub margin: Duration,
    /// What to do about an error code of the token call.
    pub remedy: fn(&str) -> Option<&'static str>,
    /// The page where a user agrees.
    pub authorize: Option<Authorize>,
    /// The call that revokes the tokens of the one whose token it is sent with.
    pub revoke: Option<&'static Operation>,
}

/// The fields of a token call's answer.
#[derive(Debug, Clone)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: &'static str,
    /// The refresh token, when there is one.
    pub refresh_token: &'static str,
    /// The id token, when there is one.
    pub id_token: &'static str,
    /// How many seconds the access token lives; a number or a string of one.
    pub lifetime: &'static str,
    /// When the refresh token expires, in seconds since 1970; a number or a string of one.
    pub refresh_expiry: Option<&'static str>,
    /// The scopes, with blanks between them.
    pub scope: &'static str,
    /// The base URL for the calls that follow.
    pub base_url: Option<&'static str>,
}

/// A way to get a token.
#[derive(Debug, Clone)]
pub struct Grant {
    /// What the specification calls it: `company`.
    pub name: &'static str,
    /// Fields with a value that is always the same, the name of the grant among them.
    pub fixed: &'static [(&'static str, &'static str)],
    /// Where its call goes.
    pub host: Host,
    /// Whether it can be used again, when there is no refresh token that helps.
    pub repeatable: bool,
    /// Whether sending its call twice does no more than sending it once.
    pub idempotent: bool,
    /// The field that says for whom the token is, where it is not the application.
    pub principal_field: Option<&'static str>,
    /// The error codes that say that somebody has to authorize anew: a code, a request token or a one-time password is
    /// spent.
    pub spent: &'static [&'static str],
}

/// Where the first call of a grant goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// To the base URL of the client.
    OfClient,
    /// To the base URL of the client, or without one to [`TokenService::global_url`].
    Global,
}

/// The page where a user agrees that the application acts for them, and from which a code comes back.
#[derive(Debug, Clone)]
pub struct Authorize {
    /// Its path below a base URL for browsers.
    pub path: &'static str,
    /// The query parameter with the id of the application.
    pub client_id: &'static str,
    /// The query parameter with the address that the browser comes back to.
    pub redirect_uri: &'static str,
    /// The query parameter with the scopes.
    pub scope: &'static str,
    /// The query parameter with a text that comes back as it is.
    pub state: &'static str,
    /// Query parameters with a value that is always the same.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The query parameter of the way back with the code.
    pub code: &'static str,
    /// The query parameter of the way back with the base URL of the user.
    pub base_url: Option<&'static str>,
    /// The query parameter of the way back with the code of an error.
    pub error: &'static str,
    /// The query parameter of the way back with what the error is.
    pub error_description: &'static str,
}

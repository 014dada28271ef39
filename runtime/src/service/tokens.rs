//! Data about the token endpoint.

use std::time::Duration;

use super::Operation;

/// The token endpoint of a service. It accepts a form and returns a JSON object.
#[derive(Debug, Clone)]
pub struct TokenService {
    /// The token request.
    pub operation: &'static Operation,
    /// The form field of the grant type: `grant_type`.
    pub grant_field: &'static str,
    /// The form fields of the client id and the client secret.
    pub client_fields: [&'static str; 2],
    /// The grant that renews a token.
    pub refresh: &'static Grant,
    /// The form field of the refresh token.
    pub refresh_field: &'static str,
    /// The form field of the requested scopes, separated by spaces, for grants that support it.
    pub scope_field: &'static str,
    /// The fields of the response.
    pub answer: TokenResponse,
    /// The base URL for grants with [`Host::Global`].
    pub global_url: Option<&'static str>,
    /// Allowed host suffixes of a base URL named in a response, such as `.example.com`.
    pub allowed_hosts: &'static [&'static str],
    /// The error code of a request to the wrong base URL, whose body names the right one.
    pub elsewhere: Option<&'static str>,
    /// The error codes that mean that a refresh token is no longer valid.
    pub refresh_spent: &'static [&'static str],
    /// The lifetime of a token if the response does not contain it.
    pub lifetime: Duration,
    /// How long before its expiry a token is renewed.
    pub margin: Duration,
    /// What to do about an error code of the token request.
    pub remedy: fn(&str) -> Option<&'static str>,
    /// The user authorization page.
    pub authorize: Option<Authorize>,
    /// The operation that revokes the tokens of the user or company of the access token.
    pub revoke: Option<&'static Operation>,
}

/// The field names of a token response.
#[derive(Debug, Clone)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: &'static str,
    /// The refresh token, if there is one.
    pub refresh_token: &'static str,
    /// The id token, if there is one.
    pub id_token: &'static str,
    /// The lifetime of the access token in seconds, as a number or a string.
    pub lifetime: &'static str,
    /// When the refresh token expires, in seconds since 1970, as a number or a string.
    pub refresh_expiry: Option<&'static str>,
    /// The scopes, separated by spaces.
    pub scope: &'static str,
    /// The base URL of subsequent calls.
    pub base_url: Option<&'static str>,
}

/// A grant: a way to get a token.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The name of the grant in the specification: `company`.
    pub name: &'static str,
    /// Form fields with a fixed value, including the grant type.
    pub fixed: &'static [(&'static str, &'static str)],
    /// Where its token request is sent.
    pub host: Host,
    /// Whether it can be used again if there is no valid refresh token.
    pub repeatable: bool,
    /// Whether its token request is idempotent.
    pub idempotent: bool,
    /// The form field of the user or company, if the token is not for the application itself.
    pub principal_field: Option<&'static str>,
    /// The error codes that mean that a user has to authorize again, because an authorization code, a request token or
    /// a one-time password is spent.
    pub spent: &'static [&'static str],
}

/// Where the first token request of a grant is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// To the base URL of the client.
    OfClient,
    /// To the base URL of the client, or to [`TokenService::global_url`] if there is none.
    Global,
}

/// The authorization page, on which a user authorizes the application and which redirects back with a code.
#[derive(Debug, Clone)]
pub struct Authorize {
    /// The path below a base URL for browsers.
    pub path: &'static str,
    /// The query parameter of the client id.
    pub client_id: &'static str,
    /// The query parameter of the redirect URI.
    pub redirect_uri: &'static str,
    /// The query parameter of the scopes.
    pub scope: &'static str,
    /// The query parameter of the state, which is returned unchanged.
    pub state: &'static str,
    /// Query parameters with a fixed value.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The query parameter of the redirect with the authorization code.
    pub code: &'static str,
    /// The query parameter of the redirect with the base URL of the user.
    pub base_url: Option<&'static str>,
    /// The query parameter of the redirect with the error code.
    pub error: &'static str,
    /// The query parameter of the redirect with the description of the error.
    pub error_description: &'static str,
}

//! The token call, its grants and the authorization page.

use serde::{Deserialize, Serialize};

use super::flat::flat;
use super::{Doc, FieldName, Kind, MethodName, ValueProperties};

/// How the token call is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tokens {
    /// The documentation.
    pub doc: Doc,
    /// The key of the operation: `token`.
    pub operation: String,
    /// The form fields, by role.
    pub form: TokenForm,
    /// The response fields, by role.
    pub answer: TokenResponse,
    /// The key of the grant that refreshes a token: `refresh_token`.
    pub refresh: String,
    /// The error code of a call that must be sent to another base URI.
    pub elsewhere: Option<String>,
    /// The error codes of a refresh token that is no longer valid.
    pub spent: Vec<String>,
    /// The key of the limit with the lifetime of a token whose response does not have one.
    pub lifetime: String,
    /// The key of the limit that says how long before its expiry a token is refreshed.
    pub margin: String,
    /// The key of the data center for grants with the host `global`.
    pub global: Option<String>,
    /// The authorization page.
    pub authorize: Option<Authorize>,
    /// The key of the operation that revokes the tokens of the principal whose token it is sent with.
    pub revoke: Option<String>,
}

/// The form fields of the token call, by role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenForm {
    /// The grant type.
    pub grant_type: String,
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The requested scopes, separated by spaces.
    pub scope: String,
}

/// The response fields of the token call, by role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The id token.
    pub id_token: String,
    /// The lifetime of the access token, in seconds.
    pub lifetime: String,
    /// The expiry of the refresh token, in seconds since the Unix epoch.
    pub refresh_expiry: Option<String>,
    /// The scopes, separated by spaces.
    pub scope: String,
    /// The base URI for subsequent calls.
    pub base_url: Option<String>,
}

/// The page where a user authorizes the application. It redirects back with an authorization code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorize {
    /// The documentation.
    pub doc: Doc,
    /// The full path.
    pub path: String,
    /// The query parameter with the client id.
    pub client_id: String,
    /// The query parameter with the redirect URI.
    pub redirect_uri: String,
    /// The query parameter with the scopes.
    pub scope: String,
    /// The query parameter with a string that the redirect returns unchanged.
    pub state: String,
    /// The names and values of query parameters with a fixed value.
    pub fixed: Vec<(String, String)>,
    /// The query parameter of the redirect with the authorization code.
    pub code: String,
    /// The query parameter of the redirect with the user's base URI.
    pub base_url: Option<String>,
    /// The query parameter of the redirect with the error code.
    pub error: String,
    /// The query parameter of the redirect with the error description.
    pub error_description: String,
}

/// A grant: a way to obtain a token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// The key: `password`.
    pub key: String,
    /// The constructor of the credentials: `password`.
    pub name: MethodName,
    /// The value of `grant_type`.
    pub grant_type: String,
    /// The required form fields, other than `grant_type`.
    pub required: Vec<String>,
    /// The optional form fields.
    pub optional: Vec<String>,
    /// The names and values of form fields with a fixed value.
    pub fixed: Vec<(String, String)>,
    /// The base URI that the call is sent to: `geolocation`, `global`, `user`, `any`.
    pub host: String,
    /// The arguments of the constructor: the client id, the client secret, and the other required fields, in order.
    /// Empty if the token call is not specified.
    pub arguments: Vec<GrantArgument>,
    /// The form field that identifies the principal of the token, if that is not the application.
    pub principal: Option<String>,
    /// It can be used again if there is no refresh token.
    pub repeatable: bool,
    /// The call is idempotent.
    pub idempotent: bool,
    /// The error codes that require a new authorization: a code, request token or one-time password is no longer valid.
    pub spent: Vec<String>,
    /// The documentation.
    pub doc: Doc,
}

/// A form field as an argument of a grant.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantArgument {
    /// The form field.
    pub wire: String,
    /// The name in the SDK.
    pub name: FieldName,
    /// The type of the value in the SDK.
    pub kind: Kind,
    /// How its value is sent and shown.
    pub properties: ValueProperties,
    /// The documentation in this grant.
    pub doc: Doc,
}

flat!(GrantArgument {
    [wire, name, kind]
    ..properties: ValueProperties
    [doc]
});

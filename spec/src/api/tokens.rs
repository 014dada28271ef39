//! How tokens are got: the token call, its grants and the page where a user agrees.

use serde::{Deserialize, Serialize};

use super::{Doc, FieldName, Kind, MethodName, WireForm};

/// How the token call is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tokens {
    /// How tokens are got.
    pub doc: Doc,
    /// The key of the operation: `token`.
    pub operation: String,
    /// Which of its form fields is what.
    pub form: TokenForm,
    /// Which field of its answer is what.
    pub answer: TokenResponse,
    /// The key of the grant that renews a token: `refresh_token`.
    pub refresh: String,
    /// The error code of a call that belongs to another base URI.
    pub elsewhere: Option<String>,
    /// The error codes that say that a refresh token is of no use any more.
    pub spent: Vec<String>,
    /// The key of the limit that says how long a token lives when the answer does not.
    pub lifetime: String,
    /// The key of the limit that says how long before the end of its life a token is renewed.
    pub margin: String,
    /// The key of the data center that grants with the host `global` go to.
    pub global: Option<String>,
    /// The page where a user agrees.
    pub authorize: Option<Authorize>,
    /// The key of the operation that revokes the tokens of the one whose token it is sent with.
    pub revoke: Option<String>,
}

/// Form fields of the token call, by what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenForm {
    /// The grant.
    pub grant_type: String,
    /// The id of the application.
    pub client_id: String,
    /// The secret of the application.
    pub client_secret: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The scopes to ask for, with blanks between them.
    pub scope: String,
}

/// Fields of the token call's answer, by what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The id token.
    pub id_token: String,
    /// How many seconds the access token lives.
    pub lifetime: String,
    /// When the refresh token expires, in seconds since 1970.
    pub refresh_expiry: Option<String>,
    /// The scopes, with blanks between them.
    pub scope: String,
    /// The base URI for the calls that follow.
    pub base_url: Option<String>,
}

/// The page where a user agrees that the application acts for them, and from which a code comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorize {
    /// What it does.
    pub doc: Doc,
    /// Its path from the root.
    pub path: String,
    /// The query parameter with the id of the application.
    pub client_id: String,
    /// The query parameter with the address that the browser comes back to.
    pub redirect_uri: String,
    /// The query parameter with the scopes.
    pub scope: String,
    /// The query parameter with a text that comes back as it is.
    pub state: String,
    /// Query parameters with a fixed value, name and value.
    pub fixed: Vec<(String, String)>,
    /// The query parameter of the way back with the code.
    pub code: String,
    /// The query parameter of the way back with the base URI of the user.
    pub base_url: Option<String>,
    /// The query parameter of the way back with the code of an error.
    pub error: String,
    /// The query parameter of the way back with what the error is.
    pub error_description: String,
}

/// A way to get a token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// Its key: `password`.
    pub key: String,
    /// The constructor of its credentials: `password`.
    pub name: MethodName,
    /// The value of `grant_type`.
    pub grant_type: String,
    /// The form fields it must have, besides `grant_type`.
    pub required: Vec<String>,
    /// The form fields it may have.
    pub optional: Vec<String>,
    /// Form fields with a fixed value, name and value.
    pub fixed: Vec<(String, String)>,
    /// Which base URI the call goes to: `geolocation`, `global`, `user`, `any`.
    pub host: String,
    /// What the SDK asks for: the id and the secret of the application, then what else is required, in order. Empty when
    /// nothing is said of the token call.
    pub arguments: Vec<GrantArgument>,
    /// The form field that says for whom the token is, where that is not the application.
    pub principal: Option<String>,
    /// It can be used again when there is no refresh token.
    pub repeatable: bool,
    /// Sending its call twice does no more than sending it once.
    pub idempotent: bool,
    /// The error codes that say that somebody has to authorise anew: a code, request token or one-time password is spent.
    pub spent: Vec<String>,
    /// What it is.
    pub doc: Doc,
}

/// A form field as an argument of a grant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantArgument {
    /// The form field.
    pub wire: String,
    /// Its name in the SDK.
    pub name: FieldName,
    /// The type of its value in the SDK.
    pub kind: Kind,
    /// How it is written.
    pub wire_form: WireForm,
    /// It is never printed.
    pub secret: bool,
    /// What it is in this grant.
    pub doc: Doc,
}

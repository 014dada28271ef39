//! The keys of the token call and of its grants.

use super::{Entry, Form, Name, Shape, optional, required};

pub(super) static TOKENS: Shape = Shape {
    what: "the token call",
    id: "tokens",
    doc: "How the token call is used: its form fields, its response fields and its error codes.",
    keys: &[&[
        required(
            "doc",
            Form::Text,
            "How tokens are requested, in our own words. Markdown.",
        ),
        required(
            "operation",
            Form::Text,
            "The key of the operation: a form-encoded POST.",
        ),
        required("form", Form::Shape(&FORM), "The form fields, by role."),
        required("answer", Form::Shape(&ANSWER), "The response fields, by role."),
        required("refresh", Form::Text, "The grant that refreshes a token."),
        optional(
            "elsewhere",
            Form::Text,
            "The error code of a call that must be sent to another base URI, which the error body has in the same field as a response.",
        ),
        optional(
            "spent",
            Form::List(&Form::Text),
            "The error codes of a refresh token that is no longer valid.",
        ),
        required(
            "lifetime",
            Form::Text,
            "The limit with the lifetime of a token whose response does not have one.",
        ),
        required(
            "margin",
            Form::Text,
            "The limit that says how long before its expiry a token is refreshed.",
        ),
        optional("global", Form::Text, "The data center for grants with `host: global`."),
        optional("authorize", Form::Shape(&AUTHORIZE), "The authorization page."),
        optional(
            "revoke",
            Form::Text,
            "The operation that revokes the tokens of the principal whose token it is sent with.",
        ),
    ]],
};

static FORM: Shape = Shape {
    what: "the form of the token call",
    id: "token_form",
    doc: "The form fields of the token call, by role.",
    keys: &[&[
        required("grant_type", Form::Text, "The field with the grant type."),
        required("client_id", Form::Text, "The field with the client id."),
        required("client_secret", Form::Text, "The field with the client secret."),
        required("refresh_token", Form::Text, "The field with the refresh token."),
        required(
            "scope",
            Form::Text,
            "The field with the requested scopes, separated by spaces.",
        ),
    ]],
};

static ANSWER: Shape = Shape {
    what: "the response of the token call",
    id: "token_answer",
    doc: "The response fields of the token call, by role.",
    keys: &[&[
        required("access_token", Form::Text, "The field with the access token."),
        required("refresh_token", Form::Text, "The field with the refresh token."),
        required("id_token", Form::Text, "The field with the id token."),
        required(
            "lifetime",
            Form::Text,
            "The field with the lifetime of the access token, in seconds.",
        ),
        optional(
            "refresh_expiry",
            Form::Text,
            "The field with the expiry of the refresh token, in seconds since the Unix epoch.",
        ),
        required("scope", Form::Text, "The field with the scopes, separated by spaces."),
        optional(
            "base_url",
            Form::Text,
            "The field with the base URI for subsequent calls.",
        ),
    ]],
};

static AUTHORIZE: Shape = Shape {
    what: "an authorization page",
    id: "authorize",
    doc: "The page where a user authorizes the application. It redirects back with an authorization code.",
    keys: &[&[
        required("doc", Form::Text, "What the page does, in our own words. Markdown."),
        required("path", Form::Text, "The path of the page, relative to `base_path`."),
        required(
            "parameters",
            Form::Shape(&AUTHORIZE_PARAMETERS),
            "The query parameters, by role.",
        ),
        optional(
            "fixed",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Text,
            }]),
            "The query parameters with a fixed value.",
        ),
        required(
            "answer",
            Form::Shape(&AUTHORIZE_ANSWER),
            "The query parameters of the redirect, by role.",
        ),
    ]],
};

static AUTHORIZE_PARAMETERS: Shape = Shape {
    what: "the query of an authorization page",
    id: "authorize_parameters",
    doc: "The query parameters of an authorization page, by role.",
    keys: &[&[
        required("client_id", Form::Text, "The parameter with the client id."),
        required("redirect_uri", Form::Text, "The parameter with the redirect URI."),
        required(
            "scope",
            Form::Text,
            "The parameter with the scopes, separated by spaces.",
        ),
        required(
            "state",
            Form::Text,
            "The parameter with a string that the redirect returns unchanged, under the same name.",
        ),
    ]],
};

static AUTHORIZE_ANSWER: Shape = Shape {
    what: "the redirect of an authorization page",
    id: "authorize_answer",
    doc: "The query parameters that an authorization page adds to the redirect URI.",
    keys: &[&[
        required("code", Form::Text, "The parameter with the authorization code."),
        optional("base_url", Form::Text, "The parameter with the user's base URI."),
        required("error", Form::Text, "The parameter with the error code."),
        required(
            "error_description",
            Form::Text,
            "The parameter with the error description.",
        ),
    ]],
};

pub(super) static GRANT: Shape = Shape {
    what: "a grant",
    id: "grant",
    doc: "A grant: a way to obtain a token.",
    keys: &[&[
        required("grant_type", Form::Text, "The value of `grant_type`."),
        optional(
            "required",
            Form::List(&Form::Text),
            "The required form fields, other than `grant_type`.",
        ),
        optional("optional", Form::List(&Form::Text), "The optional form fields."),
        optional(
            "fixed",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Text,
            }]),
            "The form fields with a fixed value.",
        ),
        required(
            "host",
            Form::Word(&[
                ("geolocation", "The geolocation of the last token."),
                ("global", "The global endpoint."),
                ("user", "The user's data center."),
                ("any", "Any data center."),
            ]),
            "The base URI that the call is sent to.",
        ),
        optional(
            "arguments",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::TextOr(&ARGUMENT),
            }]),
            "Form field → its name in the SDK for this grant, if the wire name is misleading.",
        ),
        optional(
            "principal",
            Form::Text,
            "The form field that identifies the principal of the token, if that is not the application.",
        ),
        optional(
            "repeatable",
            Form::Flag,
            "Whether the grant can be used again if there is no refresh token; default: false.",
        ),
        optional(
            "idempotent",
            Form::Flag,
            "Whether the call is idempotent; default: false.",
        ),
        optional(
            "spent",
            Form::List(&Form::Text),
            "The error codes that require a new authorization: a code, request token or one-time password is no longer valid.",
        ),
        required("doc", Form::Text, "What the grant is."),
    ]],
};

static ARGUMENT: Shape = Shape {
    what: "an argument",
    id: "grant_argument",
    doc: "The meaning of a form field in a grant.",
    keys: &[&[
        optional("name", Form::Text, "The name in the SDK, in snake case."),
        optional("doc", Form::Text, "What the field is in this grant."),
    ]],
};

//! The keys of the token call and of its grants.

use super::{Entry, Form, Name, Shape, optional, required};

pub(super) static TOKENS: Shape = Shape {
    what: "the token call",
    id: "tokens",
    doc: "How the token call is used: what its form takes, what its answer holds, what its errors mean.",
    keys: &[&[
        required("doc", Form::Text, "How tokens are got, in our own words. Markdown."),
        required("operation", Form::Text, "The operation: a form-encoded POST."),
        required("form", Form::Shape(&FORM), "Which of its form fields is what."),
        required("answer", Form::Shape(&ANSWER), "Which field of its answer is what."),
        required("refresh", Form::Text, "The grant that renews a token."),
        optional(
            "elsewhere",
            Form::Text,
            "The error code of a call that belongs to another base URI, which the error's body names as an answer would.",
        ),
        optional(
            "spent",
            Form::List(&Form::Text),
            "The error codes that say that a refresh token is of no use any more.",
        ),
        required(
            "lifetime",
            Form::Text,
            "The limit that says how long a token lives when the answer does not.",
        ),
        required(
            "margin",
            Form::Text,
            "The limit that says how long before the end of its life a token is renewed.",
        ),
        optional(
            "global",
            Form::Text,
            "The data center that grants with `host: global` go to.",
        ),
        optional("authorize", Form::Shape(&AUTHORIZE), "The page where a user agrees."),
        optional(
            "revoke",
            Form::Text,
            "The operation that revokes the tokens of the one whose token it is sent with.",
        ),
    ]],
};

static FORM: Shape = Shape {
    what: "the form of the token call",
    id: "token_form",
    doc: "Form fields of the token call, by what they are.",
    keys: &[&[
        required("grant_type", Form::Text, "The field with the grant."),
        required("client_id", Form::Text, "The field with the id of the application."),
        required(
            "client_secret",
            Form::Text,
            "The field with the secret of the application.",
        ),
        required("refresh_token", Form::Text, "The field with the refresh token."),
        required(
            "scope",
            Form::Text,
            "The field with the scopes to ask for, with blanks between them.",
        ),
    ]],
};

static ANSWER: Shape = Shape {
    what: "the answer of the token call",
    id: "token_answer",
    doc: "Fields of the token call's answer, by what they are.",
    keys: &[&[
        required("access_token", Form::Text, "The field with the access token."),
        required("refresh_token", Form::Text, "The field with the refresh token."),
        required("id_token", Form::Text, "The field with the id token."),
        required(
            "lifetime",
            Form::Text,
            "The field that says how many seconds the access token lives.",
        ),
        optional(
            "refresh_expiry",
            Form::Text,
            "The field that says when the refresh token expires, in seconds since 1970.",
        ),
        required(
            "scope",
            Form::Text,
            "The field with the scopes, with blanks between them.",
        ),
        optional(
            "base_url",
            Form::Text,
            "The field with the base URI for the calls that follow.",
        ),
    ]],
};

static AUTHORIZE: Shape = Shape {
    what: "an authorize page",
    id: "authorize",
    doc: "The page where a user agrees that the application acts for them, and from which a code comes back.",
    keys: &[&[
        required("doc", Form::Text, "What it does, in our own words. Markdown."),
        required("path", Form::Text, "Its path below `base_path`."),
        required(
            "parameters",
            Form::Shape(&AUTHORIZE_PARAMETERS),
            "Which of its query parameters is what.",
        ),
        optional(
            "fixed",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Text,
            }]),
            "Query parameters with a fixed value.",
        ),
        required(
            "answer",
            Form::Shape(&AUTHORIZE_ANSWER),
            "Which query parameter of the way back is what.",
        ),
    ]],
};

static AUTHORIZE_PARAMETERS: Shape = Shape {
    what: "the query of an authorize page",
    id: "authorize_parameters",
    doc: "Query parameters of an authorize page, by what they are.",
    keys: &[&[
        required("client_id", Form::Text, "The parameter with the id of the application."),
        required(
            "redirect_uri",
            Form::Text,
            "The parameter with the address that the browser comes back to.",
        ),
        required(
            "scope",
            Form::Text,
            "The parameter with the scopes, with blanks between them.",
        ),
        required(
            "state",
            Form::Text,
            "The parameter with a text that comes back as it is, under the same name.",
        ),
    ]],
};

static AUTHORIZE_ANSWER: Shape = Shape {
    what: "the way back from an authorize page",
    id: "authorize_answer",
    doc: "Query parameters that an authorize page adds to the address it sends the browser back to.",
    keys: &[&[
        required("code", Form::Text, "The parameter with the code."),
        optional("base_url", Form::Text, "The parameter with the base URI of the user."),
        required("error", Form::Text, "The parameter with the code of an error."),
        required(
            "error_description",
            Form::Text,
            "The parameter that says what the error is.",
        ),
    ]],
};

pub(super) static GRANT: Shape = Shape {
    what: "a grant",
    id: "grant",
    doc: "A way to get a token.",
    keys: &[&[
        required("grant_type", Form::Text, "The value of `grant_type`."),
        optional(
            "required",
            Form::List(&Form::Text),
            "Form fields it must have, besides `grant_type`.",
        ),
        optional("optional", Form::List(&Form::Text), "Form fields it may have."),
        optional(
            "fixed",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Text,
            }]),
            "Form fields with a fixed value.",
        ),
        required(
            "host",
            Form::Word(&[
                ("geolocation", "The geolocation of the last token."),
                ("global", "The global endpoint."),
                ("user", "The user's data center."),
                ("any", "Any data center."),
            ]),
            "Which base URI the call goes to.",
        ),
        optional(
            "arguments",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::TextOr(&ARGUMENT),
            }]),
            "Form field → what the SDK calls it in this grant, where the field is something else than its name says.",
        ),
        optional(
            "principal",
            Form::Text,
            "The form field that says for whom the token is, where that is not the application.",
        ),
        optional(
            "repeatable",
            Form::Flag,
            "Whether it can be used again when there is no refresh token; default: false.",
        ),
        optional(
            "idempotent",
            Form::Flag,
            "Whether sending its call twice does no more than sending it once; default: false.",
        ),
        optional(
            "spent",
            Form::List(&Form::Text),
            "The error codes that say that somebody has to authorize anew: a code, a request token or a one-time password is \
             spent.",
        ),
        required("doc", Form::Text, "What it is."),
    ]],
};

static ARGUMENT: Shape = Shape {
    what: "an argument",
    id: "grant_argument",
    doc: "What a form field is in a grant.",
    keys: &[&[
        optional("name", Form::Text, "What the SDK calls it, in snake case."),
        optional("doc", Form::Text, "What it is here."),
    ]],
};

//! The keys of `concur.yaml`.

use super::api::API_KEYS;
use super::tokens::{GRANT, TOKENS};
use super::{Entry, Form, Name, Shape, optional, required};

pub(crate) static PLATFORM: Shape = Shape {
    what: "the platform",
    id: "platform",
    doc: "What all APIs share. It is an API file, too: the token call is its operation.",
    keys: &[
        API_KEYS,
        &[
            required(
                "documents",
                map(&[Entry {
                    name: Name::Any,
                    form: Form::Shape(&DOCUMENT),
                }]),
                "Key → document.",
            ),
            optional(
                "data_centers",
                map(&[Entry {
                    name: Name::Snake,
                    form: Form::Shape(&DATA_CENTER),
                }]),
                "Key → data center.",
            ),
            optional(
                "headers",
                map(&[Entry {
                    name: Name::Snake,
                    form: Form::Shape(&HEADER),
                }]),
                "Role → header.",
            ),
            optional(
                "envelopes",
                map(&[Entry {
                    name: Name::Type,
                    form: Form::Shape(&ENVELOPE),
                }]),
                "Name → shape of an error body; tried in order.",
            ),
            optional(
                "limits",
                map(&[Entry {
                    name: Name::Snake,
                    form: Form::Shape(&LIMIT),
                }]),
                "Key → limit or time-out.",
            ),
            optional(
                "retry_statuses",
                Form::List(&Form::Number),
                "Statuses after which a call that can be repeated is sent again.",
            ),
            optional(
                "grants",
                map(&[Entry {
                    name: Name::Snake,
                    form: Form::Shape(&GRANT),
                }]),
                "Key → way to get a token.",
            ),
            optional("tokens", Form::Shape(&TOKENS), "How the token call is used."),
            optional(
                "guide",
                Form::List(&Form::Text),
                "The pages of the SDK's guide. Their text is written by hand in `generated/guide/PAGE.md`.",
            ),
            optional(
                "allowed_hosts",
                Form::List(&Form::Text),
                "Host suffixes that a token may be sent to.",
            ),
        ],
    ],
};

const fn map(entries: &'static [Entry]) -> Form {
    Form::Map(entries)
}

static DOCUMENT: Shape = Shape {
    what: "a document",
    id: "document",
    doc: "A document of the vendor.",
    keys: &[&[
        required("title", Form::Text, "Its title."),
        optional("file", Form::Text, "The name of its file."),
        optional("doc", Form::Text, "What is in it."),
    ]],
};

static DATA_CENTER: Shape = Shape {
    what: "a data center",
    id: "data_center",
    doc: "A data center.",
    keys: &[&[
        required("uri", Form::Text, "The base URI for calls from servers."),
        optional("browser_uri", Form::Text, "The base URI for calls from browsers."),
        optional(
            "superseded",
            Form::Flag,
            "It is no longer in the vendor's table, but still in use.",
        ),
        required("doc", Form::Text, "What it is."),
    ]],
};

static HEADER: Shape = Shape {
    what: "a header",
    id: "header",
    doc: "A header of every call.",
    keys: &[&[
        required("name", Form::Text, "Its name."),
        required("doc", Form::Text, "What it is."),
    ]],
};

static ENVELOPE: Shape = Shape {
    what: "an envelope",
    id: "envelope",
    doc: "The shape of an error body. Values are paths of keys with dots. A body has the shape when it has its `code`.",
    keys: &[&[
        required("doc", Form::Text, "What it is."),
        optional(
            "list",
            Form::Text,
            "The key of the list of errors; without it the whole body is the error.",
        ),
        required("code", Form::Text, "Where the code stands."),
        required("message", Form::Text, "Where the message stands."),
        optional("data_path", Form::Text, "Where the path to the request's data stands."),
        optional("more", Form::Shape(&MORE), "A list of further errors beside the first."),
    ]],
};

static MORE: Shape = Shape {
    what: "a list of further errors",
    id: "envelope_more",
    doc: "A list of further errors in an envelope.",
    keys: &[&[
        required("list", Form::Text, "The key of the list."),
        required("message", Form::Text, "Where an item's message stands."),
        optional(
            "data_path",
            Form::Text,
            "Where an item's path to the request's data stands.",
        ),
    ]],
};

static LIMIT: Shape = Shape {
    what: "a limit",
    id: "limit",
    doc: "A limit or time-out.",
    keys: &[&[
        required("value", Form::Number, "Its value."),
        required(
            "unit",
            Form::Text,
            "Its unit: `seconds` and `milliseconds` are a duration, any other is counted: `bytes`, `records`.",
        ),
        required("doc", Form::Text, "What it is."),
    ]],
};

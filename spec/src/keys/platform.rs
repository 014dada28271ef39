//! The keys of `concur.yaml`.

use super::api::{HEAD, SECTIONS};
use super::tokens::{GRANT, TOKENS};
use super::types::TYPE;
use super::{Entry, Form, Name, Shape, optional, required};

pub(crate) static PLATFORM: Shape = Shape {
    what: "the platform",
    id: "platform",
    doc: "The facts shared by all APIs. The file is also an API file: the token call is its operation.",
    keys: &[
        HEAD,
        SECTIONS,
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
                "Name → shape of an error body. The envelopes are tried in order.",
            ),
            optional(
                "shared_types",
                map(&[Entry {
                    name: Name::Type,
                    form: Form::Shape(&TYPE),
                }]),
                "Name → type that APIs share: each lists it under its `types` as `NAME: shared`.",
            ),
            optional(
                "limits",
                map(&[Entry {
                    name: Name::Snake,
                    form: Form::Shape(&LIMIT),
                }]),
                "Key → limit or timeout.",
            ),
            optional(
                "retry_statuses",
                Form::List(&Form::Number),
                "Statuses after which idempotent calls are retried.",
            ),
            optional(
                "grants",
                map(&[Entry {
                    name: Name::Snake,
                    form: Form::Shape(&GRANT),
                }]),
                "Key → grant.",
            ),
            optional("tokens", Form::Shape(&TOKENS), "How the token call is used."),
            optional(
                "guide",
                Form::List(&Form::Text),
                "The pages of the SDK's guide. Their text is handwritten, in `generated/guide/PAGE.md`.",
            ),
            optional(
                "allowed_hosts",
                Form::List(&Form::Text),
                "Suffixes of the hosts that a token may be sent to.",
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
        required("title", Form::Text, "The title."),
        optional("file", Form::Text, "The file name."),
        optional("doc", Form::Text, "What the document contains."),
    ]],
};

static DATA_CENTER: Shape = Shape {
    what: "a data center",
    id: "data_center",
    doc: "A data center.",
    keys: &[&[
        required("uri", Form::Text, "The base URI for server-side calls."),
        optional("browser_uri", Form::Text, "The base URI for calls from a browser."),
        optional(
            "superseded",
            Form::Flag,
            "`true`: it is no longer in the vendor's table but is still in use.",
        ),
        required("doc", Form::Text, "What the data center is."),
    ]],
};

static HEADER: Shape = Shape {
    what: "a header",
    id: "header",
    doc: "A header of every call.",
    keys: &[&[
        required("name", Form::Text, "The name of the header."),
        required("doc", Form::Text, "What the header is."),
    ]],
};

static ENVELOPE: Shape = Shape {
    what: "an envelope",
    id: "envelope",
    doc: "The shape of an error body. Values are paths: keys with dots in between, or a list of keys.",
    keys: &[&[
        required("doc", Form::Text, "What the envelope is."),
        optional(
            "present",
            Form::Path,
            "The path, in the body, of the value by which a body is known to have the shape; default: `code`, or \
             `message` in a shape without `code`.",
        ),
        optional(
            "list",
            Form::Path,
            "The path of the list of errors; if omitted, the whole body is the error.",
        ),
        optional("code", Form::Path, "The path of the code, if errors have one."),
        required("message", Form::Path, "The path of the message."),
        optional(
            "data_path",
            Form::Path,
            "The path of the pointer to the request's data.",
        ),
        optional("more", Form::Shape(&MORE), "A list of additional errors."),
    ]],
};

static MORE: Shape = Shape {
    what: "a list of additional errors",
    id: "envelope_more",
    doc: "A list of additional errors in an envelope.",
    keys: &[&[
        required("list", Form::Path, "The path of the list."),
        optional("code", Form::Path, "The path of an item's code, if items have one."),
        required("message", Form::Path, "The path of an item's message."),
        optional(
            "data_path",
            Form::Path,
            "The path of an item's pointer to the request's data.",
        ),
    ]],
};

static LIMIT: Shape = Shape {
    what: "a limit",
    id: "limit",
    doc: "A limit or timeout.",
    keys: &[&[
        required("value", Form::Number, "The value."),
        required(
            "unit",
            Form::Text,
            "The unit: `seconds` and `milliseconds` are durations; any other, such as `bytes` or `records`, is a count.",
        ),
        required("doc", Form::Text, "What the limit is."),
    ]],
};

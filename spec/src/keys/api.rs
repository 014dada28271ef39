//! The keys of an API file.

use super::operation::OPERATION;
use super::types::TYPE;
use super::{Entry, Form, Key, Name, Shape, optional, required};

pub(crate) static API: Shape = Shape {
    what: "an API",
    id: "api",
    doc: "One API, as its documents have it, row for row, contradictions included.",
    keys: &[API_KEYS],
};

/// The platform has these, too: the token call is its operation.
pub(super) static API_KEYS: &[Key] = &[
    required(
        "api",
        Form::Text,
        "Its key, in snake case: the module of the SDK, and with dashes the cargo feature.",
    ),
    required("title", Form::Text, "Its title."),
    required("version", Form::Text, "Its version as the vendor counts; in quotes."),
    required(
        "base_path",
        Form::OptionalText,
        "The path that every operation's path starts with; may be empty.",
    ),
    required("doc", Form::Text, "What it is for, in our own words. Markdown."),
    required(
        "document",
        Form::Text,
        "The key of the document in `concur.yaml` that the rows stand in.",
    ),
    optional(
        "more_documents",
        Form::List(&Form::Text),
        "The keys of further documents that say something of this API, such as its scopes and addresses.",
    ),
    required(
        "client",
        Form::Text,
        "What the client's method is called: `purchase_requests` gives the handle `PurchaseRequests`.",
    ),
    optional(
        "scopes",
        Form::Map(&[Entry {
            name: Name::Any,
            form: Form::TextOr(&SCOPE),
        }]),
        "OAuth scope → what it allows.",
    ),
    optional(
        "operations",
        Form::Map(&[Entry {
            name: Name::Snake,
            form: Form::Shape(&OPERATION),
        }]),
        "Key → operation; the key is the method of the handle.",
    ),
    optional(
        "types",
        Form::Map(&[Entry {
            name: Name::Type,
            form: Form::Shape(&TYPE),
        }]),
        "Name → type.",
    ),
    optional(
        "error_codes",
        Form::Map(&[Entry {
            name: Name::Any,
            form: Form::Shape(&ERROR_CODE),
        }]),
        "Code, as it travels → what it means.",
    ),
    optional(
        "uncoded_errors",
        Form::List(&Form::Shape(&UNCODED_ERROR)),
        "Errors that come without a code.",
    ),
    optional(
        "waiters",
        Form::Map(&[Entry {
            name: Name::Snake,
            form: Form::Shape(&WAITER),
        }]),
        "Key → waiter: something to wait for.",
    ),
    optional(
        "differences",
        Form::List(&Form::Shape(&DIFFERENCE)),
        "Where the transcription departs from the documents on purpose, for `audit`.",
    ),
];

static SCOPE: Shape = Shape {
    what: "a scope",
    id: "scope",
    doc: "An OAuth scope.",
    keys: &[&[
        required("doc", Form::Text, "What it allows."),
        optional("name", Form::Text, "What the SDK calls it."),
    ]],
};

static ERROR_CODE: Shape = Shape {
    what: "an error code",
    id: "error_code",
    doc: "An error code of the service.",
    keys: &[&[
        required("doc", Form::Text, "What it means, in our own words."),
        optional(
            "message",
            Form::Text,
            "The text that comes with it, exact; `{name}` stands for a value.",
        ),
        optional(
            "messages",
            Form::List(&Form::Text),
            "The texts, where there are several.",
        ),
        optional("status", Form::List(&Form::Number), "The statuses it comes with."),
        optional("remedy", Form::Text, "What to do about it."),
        optional(
            "carried_out",
            Form::Word(&[(
                "no",
                "Nothing was carried out, even though the status is one that leaves it open, such as a 503.",
            )]),
            "Whether the call that was answered with it has been carried out all the same; where absent, the status tells.",
        ),
        optional("name", Form::Text, "What the SDK calls it."),
    ]],
};

static UNCODED_ERROR: Shape = Shape {
    what: "an error without a code",
    id: "uncoded_error",
    doc: "An error that the service sends without a code.",
    keys: &[&[
        required("status", Form::Number, "The status it comes with."),
        required("message", Form::Text, "The text, exact."),
        required("doc", Form::Text, "What it means, in our own words."),
    ]],
};

static DIFFERENCE: Shape = Shape {
    what: "a deliberate difference",
    id: "difference",
    doc: "A place where the transcription departs from a document on purpose.",
    keys: &[&[
        required(
            "at",
            Form::OneOrList(&Form::Text),
            "The place as `audit` names it, a path with slashes, or a list of places.",
        ),
        optional(
            "in",
            Form::Text,
            "The key of the document; the API's `document` when absent.",
        ),
        optional(
            "documented",
            Form::Text,
            "What the document says there, as `audit` prints it; `absent` when nothing.",
        ),
        optional(
            "transcribed",
            Form::Text,
            "What stands in this file there, as `audit` prints it; `absent` when nothing.",
        ),
        required("reason", Form::Text, "Why it is so, in our own words."),
    ]],
};

static WAITER: Shape = Shape {
    what: "a waiter",
    id: "waiter",
    doc: "Something to wait for: an operation is repeated until a field has a final value.",
    keys: &[&[
        required("doc", Form::Text, "What it waits for."),
        required("operation", Form::Text, "The key of the operation to repeat."),
        required(
            "field",
            Form::Text,
            "The field of its answer to look at: names on the wire with dots.",
        ),
        required("done", Form::List(&Form::Text), "Values that end it well."),
        optional("failed", Form::List(&Form::Text), "Values that end it badly."),
        optional("pending", Form::List(&Form::Text), "Values that mean: keep waiting."),
        optional(
            "first_pause",
            Form::Number,
            "Seconds from the first look to the second; 2 when absent.",
        ),
        optional(
            "longest_pause",
            Form::Number,
            "Seconds between two looks at most; 30 when absent.",
        ),
        optional(
            "within",
            Form::Number,
            "Seconds after which the SDK gives up; 600 when absent.",
        ),
        optional(
            "absent_for",
            Form::Number,
            "Seconds for which the service may say that there is no such thing; 0 when absent.",
        ),
    ]],
};

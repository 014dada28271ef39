//! The keys of an API file.

use super::exports::EXPORT;
use super::imports::IMPORT;
use super::operation::{OPERATION, PARAMETER, RESPONSE, SEVERAL_SCOPES};
use super::properties::{DOCUMENT, ROW_DOCUMENT};
use super::resources::RESOURCE;
use super::types::TYPE;
use super::{Entry, Form, Key, Name, Shape, optional, required};

pub(crate) static API: Shape = Shape {
    what: "an API",
    id: "api",
    doc: "One API, transcribed from its documents row by row, including their contradictions.",
    keys: &[HEAD, SECTIONS],
};

pub(crate) static PART: Shape = Shape {
    what: "a part of an API",
    id: "part",
    doc: "A part of an API whose files are in a folder: sections only. One file of the folder has the other keys.",
    keys: &[PART_DOCUMENT, SECTIONS],
};

/// What a part says once for all of its items.
static PART_DOCUMENT: &[Key] = &[optional(
    "document",
    Form::Text,
    "The key of the document that the operations, types and error codes of this file are from, unless they name another: \
     one of the API's `more_documents`. Default: the API's `document`.",
)];

/// The keys that an API has once: if its files are in a folder, one of them has these. The platform has these keys too.
pub(crate) static HEAD: &[Key] = &[
    required(
        "api",
        Form::Text,
        "The key of the API, in snake case: the module of the SDK and, with dashes, the cargo feature.",
    ),
    required("title", Form::Text, "The title of the API."),
    required("version", Form::Text, "The vendor's version of the API, in quotes."),
    required(
        "base_path",
        Form::OptionalText,
        "The prefix of every operation's path; may be empty.",
    ),
    required("doc", Form::Text, "What the API is for, in our own words. Markdown."),
    required(
        "document",
        Form::Text,
        "The key in `concur.yaml` of the document that the rows are transcribed from.",
    ),
    optional(
        "more_documents",
        Form::List(&Form::Text),
        "The keys of other documents that describe this API, such as its scopes and URLs.",
    ),
    required(
        "client",
        Form::Text,
        "The name of the client's method: `purchase_requests` returns the handle `PurchaseRequests`.",
    ),
    optional(
        "scope",
        Form::TextOr(&SEVERAL_SCOPES),
        "The scope, one of `scopes`, or several, that an operation requires unless it names others or has `auth: none`.",
    ),
    optional(
        "comparisons",
        Form::Shape(&COMPARISONS),
        "How an operator is written in front of the value of a query parameter.",
    ),
];

static COMPARISONS: Shape = Shape {
    what: "a rule for comparisons",
    id: "comparisons",
    doc: "How an operator is written in front of the value of a query parameter.",
    keys: &[&[
        required(
            "separator",
            Form::Text,
            "The character between an operator and the value: `:`.",
        ),
        required(
            "operators",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Word(&[
                    (
                        "equal",
                        "The value itself; it has no operator unless it contains the separator.",
                    ),
                    ("not_equal", "All but the value."),
                    ("starts_with", "What starts with the text."),
                    ("ends_with", "What ends with the text."),
                    ("contains", "What contains the text."),
                    ("greater_than", "More, or later, than the value."),
                    ("at_least", "The value, and what is more or later."),
                    ("less_than", "Less, or earlier, than the value."),
                    ("at_most", "The value, and what is less or earlier."),
                ]),
            }]),
            "Operator → what it means. One of them is `equal`.",
        ),
    ]],
};

/// The keys that each file of an API can have. The platform has these keys too: the token call is its operation.
pub(super) static SECTIONS: &[Key] = &[
    optional(
        "scopes",
        Form::Map(&[Entry {
            name: Name::Any,
            form: Form::TextOr(&SCOPE),
        }]),
        "OAuth scope → what it allows.",
    ),
    optional(
        "failures",
        Form::Map(&[Entry {
            name: Name::Status,
            form: Form::TypeRefOr(&RESPONSE),
        }]),
        "Status → response that every operation may return besides its own `responses`.",
    ),
    optional(
        "parameters",
        Form::Map(&[Entry {
            name: Name::Any,
            form: Form::Shape(&PARAMETER),
        }]),
        "Wire name → parameter that operations share: each lists it as `NAME: shared`.",
    ),
    optional(
        "operations",
        Form::Map(&[Entry {
            name: Name::Snake,
            form: Form::Shape(&OPERATION),
        }]),
        "Key → operation; the key is the name of the handle's method.",
    ),
    optional(
        "types",
        Form::Map(&[Entry {
            name: Name::Type,
            form: Form::WordOr(
                &[("shared", "The one among the `shared_types` of the platform.")],
                &TYPE,
            ),
        }]),
        "Name → type; `shared` stands for the one among the `shared_types` of the platform.",
    ),
    optional(
        "error_codes",
        Form::Map(&[Entry {
            name: Name::Any,
            form: Form::Shape(&ERROR_CODE),
        }]),
        "Code on the wire → error code.",
    ),
    optional(
        "uncoded_errors",
        Form::List(&Form::Shape(&UNCODED_ERROR)),
        "Errors that the service returns without a code.",
    ),
    optional(
        "waiters",
        Form::Map(&[Entry {
            name: Name::Snake,
            form: Form::Shape(&WAITER),
        }]),
        "Key → waiter.",
    ),
    optional(
        "imports",
        Form::Map(&[Entry {
            name: Name::Snake,
            form: Form::Shape(&IMPORT),
        }]),
        "Key → import; the key is unique across all APIs.",
    ),
    optional(
        "exports",
        Form::Map(&[Entry {
            name: Name::Snake,
            form: Form::Shape(&EXPORT),
        }]),
        "Key → export; the key is unique across all APIs.",
    ),
    optional(
        "resources",
        Form::Map(&[Entry {
            name: Name::Type,
            form: Form::Shape(&RESOURCE),
        }]),
        "Name → resource.",
    ),
    optional(
        "differences",
        Form::List(&Form::Shape(&DIFFERENCE)),
        "Deliberate differences between the transcription and the documents, for `audit`.",
    ),
];

static SCOPE: Shape = Shape {
    what: "a scope",
    id: "scope",
    doc: "An OAuth scope.",
    keys: &[&[
        required("doc", Form::Text, "What it allows."),
        ROW_DOCUMENT,
        optional("name", Form::Text, "The name in the SDK."),
        optional(
            "opens",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::List(&Form::Text),
            }]),
            "Type → the fields that responses have only with this scope, or with another that opens them. It is one of \
             the scopes of an `each`.",
        ),
    ]],
};

static ERROR_CODE: Shape = Shape {
    what: "an error code",
    id: "error_code",
    doc: "An error code of the service.",
    keys: &[&[
        required("doc", Form::Text, "What it means, in our own words."),
        DOCUMENT,
        optional(
            "message",
            Form::Text,
            "The exact message; `{name}` is a placeholder for a value.",
        ),
        optional(
            "messages",
            Form::List(&Form::Text),
            "The exact messages, if there are several.",
        ),
        optional(
            "status",
            Form::List(&Form::Number),
            "The statuses that it is returned with.",
        ),
        optional("remedy", Form::Text, "How to resolve the error."),
        optional(
            "carried_out",
            Form::Word(&[(
                "no",
                "The call was not carried out, even if the status leaves that open, as a 503 does.",
            )]),
            "Whether a call that returns this code may have been carried out; by default, the status decides.",
        ),
        optional("name", Form::Text, "The name in the SDK."),
    ]],
};

static UNCODED_ERROR: Shape = Shape {
    what: "an error without a code",
    id: "uncoded_error",
    doc: "An error that the service returns without a code.",
    keys: &[&[
        required("status", Form::Number, "The status that it is returned with."),
        required("message", Form::Text, "The exact message."),
        required("doc", Form::Text, "What it means, in our own words."),
        ROW_DOCUMENT,
    ]],
};

static DIFFERENCE: Shape = Shape {
    what: "a deliberate difference",
    id: "difference",
    doc: "A deliberate difference between the transcription and a document.",
    keys: &[&[
        required(
            "at",
            Form::OneOrList(&Form::Text),
            "The path as `audit` prints it, with slashes, or a list of paths.",
        ),
        optional(
            "in",
            Form::Text,
            "The key of the document; default: the API's `document`.",
        ),
        optional(
            "documented",
            Form::Text,
            "The document's value, as `audit` prints it; `absent` if it has none.",
        ),
        optional(
            "transcribed",
            Form::Text,
            "The value in this file, as `audit` prints it; `absent` if it has none.",
        ),
        required("reason", Form::Text, "The reason for the difference, in our own words."),
    ]],
};

static WAITER: Shape = Shape {
    what: "a waiter",
    id: "waiter",
    doc: "A waiter: it polls an operation until a field has a final value.",
    keys: &[&[
        required("doc", Form::Text, "What it waits for."),
        required("operation", Form::Text, "The key of the operation to poll."),
        required(
            "field",
            Form::Text,
            "The field of the response to check: wire names separated by dots.",
        ),
        required("done", Form::List(&Form::Text), "Values that mean success."),
        optional("failed", Form::List(&Form::Text), "Values that mean failure."),
        optional(
            "pending",
            Form::List(&Form::Text),
            "Values that mean that polling continues.",
        ),
        optional(
            "initial_delay",
            Form::Number,
            "Seconds between the first poll and the second; default: 2.",
        ),
        optional(
            "max_delay",
            Form::Number,
            "Maximum seconds between two polls; default: 30.",
        ),
        optional("within", Form::Number, "The timeout in seconds; default: 600."),
        optional(
            "absent_for",
            Form::Number,
            "Seconds from the start during which a 404 means that the resource does not exist yet; default: 0.",
        ),
    ]],
};

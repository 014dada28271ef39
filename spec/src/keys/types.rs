//! The keys of a type.

use super::properties::{DOCUMENT, ROW_DOCUMENT, VALUE_PROPERTIES};
use super::{Entry, Form, Key, Name, Shape, optional, required};

pub(super) static TYPE: Shape = Shape {
    what: "a type",
    id: "type",
    doc: "A type, with exactly one of `fields`, `values` and `union`.",
    keys: &[&[
        required("doc", Form::Text, "What the type is, in our own words. Markdown."),
        DOCUMENT,
        optional("section", Form::Text, "The heading in the document."),
        optional("name", Form::Text, "The name in the SDK, in Pascal case."),
        optional(
            "inline",
            Form::Flag,
            "`true`: it has no name in the documents; its table is part of an operation.",
        ),
        optional(
            "separate",
            Form::Flag,
            "`true`: what is sent has a model of its own, even if it has the same fields as what is received.",
        ),
        optional(
            "fields",
            Form::Map(&[
                Entry {
                    name: Name::Family,
                    form: Form::Shape(&FAMILY),
                },
                Entry {
                    name: Name::Any,
                    form: Form::Shape(&FIELD),
                },
            ]),
            "Wire name → field. A name such as `custom1..custom40` is a field family.",
        ),
        optional(
            "values",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::TextOr(&VALUE),
            }]),
            "Value → its meaning. The type is a value set.",
        ),
        optional(
            "shorthand",
            Form::Text,
            "The field whose value alone can be passed in place of the type.",
        ),
        optional(
            "display",
            Form::List(&Form::Text),
            "The fields that are shown to people, joined with `: `; absent ones are left out.",
        ),
        optional(
            "accessors",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Shape(&ACCESSOR),
            }]),
            "Method → the value that it returns, for what everyone asks a response.",
        ),
        optional(
            "constructors",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::Shape(&CONSTRUCTOR),
            }]),
            "Function → the fields that it takes, for values that are built often.",
        ),
        optional("closed", Form::Flag, "`true`: no other values are possible."),
        optional(
            "wire",
            Form::Word(&[("integer", "The values of a value set are JSON numbers.")]),
            "How the values of a value set are serialized; default: as strings.",
        ),
        optional(
            "union",
            Form::List(&Form::Shape(&CASE)),
            "The cases, in order. The first case whose key `when` is present or has the value `is` applies; the last case \
             has no `when`.",
        ),
    ]],
};

static ACCESSOR: Shape = Shape {
    what: "an accessor",
    id: "accessor",
    doc: "A method that returns a value of a response, or the values of all items of a list.",
    keys: &[&[
        required(
            "path",
            Form::Text,
            "The value: wire names separated by dots. Only the first may be a list.",
        ),
        required("doc", Form::Text, "What it returns, in our own words."),
    ]],
};

static CONSTRUCTOR: Shape = Shape {
    what: "a constructor",
    id: "constructor",
    doc: "A function that creates a value from some of its fields.",
    keys: &[&[
        required(
            "fields",
            Form::List(&Form::Text),
            "The fields, in the order of the arguments.",
        ),
        required("doc", Form::Text, "What it creates, in our own words."),
    ]],
};

static FIELD: Shape = Shape {
    what: "a field",
    id: "field",
    doc: "A field, as its row in the document has it.",
    keys: &[
        COMMON_KEYS,
        VALUE_PROPERTIES,
        &[
            optional(
                "required",
                Form::Required,
                "Whether the field is required in a body: `true`, `false`, `create` (only on creation), `one_of GROUP` \
                 (exactly one field of the group).",
            ),
            optional(
                "default",
                Form::OneOrList(&Form::Scalar),
                "What builders set unless a caller sets it: a value, or the items of a list.",
            ),
            optional(
                "guaranteed",
                Form::Flag,
                "`true`: the service always sends it; deserializing a response without it fails.",
            ),
            optional(
                "aliases",
                Form::List(&Form::Text),
                "Additional wire names; the first name is sent unless the caller chooses another.",
            ),
            optional("name", Form::Text, "The name in the SDK, in snake case."),
        ],
    ],
};

static FAMILY: Shape = Shape {
    what: "a field family",
    id: "family",
    doc: "A family of numbered fields: one entry, expanded by the generator.",
    keys: &[COMMON_KEYS, VALUE_PROPERTIES],
};

/// The keys that fields and families share.
static COMMON_KEYS: &[Key] = &[
    required("type", Form::TypeRef, "The type of the field."),
    required("doc", Form::Text, "What the field is, in our own words. Markdown."),
    ROW_DOCUMENT,
    optional("format", Form::Text, "The exact text of the format column."),
    optional("example", Form::Scalar, "An example value."),
    optional(
        "read_only",
        Form::Flag,
        "`true`: the service sets it; it is never in a request body.",
    ),
    optional(
        "write_only",
        Form::Flag,
        "`true`: only callers send it; it is never in a response.",
    ),
    optional(
        "create_only",
        Form::Flag,
        "`true`: it is sent on creation and is never in an update.",
    ),
    optional(
        "clearable",
        Form::Flag,
        "`false`: an update cannot clear it. Required fields can never be cleared.",
    ),
    optional(
        "accepts",
        Form::List(&ACCEPTS),
        "Additional forms that are accepted on deserialization.",
    ),
    optional(
        "wire",
        Form::Word(&[
            (
                "string",
                "A boolean, an integer or a decimal is serialized as a JSON string. Deserializing always accepts both \
                 forms.",
            ),
            ("Y/N", "A boolean is serialized as the string `Y` or `N`."),
            ("True/False", "A boolean is serialized as the string `True` or `False`."),
        ]),
        "How the value is serialized.",
    ),
];

pub(super) static ACCEPTS: Form = Form::Word(&[
    ("single", "A single item in place of a list."),
    ("blank", "An empty string, which means that the field is absent."),
    (
        "datetime",
        "A date with a time of day, with or without an offset from UTC, in place of a date.",
    ),
]);

static VALUE: Shape = Shape {
    what: "a value",
    id: "value",
    doc: "A value of a value set.",
    keys: &[&[
        required("doc", Form::Text, "What the value means, in our own words."),
        ROW_DOCUMENT,
        optional("name", Form::Text, "The name in the SDK, in Pascal case."),
    ]],
};

static CASE: Shape = Shape {
    what: "a case of a union",
    id: "case",
    doc: "A case of a union.",
    keys: &[&[
        required("type", Form::Text, "The type of the case."),
        optional(
            "when",
            Form::Text,
            "The key that selects this case: it is present or, with `is`, has a value.",
        ),
        optional("is", Form::Text, "The value of the key that selects this case."),
    ]],
};

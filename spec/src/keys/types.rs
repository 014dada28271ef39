//! The keys of a type.

use super::{Entry, Form, Key, Name, Shape, optional, required};

pub(super) static TYPE: Shape = Shape {
    what: "a type",
    id: "type",
    doc: "A type: it has exactly one of `fields`, `values` and `union`.",
    keys: &[&[
        required("doc", Form::Text, "What it is, in our own words. Markdown."),
        optional("section", Form::Text, "The heading in the document."),
        optional("name", Form::Text, "What the SDK calls it, in Pascal case."),
        optional(
            "inline",
            Form::Flag,
            "`true`: it has no name in the documents; its table stands in an operation.",
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
            "Name on the wire → field. A name like `custom1..custom40` is a field family.",
        ),
        optional(
            "values",
            Form::Map(&[Entry {
                name: Name::Any,
                form: Form::TextOr(&VALUE),
            }]),
            "Value → what it means: a value set.",
        ),
        optional(
            "shorthand",
            Form::Text,
            "The field that stands for the whole: its value alone can be given where the type belongs.",
        ),
        optional("closed", Form::Flag, "`true`: no values but these can come."),
        optional(
            "union",
            Form::List(&Form::Shape(&CASE)),
            "The first case whose key `when` is present; the last has no `when`.",
        ),
    ]],
};

static FIELD: Shape = Shape {
    what: "a field",
    id: "field",
    doc: "A field, as its row has it.",
    keys: &[
        COMMON_KEYS,
        &[
            optional(
                "required",
                Form::Required,
                "Whether it must be sent: `true`, `false`, `create` (only in a body that creates), `one_of GROUP` (exactly one \
             field of the group travels).",
            ),
            optional(
                "guaranteed",
                Form::Flag,
                "The service always sends it: reading an answer fails without it.",
            ),
            optional(
                "aliases",
                Form::List(&Form::Text),
                "Other names it travels under; the first name is sent unless the caller says otherwise.",
            ),
            optional("name", Form::Text, "What the SDK calls it, in snake case."),
        ],
    ],
};

static FAMILY: Shape = Shape {
    what: "a field family",
    id: "family",
    doc: "Fields that differ in a number: one line, expanded by the generator.",
    keys: &[COMMON_KEYS],
};

/// Of a field and of a family.
static COMMON_KEYS: &[Key] = &[
    required("type", Form::TypeRef, "Its type."),
    required("doc", Form::Text, "What it is, in our own words. Markdown."),
    optional("format", Form::Text, "The format column of its row, exact."),
    optional("example", Form::Scalar, "A value."),
    optional("read_only", Form::Flag, "The service sets it: it is in no body."),
    optional(
        "create_only",
        Form::Flag,
        "It is sent on creation; an update does not have it.",
    ),
    optional(
        "clearable",
        Form::Flag,
        "`false`: an update cannot clear it. Required fields never can.",
    ),
    optional(
        "accepts",
        Form::List(&ACCEPTS),
        "What is accepted besides when it is read.",
    ),
    optional(
        "wire",
        Form::Word(&[(
            "string",
            "A decimal travels as a JSON string. Reading takes both always.",
        )]),
        "How it is written.",
    ),
    optional("secret", Form::Flag, "It is never printed."),
];

pub(super) static ACCEPTS: Form = Form::Word(&[
    ("single", "One item where a list belongs."),
    ("blank", "An empty string, which means that the field is absent."),
]);

static VALUE: Shape = Shape {
    what: "a value",
    id: "value",
    doc: "A value of a value set.",
    keys: &[&[
        required("doc", Form::Text, "What it means, in our own words."),
        optional("name", Form::Text, "What the SDK calls it, in Pascal case."),
    ]],
};

static CASE: Shape = Shape {
    what: "a case of a union",
    id: "case",
    doc: "A case of a union.",
    keys: &[&[
        required("type", Form::Text, "The type it holds."),
        optional("when", Form::Text, "The key whose presence tells that it is this case."),
    ]],
};

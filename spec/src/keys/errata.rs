//! The keys of an errata file.

use super::types::ACCEPTS;
use super::{Form, Shape, optional, required};

pub(crate) static ERRATA: Shape = Shape {
    what: "an errata file",
    id: "errata",
    doc: "Where the service is known to differ from its documentation, each with its evidence.",
    keys: &[&[
        required("errata", Form::Text, "The key of the API that it corrects."),
        required("corrections", Form::List(&Form::Shape(&ERRATUM)), "The errata."),
    ]],
};

static ERRATUM: Shape = Shape {
    what: "an erratum",
    id: "erratum",
    doc: "A place where the service differs from its documentation.",
    keys: &[&[
        required("id", Form::Text, "Its id, unique over all files."),
        required(
            "at",
            Form::OneOrList(&Form::Text),
            "The place, a path with slashes, or a list of places.",
        ),
        required(
            "documented",
            Form::Any,
            "What stands there; `absent` when nothing does. Of a mapping, only the keys that are named are compared.",
        ),
        optional(
            "holds",
            Form::Any,
            "What holds instead. A mapping is merged into one that stands there; `absent` removes; anything else replaces.",
        ),
        optional(
            "accepts",
            Form::List(&ACCEPTS),
            "What is accepted besides when the field is read.",
        ),
        required("says", Form::Text, "Completes “The documentation says …”."),
        required("does", Form::Text, "Completes “The service …”."),
        required(
            "evidence",
            Form::List(&Form::Shape(&EVIDENCE)),
            "Where that is known from.",
        ),
        required(
            "confidence",
            Form::Word(&[
                ("high", "Nearly certain."),
                ("medium", "Likely."),
                ("low", "A guess with a reason."),
            ]),
            "How sure it is.",
        ),
    ]],
};

static EVIDENCE: Shape = Shape {
    what: "evidence",
    id: "evidence",
    doc: "Where an erratum is known from.",
    keys: &[&[
        required(
            "grade",
            Form::Word(&[
                ("official_table", "A table of the vendor."),
                ("official_example", "An example of the vendor."),
                ("integration", "Production payloads and running integrations."),
                ("inference", "It follows from something else."),
            ]),
            "How good it is.",
        ),
        required("source", Form::Text, "What it is."),
    ]],
};

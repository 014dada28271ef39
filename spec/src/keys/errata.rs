//! The keys of an errata file.

use super::types::ACCEPTS;
use super::{Form, Shape, optional, required};

pub(crate) static ERRATA: Shape = Shape {
    what: "an errata file",
    id: "errata",
    doc: "Known differences between the service and its documentation, each with its evidence.",
    keys: &[&[
        required("errata", Form::Text, "The key of the API that the errata correct."),
        required("corrections", Form::List(&Form::Shape(&ERRATUM)), "The errata."),
    ]],
};

static ERRATUM: Shape = Shape {
    what: "an erratum",
    id: "erratum",
    doc: "A difference between the service and its documentation.",
    keys: &[&[
        required("id", Form::Text, "The id, unique across all files."),
        required(
            "at",
            Form::OneOrList(&Form::Text),
            "The path of the item, with slashes, or a list of paths.",
        ),
        required(
            "documented",
            Form::Any,
            "The documented value; `absent` if there is none. Only the listed keys of a mapping are compared.",
        ),
        optional(
            "holds",
            Form::Any,
            "The effective value. A mapping is merged into an existing one; `absent` removes the item; anything else replaces it.",
        ),
        optional(
            "accepts",
            Form::List(&ACCEPTS),
            "Additional forms that are accepted when the field is deserialized.",
        ),
        required("says", Form::Text, "Completes “The documentation says …”."),
        required("does", Form::Text, "Completes “The service …”."),
        required(
            "evidence",
            Form::List(&Form::Shape(&EVIDENCE)),
            "The evidence for the erratum.",
        ),
        required(
            "confidence",
            Form::Word(&[
                ("high", "Nearly certain."),
                ("medium", "Likely."),
                ("low", "A reasoned guess."),
            ]),
            "The confidence in the erratum.",
        ),
    ]],
};

static EVIDENCE: Shape = Shape {
    what: "evidence",
    id: "evidence",
    doc: "Evidence for an erratum.",
    keys: &[&[
        required(
            "grade",
            Form::Word(&[
                ("official_table", "A table in the vendor's documents."),
                ("official_example", "An example in the vendor's documents."),
                ("integration", "Production payloads and running integrations."),
                ("inference", "Inferred from other facts."),
            ]),
            "The grade of the evidence.",
        ),
        required("source", Form::Text, "The source of the evidence."),
    ]],
};

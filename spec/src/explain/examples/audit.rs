//! Examples of comparisons with the vendor's documents.

use super::{Example, Frame};

/// A page that agrees with [`RIGHT`].
const PAGE: &str = "\
# Pets

## Get

GET /pets/v1/pets

*Response:*

| Name | Type | Format | Description |
| --- | --- | --- | --- |
| - | object | [Pet](#pet) | The pet |

## Pet

| Name | Type | Format | Description |
| --- | --- | --- | --- |
| name | string | - | What it is called |
| born | date | - | When it was born |
";

/// The lines of an API, with these fields in the type `Pet`.
macro_rules! pet {
    ($($field:literal)*) => {
        concat!(
            "operations:\n  get: { doc: Gets., http: GET /pets, responses: { success: Pet } }\n",
            "types:\n  Pet:\n    doc: A pet.\n    fields:\n",
            $($field),*
        )
    };
}

const RIGHT: &str = pet!(
    "      name: { type: string, doc: Its name. }\n"
    "      born: { type: date, doc: When it was born. }\n"
);

/// An API with a deliberate difference at a path.
macro_rules! listed {
    ($at:literal) => {
        concat!(
            pet!("      name: { type: string, doc: Its name. }\n      born: { type: date, doc: When it was born. }\n"),
            "differences:\n  - { at: ",
            $at,
            ", reason: The table has it twice. }\n"
        )
    };
}

const FRAME: Frame = Frame::Against("handbook.md", PAGE);

pub(super) const DIFFERENCE_NOWHERE: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: listed!("types/Pett/fields/name"),
    right: RIGHT,
};

pub(super) const DIFFERENCE_GONE: Example = Example {
    why: "An entry that is listed by mistake would hide a real difference.",
    frame: FRAME,
    wrong: listed!("types/Pet/fields/name"),
    right: RIGHT,
};

pub(super) const DOCUMENT_UNCLAIMED: Example = Example {
    why: "",
    frame: Frame::Against("notes.md", PAGE),
    wrong: RIGHT,
    right: concat!(
        "more_documents: [notes]\n",
        pet!("      name: { type: string, doc: Its name. }\n      born: { type: date, doc: When it was born. }\n")
    ),
};

pub(super) const NOTHING_TO_COMPARE: Example = Example {
    why: "Otherwise a page that was saved without its tables would look like a page without differences.",
    frame: Frame::Page("handbook.md", RIGHT),
    wrong: "# Pets\n\nThey are fine.\n",
    right: PAGE,
};

pub(super) const MISSING_IN_SPECIFICATION: Example = Example {
    why: "",
    frame: FRAME,
    wrong: pet!("      name: { type: string, doc: Its name. }\n"),
    right: RIGHT,
};

pub(super) const MISSING_IN_DOCUMENT: Example = Example {
    why: "Undocumented behavior of the service is an erratum, with its evidence.",
    frame: FRAME,
    wrong: pet!(
        "      name: { type: string, doc: Its name. }\n"
        "      born: { type: date, doc: When it was born. }\n"
        "      tail: { type: boolean, doc: Whether it has one. }\n"
    ),
    right: RIGHT,
};

pub(super) const DIFFERENT: Example = Example {
    why: "The transcription copies the document's facts, mistakes included; what the service does instead is an erratum.",
    frame: FRAME,
    wrong: pet!(
        "      name: { type: string, doc: Its name. }\n"
        "      born: { type: timestamp, doc: When it was born. }\n"
    ),
    right: RIGHT,
};

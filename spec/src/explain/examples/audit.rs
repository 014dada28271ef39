//! Of comparisons with the vendor's documents.

use super::{Example, Frame};

/// A page that the lines of [`RIGHT`] agree with.
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

/// Lines of an API; what follows belongs to the type `Pet`.
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

/// A deliberate difference at a place.
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
    frame: FRAME,
    wrong: listed!("types/Pett/fields/name"),
    right: RIGHT,
};

pub(super) const DIFFERENCE_GONE: Example = Example {
    why: "The list says what the transcription departs from on purpose; what is in it by mistake would hide a real difference.",
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
    why: "A page that was saved without its tables would otherwise look as if everything were in order.",
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
    why: "What the service has and its documents lack is an erratum, with its evidence.",
    frame: FRAME,
    wrong: pet!(
        "      name: { type: string, doc: Its name. }\n"
        "      born: { type: date, doc: When it was born. }\n"
        "      tail: { type: boolean, doc: Whether it has one. }\n"
    ),
    right: RIGHT,
};

pub(super) const DIFFERENT: Example = Example {
    why: "The transcription says what the document says, mistakes included; what the service does instead is an erratum.",
    frame: FRAME,
    wrong: pet!(
        "      name: { type: string, doc: Its name. }\n"
        "      born: { type: timestamp, doc: When it was born. }\n"
    ),
    right: RIGHT,
};

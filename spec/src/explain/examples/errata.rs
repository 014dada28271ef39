//! Examples of errata.

use super::{Example, Frame, header};

/// The API that the errata correct.
pub(super) const CORRECTED: &str = concat!(
    header!(),
    "operations: { get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } } }\n",
    "types: { Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } } }\n",
);

/// An erratum that says that names are always sent.
macro_rules! erratum {
    ($id:literal, $at:literal, $documented:literal) => {
        concat!(
            "  - id: ",
            $id,
            "\n    at: ",
            $at,
            "\n    documented: ",
            $documented,
            "\n",
            "    holds: { guaranteed: true }\n    says: nothing about it\n    does: sends it always\n",
            "    evidence: [{ grade: integration, source: A log. }]\n    confidence: high\n",
        )
    };
}

const RIGHT: &str = concat!(
    "errata: pets\ncorrections:\n",
    erratum!("name-is-sent", "types/Pet/fields/name", "{ type: string }"),
);

pub(super) const DUPLICATE_ERRATUM: Example = Example {
    why: "The id stands in the documentation of what the erratum changes, and leads back to its evidence.",
    frame: Frame::Errata,
    wrong: concat!(
        "errata: pets\ncorrections:\n",
        erratum!("name-is-sent", "types/Pet/fields/name", "{ type: string }"),
        erratum!("name-is-sent", "types/Pet/fields/name", "{ required: absent }"),
    ),
    right: concat!(
        "errata: pets\ncorrections:\n",
        erratum!("name-is-sent", "types/Pet/fields/name", "{ type: string }"),
        erratum!("name-is-not-required", "types/Pet/fields/name", "{ required: absent }"),
    ),
};

pub(super) const ERRATUM_NOWHERE: Example = Example {
    why: "",
    frame: Frame::Errata,
    wrong: concat!(
        "errata: pets\ncorrections:\n",
        erratum!("name-is-sent", "types/Pet/fields/nmae", "{ type: string }"),
    ),
    right: RIGHT,
};

pub(super) const ERRATUM_OUTDATED: Example = Example {
    why: "When the transcription changes under an erratum, somebody has to look whether it is still true: so none goes stale.",
    frame: Frame::Errata,
    wrong: concat!(
        "errata: pets\ncorrections:\n",
        erratum!("name-is-sent", "types/Pet/fields/name", "{ type: integer }"),
    ),
    right: RIGHT,
};

pub(super) const ERRATUM_API: Example = Example {
    why: "",
    frame: Frame::Errata,
    wrong: concat!(
        "errata: pest\ncorrections:\n",
        erratum!("name-is-sent", "types/Pet/fields/name", "{ type: string }"),
    ),
    right: RIGHT,
};

pub(super) const ERRATUM_IDLE: Example = Example {
    why: "What is only worth knowing, and changes nothing, belongs in the `doc` of the item.",
    frame: Frame::Errata,
    wrong: "\
errata: pets
corrections:
  - id: name-is-sent
    at: types/Pet/fields/name
    documented: { type: string }
    says: nothing about it
    does: sends it always
    evidence: [{ grade: integration, source: A log. }]
    confidence: high
",
    right: RIGHT,
};

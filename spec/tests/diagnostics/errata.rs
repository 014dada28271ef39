//! Diagnostics of errata.

use concur_spec::{Code, MINIMAL_PLATFORM};

use super::{Case, support};

const PETS: &str = "
operations:
  get: { doc: Gets., http: GET /, parameters: { all: { in: query, type: boolean } }, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: Its name. }
";

/// A case of errata, each with its id and lines.
fn case(name: &'static str, code: Code, errata: &[(&str, &str)]) -> Case {
    let errata: String = errata.iter().map(|(id, what)| support::erratum(id, what)).collect();
    text_case(name, code, &support::errata(&errata))
}

fn text_case(name: &'static str, code: Code, errata: &str) -> Case {
    Case {
        name,
        code,
        files: vec![
            ("spec/concur.yaml", MINIMAL_PLATFORM.into()),
            ("spec/errata/pets.yaml", errata.into()),
            ("spec/pets.yaml", support::pets(PETS).into()),
        ],
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let path = "at: base_path\ndocumented: /pets/v1\nholds: /zoo/v1";
    vec![
        case(
            "duplicate_erratum",
            Code::DuplicateErratum,
            &[("prefix", path), ("prefix", path)],
        ),
        case(
            "erratum_nowhere",
            Code::ErratumNowhere,
            &[(
                "doc",
                "at: operations/get/parameters/al\ndocumented: { in: query }\nholds: absent",
            )],
        ),
        case(
            "erratum_adds_nowhere",
            Code::ErratumNowhere,
            &[(
                "doc",
                "at: operations/gett/parameters/x\ndocumented: absent\nholds: { in: query, type: string }",
            )],
        ),
        case(
            "erratum_outdated",
            Code::ErratumOutdated,
            &[("prefix", "at: base_path\ndocumented: /pets/v2\nholds: /zoo/v1")],
        ),
        case(
            "erratum_outdated_inside",
            Code::ErratumOutdated,
            &[(
                "name",
                "at: types/Pet/fields/name\ndocumented: { type: integer, required: absent }\nholds: { required: true }",
            )],
        ),
        case(
            "erratum_documented_absent",
            Code::ErratumOutdated,
            &[("prefix", "at: base_path\ndocumented: absent\nholds: /zoo/v1")],
        ),
        text_case(
            "erratum_of_unknown_api",
            Code::ErratumApi,
            &support::errata(&support::erratum("prefix", path)).replace("errata: pets", "errata: pest"),
        ),
        case(
            "erratum_idle",
            Code::ErratumIdle,
            &[("prefix", "at: base_path\ndocumented: /pets/v1")],
        ),
        case(
            "erratum_breaks_something",
            Code::UnknownType,
            &[(
                "name",
                "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { type: Nmae }",
            )],
        ),
        case(
            "erratum_removes_what_is_needed",
            Code::MissingKey,
            &[("http", "at: operations/get/http\ndocumented: GET /\nholds: absent")],
        ),
        case(
            "erratum_with_an_unknown_key",
            Code::UnknownKey,
            &[(
                "name",
                "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { requierd: true }",
            )],
        ),
        case(
            "accepts_without_a_field",
            Code::NotApplicable,
            &[("prefix", "at: base_path\ndocumented: /pets/v1\naccepts: [single]")],
        ),
    ]
}

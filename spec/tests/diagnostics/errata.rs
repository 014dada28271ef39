//! Diagnostics of errata.

use concur_spec::{Code, MINIMAL_PLATFORM, Sources};
use insta::assert_snapshot;

use super::{Case, example};
use crate::support;

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
fn case(name: &'static str, errata: &[(&str, &str)]) -> Case {
    let errata: String = errata.iter().map(|(id, what)| support::erratum(id, what)).collect();
    text_case(name, &support::errata(&errata))
}

fn text_case(name: &'static str, errata: &str) -> Case {
    let files = [
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/errata/pets.yaml", errata),
        ("spec/pets.yaml", &support::pets(PETS)),
    ];
    Case::new(name, Sources::from_texts(files))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::DuplicateErratum).prints(|text| {
            assert_snapshot!(text, @r"
            error[E060]: duplicate erratum `name-is-sent`
              --> spec/errata/pets.yaml:11:9
               |
             3 |   - id: name-is-sent
               |         ------------ first defined here
            ...
            11 |   - id: name-is-sent
               |         ^^^^^^^^^^^^ duplicate here
            ");
        }),
        example(Code::ErratumNowhere).prints(|text| {
            assert_snapshot!(text, @r"
            error[E061]: the path `types/Pet/fields/nmae` does not exist
             --> spec/errata/pets.yaml:4:9
              |
            4 |     at: types/Pet/fields/nmae
              |         ^^^^^^^^^^^^^^^^^^^^^ there is no `nmae`
              |
             ::: spec/pets.yaml:9:40
              |
            9 | types: { Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } } }
              |                                        ---- a similar path
              |
            help: a similar path exists
              |
            4 -     at: types/Pet/fields/nmae
            4 +     at: types/Pet/fields/name
              |
            ");
        }),
        example(Code::ErratumOutdated).prints(|text| {
            assert_snapshot!(text, @r"
            error[E062]: the transcription does not match the erratum `name-is-sent`
             --> spec/errata/pets.yaml:5:25
              |
            5 |     documented: { type: integer }
              |                         ^^^^^^^ the erratum claims this
              |
             ::: spec/pets.yaml:9:54
              |
            9 | types: { Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } } }
              |                                                      ------ the transcription has `string`
              |
              = help: correct `documented` and the rest of the erratum, or delete it
            ");
        }),
        example(Code::ErratumApi).prints(|text| {
            assert_snapshot!(text, @r"
            error[E063]: there is no API `pest`
             --> spec/errata/pets.yaml:1:9
              |
            1 | errata: pest
              |         ^^^^ no file has this key
              |
            help: a similar name exists
              |
            1 - errata: pest
            1 + errata: pets
              |
            ");
        }),
        example(Code::ErratumIdle).prints(|text| {
            assert_snapshot!(text, @r"
            error[E064]: the erratum `name-is-sent` has no effect
             --> spec/errata/pets.yaml:3:9
              |
            3 |   - id: name-is-sent
              |         ^^^^^^^^^^^^ it has neither `holds` nor `accepts`
            4 |     at: types/Pet/fields/name
            5 |     documented: { type: string }
              |                         ------ so this is unchanged
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "erratum_adds_nowhere",
            &[(
                "doc",
                "at: operations/gett/parameters/x\ndocumented: absent\nholds: { in: query, type: string }",
            )],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E061]: the path `operations/gett/parameters/x` does not exist
              --> spec/errata/pets.yaml:4:9
               |
             4 |     at: operations/gett/parameters/x
               |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no `gett`
               |
              ::: spec/pets.yaml:10:3
               |
            10 |   get: { doc: Gets., http: GET /, parameters: { all: { in: query, type: boolean } }, responses: { 200: Pet } }
               |   --- a similar path
               |
            help: a similar path exists
               |
             4 -     at: operations/gett/parameters/x
             4 +     at: operations/get/parameters/x
               |
            ");
        }),
        case(
            "erratum_outdated",
            &[("prefix", "at: base_path\ndocumented: /pets/v2\nholds: /zoo/v1")],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E062]: the transcription does not match the erratum `prefix`
             --> spec/errata/pets.yaml:5:17
              |
            5 |     documented: /pets/v2
              |                 ^^^^^^^^ the erratum claims this
              |
             ::: spec/pets.yaml:4:12
              |
            4 | base_path: /pets/v1
              |            -------- the transcription has `/pets/v1`
              |
              = help: correct `documented` and the rest of the erratum, or delete it
            ");
        }),
        case(
            "erratum_outdated_inside",
            &[(
                "name",
                "at: types/Pet/fields/name\ndocumented: { type: integer, required: absent }\nholds: { required: true }",
            )],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E062]: the transcription does not match the erratum `name`
              --> spec/errata/pets.yaml:5:25
               |
             5 |     documented: { type: integer, required: absent }
               |                         ^^^^^^^ the erratum claims this
               |
              ::: spec/pets.yaml:15:21
               |
            15 |       name: { type: string, doc: Its name. }
               |                     ------ the transcription has `string`
               |
               = help: correct `documented` and the rest of the erratum, or delete it
            ");
        }),
        case(
            "erratum_documented_absent",
            &[("prefix", "at: base_path\ndocumented: absent\nholds: /zoo/v1")],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E062]: the transcription does not match the erratum `prefix`
             --> spec/errata/pets.yaml:5:17
              |
            5 |     documented: absent
              |                 ^^^^^^ the erratum claims this
              |
             ::: spec/pets.yaml:4:12
              |
            4 | base_path: /pets/v1
              |            -------- it exists here
              |
              = help: correct `documented` and the rest of the erratum, or delete it
            ");
        }),
        case(
            "erratum_breaks_something",
            &[(
                "name",
                "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { type: Nmae }",
            )],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Nmae`
             --> spec/errata/pets.yaml:6:20
              |
            6 |     holds: { type: Nmae }
              |                    ^^^^ unknown type
              |
              = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            ");
        }),
        case(
            "erratum_removes_what_is_needed",
            &[("http", "at: operations/get/http\ndocumented: GET /\nholds: absent")],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E011]: an operation needs the key `http`
              --> spec/pets.yaml:10:3
               |
            10 |   get: { doc: Gets., http: GET /, parameters: { all: { in: query, type: boolean } }, responses: { 200: Pet } }
               |   ^^^         ----- add it before this
               |   |
               |   `http` is missing here
               |
               = help: The method, and the path relative to `base_path`: `POST /purchaserequests/{id}`. (caused by applied errata)
            ");
        }),
        case(
            "erratum_with_an_unknown_key",
            &[(
                "name",
                "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { requierd: true }",
            )],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: a field has no key `requierd`
             --> spec/errata/pets.yaml:6:14
              |
            6 |     holds: { requierd: true }
              |              ^^^^^^^^ unknown key
              |
            help: a similar name exists
              |
            6 -     holds: { requierd: true }
            6 +     holds: { required: true }
              |
            ");
        }),
        case(
            "accepts_without_a_field",
            &[("prefix", "at: base_path\ndocumented: /pets/v1\naccepts: [single]")],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `accepts` applies only to fields
             --> spec/errata/pets.yaml:6:14
              |
            6 |     accepts: [single]
              |              ^ `base_path` is not a field
            ");
        }),
    ]
}

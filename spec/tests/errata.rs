//! Effects of errata.

use crate::support::{self, as_documented, contract, erratum, spec_with, the_api};
use concur_spec::api::{Api, Doc, Member, Required};

const PETS: &str = "
operations:
  get:
    doc: Gets.
    http: GET /{id}
    parameters:
      id: { in: path, type: string, required: true, doc: The id. }
    responses: { 200: { type: Pet, doc: The pet. }, 404: none }
  list: { doc: Lists., http: GET /, responses: { 200: [Pet] } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: Its name. }
      tags: { type: [string], doc: Its tags. }
      custom1..custom4: { type: string, doc: Custom. }
  State: { doc: A state., values: { SOLD: Sold., HERE: Here. } }
error_codes:
  petGone: { doc: Gone., status: [404] }
";

/// `State` has to be used in the effective reading, so every test ends with this erratum.
const USES_STATE: &str = "at: types/Pet/fields/state\ndocumented: absent\nholds: { type: State, doc: Its state. }";

fn sources(errata: &[(&str, &str)]) -> concur_spec::Sources {
    let errata: Vec<String> = errata
        .iter()
        .chain([&("state", USES_STATE)])
        .map(|(id, what)| erratum(id, what))
        .collect();
    spec_with(PETS, &errata)
}

fn effective(what: &str) -> Api {
    the_api(contract(&sources(&[("tested", what)])))
}

fn ids(doc: &Doc) -> Vec<&str> {
    doc.errata.iter().map(|erratum| erratum.id.as_str()).collect()
}

#[test]
fn a_value_is_replaced() {
    let api = effective("at: base_path\ndocumented: /pets/v1\nholds: /zoo/v1");
    assert_eq!(api.base_path, "/zoo/v1");
    assert_eq!(ids(&api.doc), ["tested"], "the API is the innermost item");
}

#[test]
fn the_documented_reading_has_no_errata() {
    let api = the_api(as_documented(&sources(&[(
        "tested",
        "at: base_path\ndocumented: /pets/v1\nholds: /zoo/v1",
    )])));
    assert_eq!(api.base_path, "/pets/v1");
    assert_eq!(ids(&api.doc), Vec::<&str>::new());
    assert_eq!(api.types[0].fields.len(), 2);
}

#[test]
fn a_mapping_is_merged_key_by_key() {
    let api = effective(
        "at: types/Pet/fields/name\ndocumented: { type: string, required: absent }\nholds: { required: true }",
    );
    let name = &api.types[0].fields[0];
    assert_eq!(
        (name.doc.text.as_str(), &name.required),
        ("Its name.", &Required::Always),
        "the rest is unchanged"
    );
    assert_eq!(ids(&name.doc), ["tested"]);
    let Member::Field(field) = &api.models[0].members[0] else {
        panic!("no field")
    };
    assert_eq!(ids(&field.doc), ["tested"], "the model shows it too");
}

#[test]
fn nested_mappings_are_merged_recursively() {
    let what = "at: operations/get\ndocumented: { responses: { 200: { type: Pet } } }\nholds: { responses: { 200: { doc: A pet. }, 404: absent, 403: none } }";
    let responses = effective(what).operations.remove(0).responses;
    let docs: Vec<&str> = responses.iter().map(|response| response.doc.text.as_str()).collect();
    assert_eq!(docs, ["A pet.", ""]);
    assert!(responses[0].body.is_some(), "its type is unchanged");
    assert_eq!(format!("{:?}", responses[1].status), "Code(403)");
}

#[test]
fn absent_removes_an_item_and_its_parent_shows_the_erratum() {
    let api = effective("at: types/Pet/fields/tags\ndocumented: { type: [string] }\nholds: absent");
    let wires: Vec<&str> = api.types[0].fields.iter().map(|field| field.wire.as_str()).collect();
    assert_eq!(wires, ["name", "state"]);
    assert_eq!(ids(&api.types[0].doc), ["tested"]);
}

#[test]
fn added_items_are_last() {
    let api = effective(
        "at: operations/count\ndocumented: absent\nholds: { doc: Totals., http: GET /count, responses: { 200: none } }",
    );
    let keys: Vec<&str> = api.operations.iter().map(|operation| operation.key.as_str()).collect();
    assert_eq!(keys, ["get", "list", "count"]);
    assert_eq!(ids(&api.operations[2].doc), ["tested"]);
}

#[test]
fn missing_mappings_on_the_path_are_created() {
    let api = effective("at: operations/list/parameters/all\ndocumented: absent\nholds: { in: query, type: boolean }");
    let all = &api.operations[1].parameters[0];
    assert_eq!(all.wire, "all");
    assert_eq!(ids(&all.doc), ["tested"], "the parameter shows the erratum");
}

#[test]
fn an_erratum_may_have_several_paths() {
    let api = effective(
        "at: [operations/get, operations/list]\ndocumented: { scope: absent, auth: absent }\nholds: { auth: none }",
    );
    assert!(api.operations.iter().all(|operation| !operation.authorized));
    assert!(api.operations.iter().all(|operation| ids(&operation.doc) == ["tested"]));
}

#[test]
fn a_family_and_each_of_its_fields_show_the_erratum() {
    let api =
        effective("at: types/Pet/fields/custom1..custom4\ndocumented: { type: string }\nholds: { type: decimal }");
    assert_eq!(ids(&api.types[0].families[0].doc), ["tested"]);
    let model = &api.models[0];
    assert_eq!(ids(&model.families[0].doc), ["tested"]);
    let fields = model.members.iter().filter_map(|member| match member {
        Member::Field(field) if field.family.is_some() => Some(ids(&field.doc)),
        _ => None,
    });
    assert_eq!(fields.collect::<Vec<_>>(), [["tested"]; 4]);
}

#[test]
fn responses_values_and_codes_show_their_errata() {
    let response = effective("at: operations/get/responses/200\ndocumented: { type: Pet }\nholds: { doc: It. }");
    assert_eq!(ids(&response.operations[0].responses[0].doc), ["tested"]);
    let value = effective("at: types/State/values/SOLD\ndocumented: Sold.\nholds: Sold for good.");
    assert_eq!(ids(&value.value_sets[0].values[0].doc), ["tested"]);
    let code = effective("at: error_codes/petGone/status\ndocumented: [404]\nholds: [404, 410]");
    assert_eq!(code.error_codes[0].status, [404, 410]);
    assert_eq!(ids(&code.error_codes[0].doc), ["tested"]);
}

#[test]
fn accepts_is_added_to_the_field() {
    let api = effective("at: types/Pet/fields/tags\ndocumented: { type: [string] }\naccepts: [single]");
    let accepts: usize = api.models[0]
        .members
        .iter()
        .map(|member| match member {
            Member::Field(field) => field.accepts.len(),
            Member::Choice(_) => 0,
        })
        .sum();
    assert_eq!(accepts, 1);
}

#[test]
fn quotes_are_ignored_except_around_absent() {
    effective("at: base_path\ndocumented: \"/pets/v1\"\nholds: /zoo/v1");
    let quoted = sources(&[(
        "tested",
        "at: operations/none\ndocumented: \"absent\"\nholds: { doc: x }",
    )]);
    assert_eq!(support::codes(&quoted), ["E061"]);
}

#[test]
fn later_errata_build_on_earlier_ones() {
    let errata = [
        (
            "one",
            "at: types/Owner\ndocumented: absent\nholds: { doc: An owner., fields: { a: { type: string, doc: A. } } }",
        ),
        (
            "two",
            "at: types/Owner/fields/b\ndocumented: absent\nholds: { type: string, doc: B. }",
        ),
        (
            "three",
            "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { type: Owner }",
        ),
        (
            "four",
            "at: types/Pet/fields/name\ndocumented: { type: string }\nholds: { doc: The owner. }",
        ),
    ];
    let api = the_api(contract(&sources(&errata)));
    let owner = api.types.iter().find(|ty| ty.name == "Owner").expect("the new type");
    assert_eq!(owner.fields.len(), 2);
    assert_eq!(ids(&api.types[0].fields[0].doc), ["three", "four"]);
    assert_eq!(api.types[0].fields[0].doc.text, "The owner.");
}

#[test]
fn a_key_may_contain_a_slash() {
    let lines = PETS.replace("SOLD: Sold.", "\"N/A\": None.");
    let errata = [
        erratum(
            "tested",
            "at: types/State/values/N/A\ndocumented: None.\nholds: { doc: Not any., name: NotAny }",
        ),
        erratum("state", USES_STATE),
    ];
    let api = the_api(contract(&spec_with(&lines, &errata)));
    assert_eq!(api.value_sets[0].values[0].name.as_str(), "NotAny");
}

#[test]
fn list_items_are_addressed_by_index() {
    let api = effective("at: error_codes/petGone/status/0\ndocumented: 404\nholds: 410");
    assert_eq!(api.error_codes[0].status, [410]);
}

#[test]
fn an_outdated_erratum_is_the_only_diagnostic() {
    // It is applied anyway; otherwise types that only it uses would be reported too.
    let sources = sources(&[(
        "tested",
        "at: types/Pet/fields/name\ndocumented: { type: date }\nholds: { type: decimal }",
    )]);
    assert_eq!(support::codes(&sources), ["E062"]);
}

#[test]
fn an_erratum_with_several_paths_counts_once() {
    let places = sources(&[(
        "tested",
        "at: [operations/get, operations/list]\ndocumented: { auth: absent }\nholds: { auth: none }",
    )]);
    assert_eq!(contract(&places).counts().errata, 2, "`tested` and `state`");
    assert_eq!(as_documented(&places).counts().errata, 0);
}

/// Returns the codes for an API with errata that do not match it.
fn codes_with_mismatched_errata(lines: &str) -> Vec<&'static str> {
    let errata = [
        ("nowhere", "at: types/Pett\ndocumented: { doc: A }\nholds: { doc: B }"),
        ("outdated", "at: types/Pet/doc\ndocumented: A\nholds: B"),
        ("accepted", "at: base_path\ndocumented: /pets/v1\naccepts: [single]"),
    ];
    let errata: Vec<String> = errata.iter().map(|(id, what)| erratum(id, what)).collect();
    support::codes(&spec_with(lines, &errata))
}

#[test]
fn mismatched_errata_of_a_broken_file_are_not_reported() {
    let pet = "operations:\n  get: { doc: Gets., http: GET /, responses: { 200: Pet } }\ntypes:\n  Pet: { doc: A pet., fields: { name: { type: string, doc: N. } } }\n";
    assert_eq!(codes_with_mismatched_errata(pet), ["E061", "E062", "E045"]);
    assert_eq!(codes_with_mismatched_errata(&format!("{pet}color: red\n")), ["E010"]);
    assert_eq!(codes_with_mismatched_errata(&format!("{pet}types: {{ }}\n")), ["E004"]);
    assert_eq!(codes_with_mismatched_errata(&format!("{pet}  : [\n")), ["E002"]);
}

#[test]
fn a_missing_api_is_not_reported_if_a_file_has_no_valid_key() {
    let named = |header: &str| {
        let errata = support::errata(&erratum("one", "at: base_path\ndocumented: a\nholds: b"));
        let files = [
            ("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM),
            ("spec/errata/pets.yaml", errata.as_str()),
            ("spec/pets.yaml", header),
        ];
        support::codes(&support::sources(&files))
    };
    assert_eq!(named(&support::HEADER.replace("api: pets", "api: pests")), ["E063"]);
    assert_eq!(named(&support::HEADER.replace("api: pets", "appi: pets")), ["E006"]);
    assert_eq!(
        named(&support::HEADER.replace("api: pets", "api: 12")),
        ["E013", "E015"]
    );
}

#[test]
fn diagnostics_of_errata_are_last() {
    let sources = spec_with(
        &PETS.replace("type: [string]", "type: [strin]"),
        &[
            erratum("tested", "at: base_path\ndocumented: /x\nholds: /y"),
            erratum("state", USES_STATE),
        ],
    );
    assert_eq!(support::codes(&sources), ["E020", "E062"], "causes come first");
}

#[test]
fn an_erratum_of_a_shared_parameter_is_shown_where_it_is_used() {
    const SHARING: &str = "
parameters: { id: { in: path, type: string, required: true, doc: The id. } }
operations:
  get: { doc: Gets., http: 'GET /{id}', parameters: { id: shared }, responses: { 204: none } }
  drop: { doc: Drops., http: 'DELETE /{id}', parameters: { id: shared }, responses: { 204: none } }
";
    let all = erratum("all", "at: parameters/id/type\ndocumented: string\nholds: integer");
    let one = erratum(
        "one",
        "at: operations/drop/parameters/id\ndocumented: shared\nholds: { in: path, type: date, required: true }",
    );
    let api = the_api(contract(&spec_with(SHARING, &[all, one])));
    let parameters: Vec<(String, Vec<&str>)> = api
        .operations
        .iter()
        .map(|operation| &operation.parameters[0])
        .map(|parameter| (format!("{:?}", parameter.ty), ids(&parameter.doc)))
        .collect();
    let expected = [
        ("Scalar(Integer)".to_owned(), vec!["all"]),
        ("Scalar(Date)".to_owned(), vec!["one"]),
    ];
    assert_eq!(parameters, expected);
}

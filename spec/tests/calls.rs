//! Resolved operations, error codes, value sets and platform.

use crate::support::{self, PETS, resolve};
use concur_spec::api::{Kind, Operation, Output, Segment, StatusKey, TypeName};

#[test]
fn the_output_is_that_of_the_success_response() {
    let api = resolve(
        "
operations:
  none: { doc: None., http: DELETE /none, responses: { success: none } }
  ignored: { doc: Ignored., http: DELETE /ignored, responses: { 200: { type: boolean, ignored: true } } }
  value: { doc: Value., http: GET /value, responses: { 404: none, 200: Pet, 201: Pet } }
  list: { doc: List., http: GET /list, responses: { 200: { type: [Pet], items_in: data } } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: The name. } } }
",
    );
    let outputs: Vec<&Output> = api.operations.iter().map(|operation| &operation.output).collect();
    assert_eq!(outputs[0], &Output::Nothing);
    assert_eq!(outputs[1], &Output::Nothing);
    assert!(matches!(outputs[2], Output::Value(Kind::Model(name)) if name.as_str() == "Pet"));
    assert!(matches!(outputs[3], Output::List { items_in: Some(key), .. } if key == "data"));
    let statuses: Vec<StatusKey> = api.operations[2]
        .responses
        .iter()
        .map(|response| response.status)
        .collect();
    assert_eq!(
        statuses,
        [StatusKey::Code(200), StatusKey::Code(201), StatusKey::Code(404)]
    );
}

/// Operations with failure responses, and error codes for some of them.
const FAILURES: &str = "
operations:
  get:
    doc: Gets.
    http: GET /
    responses: { 200: none, 503: none, 404: none, 418: none }
    errors: [petGone, zooShut]
  all: { doc: All., http: GET /all, responses: { 200: none, 404: none } }
error_codes:
  petGone: { doc: Gone., status: [404, 410] }
  petLost: { doc: Lost., status: [404] }
  zooShut: { doc: Shut. }
";

#[test]
fn an_operation_has_an_error_variant_per_failure_status() {
    let api = resolve(FAILURES);
    let error = &api.operations[0].error;
    let variants: Vec<(u16, &str, &str)> = error
        .variants
        .iter()
        .map(|variant| (variant.status, variant.name.as_str(), variant.phrase.as_str()))
        .collect();
    let expected = [
        (404, "NotFound", "Not Found"),
        (418, "Status418", "Status 418"),
        (503, "ServiceUnavailable", "Service Unavailable"),
    ];
    assert_eq!(variants, expected);
    assert_eq!(error.name.as_str(), "GetError");
}

#[test]
fn an_error_variant_has_the_codes_of_its_status() {
    let api = resolve(FAILURES);
    assert_eq!(api.operations[0].error.variants[0].codes, ["petGone"]);
    assert!(
        api.operations[1].error.variants[0].codes.is_empty(),
        "it lists none, but others do"
    );
    let api = resolve(&FAILURES.replace("    errors: [petGone, zooShut]\n", ""));
    assert_eq!(
        api.operations[1].error.variants[0].codes,
        ["petGone", "petLost"],
        "if no operation lists codes, all are possible"
    );
}

#[test]
fn value_sets_are_open_unless_closed_and_know_their_uses() {
    let api = resolve(
        "
operations:
  list: { doc: Lists., http: GET /, parameters: { state: { in: query, type: State } }, responses: { 200: [Pet] } }
types:
  Pet: { doc: A pet., fields: { state: { type: State, doc: Its state. }, sizes: { type: [Size], doc: Its sizes. } } }
  State: { doc: A state., values: { SOLD: Sold. } }
  Size: { doc: A size., closed: true, values: { XL: { doc: Large., name: Largest } } }
",
    );
    let (state, size) = (&api.value_sets[0], &api.value_sets[1]);
    assert!(state.open && !size.open);
    let uses: Vec<(&str, &str, bool)> = state
        .uses
        .iter()
        .map(|one| (one.owner.as_str(), one.field.as_str(), one.parameter))
        .collect();
    assert_eq!(uses, [("Pet", "state", false), ("list", "state", true)]);
    assert_eq!(size.values[0].name.as_str(), "Largest");
    assert_eq!(
        api.operations[0].parameters[0].kind,
        Kind::ValueSet(state.type_name.clone())
    );
}

#[test]
fn operations_have_their_full_path_and_idempotency() {
    let api = resolve(PETS);
    let update = &api.operations[1];
    let segments = ["pets", "v1", "pets"].map(|text| Segment::Literal(text.into()));
    assert_eq!(update.segments[..3], segments);
    assert_eq!(update.segments[3], Segment::Parameter("id".into()));
    assert_eq!(
        api.operations
            .iter()
            .map(|operation| operation.idempotent)
            .collect::<Vec<_>>(),
        [false, true, false]
    );
}

#[test]
fn an_operation_may_override_the_base_path() {
    let api = resolve(
        "
operations:
  inside: { doc: Inside., http: GET /one, responses: { 200: none } }
  outside: { doc: Outside., http: GET /one, base_path: /other, responses: { 200: none } }
  at_the_root: { doc: At the root., http: GET /one, base_path: \"\", responses: { 200: none } }
",
    );
    let paths: Vec<String> = api.operations.iter().map(Operation::whole_path).collect();
    assert_eq!(paths, ["/pets/v1/one", "/other/one", "/one"]);
    let segments = ["other", "one"].map(|text| Segment::Literal(text.into()));
    assert_eq!(api.operations[1].segments, segments);
}

#[test]
fn the_platform_is_first_and_has_no_feature() {
    let contract = support::contract(&support::spec(PETS));
    let features: Vec<Option<&str>> = contract.apis.iter().map(|api| api.feature.as_deref()).collect();
    assert_eq!(features, [None, Some("pets")]);
    assert_eq!(contract.apis[1].doc.document.as_deref(), Some("Handbook"));
    let api = &contract.apis[1];
    let handle: &TypeName = &api.handle;
    assert_eq!(
        (handle.as_str(), api.accessor.as_str(), api.module.as_str()),
        ("Pets", "pets", "pets")
    );
    assert_eq!(api.models[0].doc.text, "A pet.");
}

/// An API with lists in a query.
const LISTS: &str = "
operations:
  list:
    doc: Lists pets.
    http: GET /pets
    parameters:
      ids: { in: query, type: [integer], list: comma, doc: Their ids. }
      tags: { in: query, type: [string], list: repeated, max_length: 3, doc: Their tags. }
    responses: { 204: none }
";

#[test]
fn each_value_of_a_list_is_validated() {
    use concur_spec::api::ParameterLocation;
    use concur_spec::validate::{self, Problem};

    let api = resolve(LISTS);
    let problems = |pairs: &[(&str, &str)]| -> Vec<Problem> {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        let findings = validate::query(&api, &api.operations[0], ParameterLocation::Query, &pairs);
        findings.into_iter().map(|found| found.problem).collect()
    };
    assert_eq!(problems(&[("ids", "1,2"), ("tags", "a,b"), ("tags", "c")]), []);
    assert_eq!(problems(&[("ids", "1,two")]), [Problem::NotOfType("a whole number")]);
    assert_eq!(problems(&[("tags", "abcd"), ("tags", "c")]), [Problem::TooLong(3)]);
}

#[test]
fn an_error_whose_body_is_a_type_has_a_method_for_it() {
    let api = resolve(
        "
operations:
  sell:
    doc: Sells pets.
    http: POST /sales
    responses: { 204: none, 400: Outcome, 404: none, 409: [Outcome], 422: string, 500: { type: Outcome, ignored: true } }
types:
  Outcome: { doc: What failed., fields: { failed: { type: integer, doc: How many. } } }
",
    );
    let bodies: Vec<(u16, Option<&str>)> = api.operations[0]
        .error
        .variants
        .iter()
        .map(|variant| (variant.status, variant.body.as_ref().map(|body| body.method.as_str())))
        .collect();
    let expected = [
        (400, Some("bad_request_body")),
        (404, None),
        (409, Some("conflict_body")),
        (422, Some("unprocessable_content_body")),
        (500, None),
    ];
    assert_eq!(bodies, expected);
    assert!(api.models.iter().any(|model| model.name.as_str() == "Outcome"));
}

#[test]
fn an_operation_a_type_and_a_code_name_their_document() {
    let platform = "api: platform
title: Platform
version: \"1\"
base_path: ''
doc: The platform.
document: handbook
client: platform
documents: { handbook: { title: Handbook }, notes: { title: Notes } }
";
    let pets = "more_documents: [notes]
operations:
  list: { doc: Lists pets., http: GET /, responses: { 200: Pet } }
  count: { doc: Counts pets., document: notes, section: Counting, http: GET /count, responses: { 200: Count } }
types:
  Pet: { doc: A pet., section: Pet, fields: { name: { type: string, doc: Its name. } } }
  Count: { doc: A count., document: notes, fields: { total: { type: integer, doc: The total. } } }
error_codes:
  gone: { doc: It is gone., document: notes }
  odd: { doc: It is odd. }
";
    let files = [
        ("spec/concur.yaml", platform.to_owned()),
        ("spec/pets.yaml", support::pets(pets)),
    ];
    let contract =
        concur_spec::contract(&concur_spec::Sources::from_texts(files)).unwrap_or_else(|all| panic!("{all}"));
    let api = contract.apis.iter().find(|api| api.key == "pets").expect("it is there");
    let documents = |docs: Vec<&concur_spec::api::Doc>| -> Vec<Option<String>> {
        docs.into_iter().map(|doc| doc.document.clone()).collect()
    };
    let (handbook, notes) = (Some("Handbook".to_owned()), Some("Notes".to_owned()));
    let both = [handbook, notes.clone()];
    assert_eq!(documents(api.operations.iter().map(|one| &one.doc).collect()), both);
    assert_eq!(documents(api.types.iter().map(|one| &one.doc).collect()), both);
    assert_eq!(documents(api.models.iter().map(|one| &one.doc).collect()), both);
    assert_eq!(
        documents(api.error_codes.iter().map(|one| &one.doc).collect()),
        [notes, None]
    );
    assert_eq!(api.operations[1].doc.section.as_deref(), Some("Counting"));
}

#[test]
fn operations_share_parameters() {
    let api = resolve(
        "
parameters:
  petId: { in: path, type: string, required: true, doc: Which pet. }
  limit: { in: query, type: integer, default: 10, doc: How many. }
operations:
  get: { doc: Gets., http: 'GET /pets/{petId}', parameters: { petId: shared, view: { in: query, type: string } }, responses: { 204: none } }
  list: { doc: Lists., http: GET /pets, parameters: { limit: shared }, responses: { 204: none } }
  drop: { doc: Drops., http: 'DELETE /pets/{petId}', parameters: { petId: { in: path, type: integer, required: true } }, responses: { 204: none } }
",
    );
    let parameters = |operation: usize| -> Vec<(&str, &str, bool)> {
        let parameters = api.operations[operation].parameters.iter();
        parameters
            .map(|parameter| {
                (
                    parameter.wire.as_str(),
                    parameter.doc.text.as_str(),
                    parameter.is_argument(),
                )
            })
            .collect()
    };
    assert_eq!(parameters(0), [("petId", "Which pet.", true), ("view", "", false)]);
    assert_eq!(parameters(1), [("limit", "How many.", false)]);
    assert_eq!(parameters(2), [("petId", "", true)], "its own");
}

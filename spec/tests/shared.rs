//! What an API says once for all of its operations: the scope and the failures; and errata of more than one item.

use crate::support::{self, diagnostics, erratum, resolve, spec, spec_with, the_api};
use concur_spec::api::{Api, RequiredScopes, ScopeMode};

const ZOO: &str = "
scope: pets.read
scopes: { pets.read: Read pets., pets.write: Write pets. }
failures:
  404: { type: none, doc: There is no such pet. }
  503: { type: none, doc: The zoo is shut. }
operations:
  get: { doc: Gets., http: GET /one, responses: { 200: none } }
  all: { doc: All., http: GET /all, scope: pets.write, responses: { 200: none, 404: { type: none, doc: No pets. } } }
  feed: { doc: Feeds., http: POST /feed, auth: none, responses: { 200: none, 409: none } }
  find: { doc: Finds., http: GET /found, responses: { 200: none } }
";

fn scopes(api: &Api) -> Vec<Option<&str>> {
    let operations = api.operations.iter();
    operations
        .map(|operation| operation.scope.as_ref().and_then(RequiredScopes::single))
        .collect()
}

#[test]
fn an_operation_without_a_scope_has_that_of_the_api() {
    let api = resolve(ZOO);
    let expected = [Some("pets.read"), Some("pets.write"), None, Some("pets.read")];
    assert_eq!(scopes(&api), expected, "without a token there is no scope");
}

#[test]
fn a_mode_says_how_many_of_several_scopes_a_token_needs() {
    let met = |mode: &str, has: &[&str]| {
        let api = resolve(&ZOO.replace(
            "scope: pets.read\n",
            &format!("scope: {{ {mode}: [pets.read, pets.write] }}\n"),
        ));
        let required = api.operations[0].scope.clone().expect("it is the scope of the API");
        required.are_met(|scope| has.contains(&scope))
    };
    for mode in ["any", "each"] {
        assert!(met(mode, &["pets.write"]) && !met(mode, &["other"]), "{mode}");
    }
    assert!(met("all", &["pets.write", "pets.read"]) && !met("all", &["pets.write"]));
}

#[test]
fn scopes_are_described_under_their_mode() {
    let scopes = |text: &str| {
        let described = concur_spec::describe(&support::contract(&spec(text)));
        described["operations"][0]["scope"].clone()
    };
    assert_eq!(scopes(ZOO), "pets.read");
    let several = ZOO.replace("scope: pets.read\n", "scope: { any: [pets.read, pets.write] }\n");
    assert_eq!(
        scopes(&several),
        serde_json::json!({ "any": ["pets.read", "pets.write"] })
    );
    assert_eq!(ScopeMode::Each.as_str(), "each");
}

#[test]
fn every_operation_has_the_failures_of_the_api() {
    let api = resolve(ZOO);
    let failures = api.operations.iter().map(|operation| {
        let variants = operation.error.variants.iter();
        let variants = variants.map(|variant| (variant.status, variant.doc.text.as_str()));
        variants.collect::<Vec<_>>()
    });
    let (gone, shut) = ((404, "There is no such pet."), (503, "The zoo is shut."));
    let expected = [
        vec![gone, shut],
        vec![(404, "No pets."), shut],
        vec![gone, (409, ""), shut],
        vec![gone, shut],
    ];
    assert_eq!(failures.collect::<Vec<_>>(), expected, "an operation may replace one");
}

#[test]
fn operations_that_fail_alike_share_an_error_enum() {
    let api = resolve(ZOO);
    let names = api.operations.iter().map(|operation| operation.error.name.as_str());
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["PetsError", "AllError", "FeedError", "PetsError"]
    );
    let enums: Vec<&str> = api.errors().iter().map(|error| error.name.as_str()).collect();
    assert_eq!(enums, ["PetsError", "AllError", "FeedError"]);
    let alike = api.operations_with(api.errors()[0]);
    assert_eq!(alike.map(|one| one.key.as_str()).collect::<Vec<_>>(), ["get", "find"]);
}

#[test]
fn an_operation_that_lists_codes_has_an_error_enum_of_its_own() {
    let codes = "error_codes: { petGone: { doc: Gone., status: [404] } }\n";
    let listed = ZOO.replace("http: GET /found,", "http: GET /found, errors: [petGone],");
    let api = resolve(&format!("{listed}{codes}"));
    assert_eq!(api.operations[3].error.name.as_str(), "FindError");
    assert_eq!(api.operations[3].error.variants[0].codes, ["petGone"]);
}

/// Returns the messages of all diagnostics.
fn messages(text: &str) -> Vec<String> {
    let diagnostics = diagnostics(&spec(text));
    let titles = diagnostics.list().iter().map(|diagnostic| diagnostic.title.clone());
    titles.collect()
}

#[test]
fn a_mistake_in_what_is_shared_is_reported_once() {
    let text = ZOO.replace("scope: pets.read\n", "scope: pets.raed\n");
    assert_eq!(messages(&text), ["there is no scope `pets.raed`"]);
    let text = ZOO.replace("503: { type: none,", "503: { type: Nohting,");
    assert_eq!(messages(&text), ["there is no type or envelope `Nohting`"]);
}

#[test]
fn a_shared_failure_is_not_a_success() {
    for status in ["201", "success"] {
        let text = ZOO.replace("503:", &format!("{status}:"));
        assert_eq!(messages(&text), [format!("`{status}` is not the status of a failure")]);
    }
}

#[test]
fn an_erratum_of_several_items_names_the_module_that_describes_it() {
    let one = erratum(
        "one",
        "at: operations/get\ndocumented: { doc: Gets. }\nholds: { doc: Got. }",
    );
    let two = "at: [operations/all, operations/feed]\ndocumented: { section: absent }\nholds: { section: All }";
    let whole = erratum("whole", "at: version\ndocumented: \"1\"\nholds: \"2\"");
    let sources = spec_with(ZOO, &[one, erratum("two", two), whole]);
    let api = the_api(support::contract(&sources));
    let shared: Vec<&str> = api.errata.iter().map(|erratum| erratum.id.as_str()).collect();
    assert_eq!(shared, ["two", "whole"]);
    let module = |operation: usize| api.operations[operation].doc.errata[0].module.as_ref();
    assert!(module(0).is_none());
    assert_eq!(module(1).map(|module| module.as_str()), Some("pets"));
}

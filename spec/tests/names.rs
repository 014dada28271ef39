//! The names of items in the SDK.

use crate::support::{self, resolve};
use concur_spec::api::{Api, Member};

/// An API with one type of this name, with one field and one value.
fn api(ty: &str, field: &str, value: &str) -> Api {
    resolve(&format!(
        "
operations: {{ get: {{ doc: Gets., http: GET /, responses: {{ 200: {ty} }} }} }}
types:
  {ty}: {{ doc: A type., fields: {{ \"{field}\": {{ type: TheValue, doc: A field. }} }} }}
  TheValue: {{ doc: A value., values: {{ \"{value}\": A value. }} }}
"
    ))
}

fn type_name(name: &str) -> String {
    api(name, "a", "a").models[0].name.to_string()
}

fn field_name(name: &str) -> String {
    match &api("Pet", name, "a").models[0].members[0] {
        Member::Field(field) => field.name.to_string(),
        Member::Choice(_) => unreachable!("there is no group"),
    }
}

fn variant(name: &str) -> String {
    api("Pet", "a", name).value_sets[0].values[0].name.to_string()
}

#[test]
fn names_have_the_case_of_their_role() {
    assert_eq!(type_name("LineItem"), "LineItem");
    assert_eq!(field_name("purchaseType"), "purchase_type");
    assert_eq!(field_name("concur-correlationid"), "concur_correlationid");
    assert_eq!(variant("Pending Approval"), "PendingApproval");
    assert_eq!(variant("PENDING_CREATION"), "PendingCreation");
    assert_eq!(variant("Sent Back To Employee"), "SentBackToEmployee");
}

#[test]
fn a_leading_digit_gets_a_prefix() {
    assert_eq!(variant("10325"), "V10325");
    assert_eq!(field_name("2nd"), "v2nd");
}

#[test]
fn keywords_get_a_suffix_only_if_they_cannot_be_raw() {
    for keyword in ["type", "match", "async", "gen", "try"] {
        assert_eq!(field_name(keyword), keyword);
    }
    for keyword in ["self", "super", "crate"] {
        assert_eq!(field_name(keyword), format!("{keyword}_value"));
    }
    assert_eq!(type_name("Self"), "SelfValue");
    assert_eq!(variant("self"), "SelfValue");
}

#[test]
fn reserved_names_get_a_suffix() {
    for name in [
        "Option", "Result", "Box", "Error", "String", "Vec", "Client", "Decimal", "Response", "Update", "Secret",
    ] {
        assert_eq!(type_name(name), format!("{name}Model"));
    }
    for name in [
        "builder",
        "build",
        "new",
        "send",
        "additional",
        "clone",
        "default",
        "options",
    ] {
        assert_eq!(field_name(name), format!("{name}_value"));
    }
    assert_eq!(variant("Unknown"), "UnknownValue");
    assert_eq!(variant("OTHER"), "OtherValue");
}

#[test]
fn letters_of_any_script_are_kept() {
    assert_eq!(field_name("größe"), "größe");
    assert_eq!(variant("été"), "Été");
    assert_eq!(variant("數量"), "數量");
    assert_eq!(type_name("Ärger"), "Ärger");
}

#[test]
fn invalid_characters_are_removed() {
    assert_eq!(variant("A+B"), "AB");
    assert_eq!(field_name("@odata.type"), "odata_type");
    assert_eq!(variant("½ price"), "Price");
}

#[test]
fn operations_named_like_models_have_separate_modules() {
    let api = resolve(
        "
operations:
  client: { doc: Gets., http: GET /, responses: { 200: Client } }
  new: { doc: Makes., http: POST /, responses: { 200: Client } }
types:
  Client: { doc: A client., fields: { a: { type: string, doc: A. } } }
",
    );
    assert_eq!(api.models[0].module.as_str(), "client_model");
    assert_eq!(api.operations[0].module.as_str(), "client_call");
    assert_eq!(api.operations[1].method_name.as_str(), "new_call");
}

#[test]
fn scopes_are_uppercase_constants() {
    let api = resolve(
        "scopes: { travelrequest.write: Write., 2fa: Digits., all: All., ähnlich: Like., '*': { doc: Any., name: any } }\n",
    );
    let names: Vec<&str> = api.scopes.iter().map(|scope| scope.name.as_str()).collect();
    assert_eq!(names, ["TRAVELREQUEST_WRITE", "V2FA", "ALL_VALUE", "ÄHNLICH", "ANY"]);
    assert_eq!(api.scopes[4].doc.text, "Any.");
}

#[test]
fn api_names_avoid_modules_and_methods_of_the_sdk() {
    let names = |key: &str, client: &str| {
        let text = support::pets("").replace("api: pets", &format!("api: {key}"));
        let text = text.replace("client: pets", &format!("client: {client}"));
        let sources = support::sources(&[
            ("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM),
            (&format!("spec/{key}.yaml"), &text),
        ]);
        let api = support::the_api(support::contract(&sources));
        (api.module.to_string(), api.accessor.to_string())
    };
    assert_eq!(names("limits", "tokens"), ("limits_api".into(), "tokens_api".into()));
    // Modules of the runtime and of the guide.
    for module in ["blocking", "guide", "testing"] {
        assert_eq!(names(module, module), (format!("{module}_api"), module.into()));
    }
}

#[test]
fn every_collision_of_types_is_reported() {
    let collide = |types: &str| support::codes(&support::spec(&format!("operations:\n{types}")));
    let codes = collide(
        "  get: { doc: Gets., http: POST /, body: Pet, responses: { 200: none } }
types:
  Pet: { doc: A pet., fields: { b: { type: PetBuilder, doc: B. }, e: { type: GetError, doc: E. } } }
  PetBuilder: { doc: A builder., values: { a: A. } }
  GetError: { doc: An error., values: { a: A. } }
",
    );
    assert_eq!(codes, ["E050", "E050"], "a builder and an error enum");
    let codes = collide(
        "  put: { doc: Puts., http: POST /, body: Pet, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., separate: true, fields: { b: { type: CreatePet, doc: B. } } }
  CreatePet: { doc: A creation., values: { a: A. } }
",
    );
    assert_eq!(codes, ["E050"], "the model of a body");
}

#[test]
fn an_api_without_codes_has_the_enum_of_codes_too() {
    let lines = "
operations: { get: { doc: Gets., http: GET /, responses: { 200: ErrorCode } } }
types: { ErrorCode: { doc: A code., fields: { code: { type: string, doc: A code. } } } }
";
    assert_eq!(support::codes(&support::spec(lines)), ["E050"]);
}

//! Which models the bodies of requests have, and which fields.

use crate::support::{resolve, spec};
use concur_spec::api::{Api, BodyView, Kind, Member, Model, ModelField, View};

fn views(api: &Api) -> Vec<(&str, View)> {
    api.models
        .iter()
        .map(|model| (model.name.as_str(), model.view))
        .collect()
}

fn model<'a>(api: &'a Api, name: &str) -> &'a Model {
    let model = api.models.iter().find(|model| model.name.as_str() == name);
    model.unwrap_or_else(|| panic!("no model {name} among {:?}", views(api)))
}

fn fields(model: &Model) -> impl Iterator<Item = &ModelField> {
    model.members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(&**field),
        Member::Choice(_) => None,
    })
}

fn wires(model: &Model) -> Vec<&str> {
    fields(model).map(|field| field.wire.as_str()).collect()
}

fn kind<'a>(model: &'a Model, wire: &str) -> &'a Kind {
    let mut fields = fields(model).filter(|field| field.wire == wire);
    &fields.next().unwrap_or_else(|| panic!("no field {wire}")).kind
}

const NESTED: &str = "
operations:
  create: { doc: Creates., http: POST /pets, body: Pet, responses: { 201: Pet } }
types:
  Pet: { doc: A pet., fields: { house: { type: House, doc: Where it lives. }, gift: { type: Gift, doc: A gift. } } }
  House: { doc: A house., fields: { doors: { type: [Door], doc: Its doors. }, street: { type: Street, doc: The street. } } }
  Door: { doc: A door., fields: { id: { type: string, read_only: true, doc: Its id. }, color: { type: string, doc: Its color. } } }
  Street: { doc: A street., fields: { name: { type: string, doc: Its name. } } }
  Gift: { doc: A gift., union: [{ when: lock, type: Safe }, { type: Street }] }
  Safe: { doc: A box., fields: { lock: { type: string, doc: Its lock. }, code: { type: string, write_only: true, doc: What opens it. } } }
";

#[test]
fn no_body_has_a_read_only_field_at_any_depth() {
    let api = resolve(NESTED);
    let expected = [
        ("Pet", View::Read),
        ("CreatePet", View::Create),
        ("House", View::Read),
        ("CreateHouse", View::Create),
        ("Door", View::Read),
        ("CreateDoor", View::Create),
        ("Street", View::Shared),
        ("Safe", View::Read),
        ("CreateSafe", View::Create),
    ];
    assert_eq!(views(&api), expected);
    assert_eq!(wires(model(&api, "CreateDoor")), ["color"]);
    let house = Kind::Model(model(&api, "CreateHouse").name.clone());
    assert_eq!(*kind(model(&api, "CreatePet"), "house"), house);
}

#[test]
fn no_response_has_a_write_only_field() {
    let api = resolve(NESTED);
    assert_eq!(wires(model(&api, "Safe")), ["lock"]);
    assert_eq!(wires(model(&api, "CreateSafe")), ["lock", "code"]);
}

#[test]
fn a_union_of_types_that_differ_when_sent_has_two_enums() {
    let api = resolve(NESTED);
    let cases: Vec<(&str, Vec<&str>)> = api
        .unions
        .iter()
        .map(|union| {
            let models = union.cases.iter().map(|case| case.model.as_str());
            (union.type_name.as_str(), models.collect())
        })
        .collect();
    let expected = [
        ("Gift", vec!["Safe", "Street"]),
        ("CreateGift", vec!["CreateSafe", "Street"]),
    ];
    assert_eq!(cases, expected);
    assert_eq!(api.documented_unions().count(), 1);
    let sent = Kind::Union(api.unions[1].type_name.clone());
    assert_eq!(*kind(model(&api, "CreatePet"), "gift"), sent);
}

#[test]
fn a_new_body_does_not_change_the_models_of_others() {
    let api = |more: &str| {
        resolve(&format!(
            "
operations:
  create: {{ doc: Creates., http: POST /pets, body: Pet, responses: {{ 201: Pet }} }}
{more}
types:
  Pet: {{ doc: A pet., fields: {{ id: {{ type: string, read_only: true, doc: Its id. }}, toys: {{ type: [Toy], doc: Its toys. }} }} }}
  Toy: {{ doc: A toy., fields: {{ name: {{ type: string, required: true, doc: Its name. }} }} }}
"
        ))
    };
    let with_toys = "  put_toy: { doc: Adds., http: POST /toys, body: Toy, responses: { 201: Toy } }";
    assert_eq!(api(with_toys).models, api("").models);
}

#[test]
fn the_author_can_keep_bodies_apart() {
    let api = |separate: &str| {
        resolve(&format!(
            "
operations:
  create: {{ doc: Creates., http: POST /pets, body: Pet, responses: {{ 201: Pet }} }}
types:
  Pet: {{ doc: A pet., {separate} fields: {{ name: {{ type: string, doc: Its name. }} }} }}
"
        ))
    };
    assert_eq!(views(&api("")), [("Pet", View::Shared)]);
    assert_eq!(
        views(&api("separate: true,")),
        [("Pet", View::Read), ("CreatePet", View::Create)]
    );
}

/// An API with a body that creates, and one that may replace.
fn replacing(replaces: bool) -> String {
    format!(
        "
operations:
  create: {{ doc: Creates., http: POST /pets, body: Pet, responses: {{ 201: Pet }} }}
  put:
    doc: Puts a pet.
    http: PUT /pets/{{id}}
    parameters: {{ id: {{ in: path, type: string, required: true, doc: The id. }} }}
    body: Pet
    replaces: {replaces}
    responses: {{ 200: Pet }}
    examples: [{{ doc: A pet., request: '{{ \"name\": \"Tiger\", \"born\": \"2026-01-01\" }}' }}]
types:
  Pet:
    doc: A pet.
    fields:
      id: {{ type: string, read_only: true, doc: Its id. }}
      name: {{ type: string, required: true, doc: Its name. }}
      born: {{ type: date, required: create, doc: When it was born. }}
      origin: {{ type: string, create_only: true, doc: Where it comes from. }}
"
    )
}

#[test]
fn a_replacement_lacks_what_only_creation_takes_or_requires() {
    let api = resolve(&replacing(true));
    let replacement = model(&api, "ReplacePet");
    let required: Vec<(&str, bool)> = fields(replacement)
        .map(|field| (field.wire.as_str(), field.builder_required))
        .collect();
    assert_eq!(required, [("name", true), ("born", false)]);
    assert_eq!(
        wires(model(&api, "CreatePet")),
        ["name", "born", "origin"],
        "creation is as before"
    );
    let views: Vec<BodyView> = api
        .operations
        .iter()
        .filter_map(|operation| Some(operation.body.as_ref()?.view))
        .collect();
    assert_eq!(views, [BodyView::Create, BodyView::Replace]);
}

#[test]
fn a_put_that_creates_has_the_body_of_creation() {
    let api = resolve(&replacing(false));
    let bodies: Vec<&str> = api
        .operations
        .iter()
        .filter_map(|operation| Some(operation.body.as_ref()?.model.as_str()))
        .collect();
    assert_eq!(bodies, ["CreatePet", "CreatePet"]);
}

#[test]
fn the_example_of_a_replacement_needs_nothing_of_creation() {
    let without = |replaces| replacing(replaces).replace(", \"born\": \"2026-01-01\"", "");
    assert!(concur_spec::contract(&spec(&without(true))).is_ok());
    let diagnostics = concur_spec::contract(&spec(&without(false))).expect_err("creation requires `born`");
    assert!(diagnostics.to_string().contains("`born` is missing"), "{diagnostics}");
}

#[test]
fn a_replacement_is_validated_without_what_creation_requires() {
    use concur_spec::validate::{self, Problem};

    let api = resolve(&replacing(true));
    let problems = |view, body| -> Vec<Problem> {
        let findings = validate::body(&api, "Pet", view, &body);
        findings.into_iter().map(|found| found.problem).collect()
    };
    let body = serde_json::json!({ "name": "Tiger", "origin": "India" });
    assert_eq!(problems(BodyView::Replace, body.clone()), [Problem::CreateOnly]);
    assert_eq!(problems(BodyView::Create, body), [Problem::Missing]);
    assert_eq!(problems(BodyView::Replace, serde_json::json!({})), [Problem::Missing]);
}

/// A body that is a list.
fn listed(operation: &str) -> String {
    format!(
        "
operations:
  set: {{ {operation}, doc: Sets pets., body: [Pet], responses: {{ 200: [Pet] }} }}
types:
  Pet:
    doc: A pet.
    fields:
      name: {{ type: string, required: true, doc: Its name. }}
      born: {{ type: date, required: create, doc: When. }}
      toy: {{ type: Toy, doc: Its toy. }}
  Toy: {{ doc: A toy., fields: {{ name: {{ type: string, required: true, doc: Its name. }}, size: {{ type: integer, doc: Its size. }} }} }}
"
    )
}

#[test]
fn each_item_of_a_list_is_validated_as_a_body() {
    use concur_spec::validate;

    let problems = |operation: &str, body: serde_json::Value| -> Vec<String> {
        let api = resolve(&listed(operation));
        let of = api.operations[0].body.as_ref().expect("it has a body");
        assert!(of.is_list);
        let findings = validate::request_body(&api, of, &body);
        findings.iter().map(ToString::to_string).collect()
    };
    let create = "http: POST /pets";
    let body = serde_json::json!([{ "name": "Tom", "born": "2026-01-01" }, { "nam": "Tim", "toy": { "size": "big" } }]);
    assert_eq!(
        problems(create, body),
        [
            "`[1].nam` is unknown; did you mean `name`?",
            "`[1].toy.size` is not a whole number",
            "`[1].toy.name` is missing",
            "`[1].name` is missing",
            "`[1].born` is missing",
        ]
    );
    assert_eq!(problems(create, serde_json::json!([])), [""; 0]);
    assert_eq!(
        problems(create, serde_json::json!([null, []])),
        ["`[0]` is not an object", "`[1]` is not an object"]
    );
    for other in [serde_json::json!({ "name": "Tom" }), serde_json::Value::Null] {
        assert_eq!(problems(create, other), ["the body is not a list"]);
    }
    let body = serde_json::json!([{ "name": "Tom" }, { "toy": {} }]);
    let replace = "http: PUT /pets, replaces: true";
    assert_eq!(
        problems(replace, body.clone()),
        ["`[1].toy.name` is missing", "`[1].name` is missing"]
    );
    let change = "http: PATCH /pets, partial: true";
    assert_eq!(problems(change, body), ["`[1].toy.name` is missing"]);
}

#[test]
fn a_list_is_described_and_named_as_one() {
    let api = resolve(&listed("http: POST /pets"));
    let body = api.operations[0].body.as_ref().expect("it has a body");
    assert_eq!((body.argument.as_str(), body.source.as_str()), ("items", "Pet"));
    let contract = concur_spec::contract(&spec(&listed("http: POST /pets"))).unwrap_or_else(|all| panic!("{all}"));
    let json = serde_json::to_string(&contract).expect("it is serialized");
    assert!(json.contains(r#""source":"Pet","is_list":true"#), "{json}");
}

#[test]
fn a_write_only_field_in_an_answer_is_a_finding() {
    use concur_spec::validate::{self, Problem};

    let contract = concur_spec::contract(&spec(NESTED)).expect("it is valid");
    let api = contract.apis.iter().find(|api| api.key == "pets").expect("it is there");
    let answer = serde_json::json!({ "gift": { "lock": "steel", "code": "1234" } });
    let findings = validate::answer(&contract, api, &api.operations[0], 201, &answer);
    let problems: Vec<Problem> = findings.into_iter().map(|found| found.problem).collect();
    assert_eq!(problems, [Problem::WriteOnly]);
}

#[test]
fn the_content_type_of_a_body_is_validated() {
    use concur_spec::validate;

    let api = |content_type: &str| {
        resolve(&format!(
            "
operations:
  change: {{ doc: Changes., http: PATCH /pets, body: Pet, partial: true, {content_type} responses: {{ 204: none }} }}
types:
  Pet: {{ doc: A pet., fields: {{ name: {{ type: string, doc: Its name. }} }} }}
"
        ))
    };
    let finding = |api: &Api, header| {
        let found = validate::media_type(&api.operations[0], Some(header));
        found.map(|found| found.to_string())
    };
    let (plain, merge) = (api(""), api("content_type: application/merge-patch+json,"));
    assert_eq!(finding(&plain, "application/json; charset=utf-8"), None);
    assert_eq!(finding(&merge, "application/merge-patch+json"), None);
    assert_eq!(
        finding(&merge, "application/json").as_deref(),
        Some("`Content-Type` is not application/merge-patch+json")
    );
}

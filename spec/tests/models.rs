//! The models of a type and their fields.

use crate::support::{PETS, resolve, spec};
use concur_spec::api::{Api, BodyView, Kind, Member, Model, ModelField, Presence, View, WireForm};

fn model<'a>(api: &'a Api, name: &str) -> &'a Model {
    let model = api.models.iter().find(|model| model.name.as_str() == name);
    model.unwrap_or_else(|| panic!("no model {name} among {:?}", names(api)))
}

fn names(api: &Api) -> Vec<&str> {
    api.models.iter().map(|model| model.name.as_str()).collect()
}

fn field<'a>(api: &'a Api, owner: &str, name: &str) -> &'a ModelField {
    let fields = model(api, owner).members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(field),
        Member::Choice(_) => None,
    });
    let mut fields = fields.filter(|field| field.wire == name);
    fields.next().unwrap_or_else(|| panic!("no field {name}"))
}

fn wires(model: &Model) -> Vec<String> {
    let wire = |member: &Member| match member {
        Member::Field(field) => field.wire.clone(),
        Member::Choice(choice) => format!("({})", choice.name),
    };
    model.members.iter().map(wire).collect()
}

fn kind_name(kind: &Kind) -> &str {
    match kind {
        Kind::Model(name) | Kind::ValueSet(name) | Kind::Union(name) => name.as_str(),
        Kind::List(item) | Kind::Map(item) => kind_name(item),
        Kind::Scalar(_) => "scalar",
    }
}

#[test]
fn a_type_has_a_model_for_each_use() {
    let api = resolve(PETS);
    let views: Vec<(&str, View)> = api
        .models
        .iter()
        .map(|model| (model.name.as_str(), model.view))
        .collect();
    let expected = [
        ("Pet", View::Read),
        ("CreatePet", View::Create),
        ("UpdatePet", View::Update),
        ("Owner", View::Shared),
        ("Vet", View::Read),
        ("Mark", View::Create),
        ("Tag", View::Create),
    ];
    assert_eq!(views, expected);
}

#[test]
fn read_only_and_create_only_fields_are_omitted() {
    let api = resolve(PETS);
    assert_eq!(
        wires(model(&api, "Pet")),
        [
            "id", "name", "born", "color", "breed", "toys", "foods", "owner", "vet", "origin"
        ]
    );
    assert_eq!(
        wires(model(&api, "CreatePet")),
        ["name", "born", "color", "breed", "toys", "foods", "owner", "origin"]
    );
    assert_eq!(
        wires(model(&api, "UpdatePet")),
        ["name", "born", "color", "breed", "toys", "foods", "owner"]
    );
}

#[test]
fn presence_depends_on_the_view_and_the_row() {
    let api = resolve(PETS);
    let presence = |owner: &str, name: &str| {
        let field = field(&api, owner, name);
        (field.presence, field.builder_required)
    };
    let rows = [
        (
            "name",
            (Presence::Optional, false),
            (Presence::Required, true),
            (Presence::Settable, false),
        ),
        (
            "born",
            (Presence::Optional, false),
            (Presence::Required, true),
            (Presence::Settable, false),
        ),
        (
            "color",
            (Presence::Optional, false),
            (Presence::Optional, false),
            (Presence::Clearable, false),
        ),
        (
            "breed",
            (Presence::Optional, false),
            (Presence::Optional, false),
            (Presence::Settable, false),
        ),
        (
            "toys",
            (Presence::Collection, false),
            (Presence::Collection, true),
            (Presence::Settable, false),
        ),
        (
            "foods",
            (Presence::Collection, false),
            (Presence::Collection, false),
            (Presence::Clearable, false),
        ),
    ];
    for (name, read, create, update) in rows {
        assert_eq!(presence("Pet", name), read, "{name} read");
        assert_eq!(presence("CreatePet", name), create, "{name} created");
        assert_eq!(presence("UpdatePet", name), update, "{name} changed");
    }
    assert_eq!(presence("Pet", "id"), (Presence::Required, true), "guaranteed");
}

#[test]
fn required_fields_of_a_shared_view_are_optional_on_read() {
    let api = resolve(PETS);
    let name = field(&api, "Owner", "name");
    assert_eq!((name.presence, name.builder_required), (Presence::Optional, true));
    let name = field(&api, "Vet", "name");
    assert_eq!((name.presence, name.builder_required), (Presence::Optional, false));
}

#[test]
fn bodies_use_the_model_of_their_view() {
    let api = resolve(PETS);
    let bodies: Vec<_> = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref())
        .collect();
    let used: Vec<_> = bodies
        .iter()
        .map(|body| (body.model.as_str(), body.view, body.argument.as_str()))
        .collect();
    let expected = [
        ("CreatePet", BodyView::Create, "pet"),
        ("UpdatePet", BodyView::Update, "pet"),
        ("Mark", BodyView::Create, "mark"),
    ];
    assert_eq!(used, expected);
}

#[test]
fn a_group_becomes_a_choice_only_in_the_create_view() {
    let api = resolve(PETS);
    assert_eq!(wires(model(&api, "Mark")), ["tag", "(who)"]);
    let Some(Member::Choice(choice)) = model(&api, "Mark").members.last() else {
        panic!("no choice")
    };
    assert_eq!(choice.type_name.as_str(), "Who");
    let variants: Vec<&str> = choice
        .alternatives
        .iter()
        .map(|alternative| alternative.variant.as_str())
        .collect();
    assert_eq!(variants, ["Id", "Name"], "the common prefix is stripped");

    let read = resolve(&PETS.replace("responses: { 204: none }", "responses: { 200: Mark }"));
    assert_eq!(wires(model(&read, "Mark")), ["tag", "byId", "byName"]);
    assert_eq!(field(&read, "Mark", "byId").presence, Presence::Optional);
    assert_eq!(wires(model(&read, "CreateMark")), ["tag", "(who)"]);
}

#[test]
fn alternatives_keep_at_least_one_word() {
    let names = |first: &str, second: &str| {
        let lines = PETS
            .replace("byId:", &format!("{first}:"))
            .replace("byName:", &format!("{second}:"));
        let api = resolve(&lines);
        let Some(Member::Choice(choice)) = model(&api, "Mark").members.last() else {
            panic!("no choice")
        };
        let variants = choice
            .alternatives
            .iter()
            .map(|alternative| alternative.variant.to_string());
        variants.collect::<Vec<_>>()
    };
    assert_eq!(names("userId", "user"), ["UserId", "User"]);
    assert_eq!(names("userLoginId", "userLoginName"), ["Id", "Name"]);
    assert_eq!(names("email", "phone"), ["Email", "Phone"]);
}

#[test]
fn references_in_a_body_use_the_create_view() {
    let api = resolve(
        "
operations:
  create_pet: { doc: Creates., http: POST /pets, body: Pet, responses: { 200: Pet } }
  create_owner: { doc: Creates., http: POST /owners, body: Owner, responses: { 200: Owner } }
types:
  Pet: { doc: A pet., fields: { owner: { type: Owner, doc: The owner. }, owners: { type: [Owner], doc: All. } } }
  Owner: { doc: An owner., separate: true, fields: { name: { type: string, required: true, doc: The name. } } }
",
    );
    assert_eq!(kind_name(&field(&api, "CreatePet", "owner").kind), "CreateOwner");
    assert_eq!(kind_name(&field(&api, "CreatePet", "owners").kind), "CreateOwner");
    assert_eq!(kind_name(&field(&api, "Pet", "owner").kind), "Owner");
}

#[test]
fn families_are_expanded_in_place() {
    let api = resolve(
        "
operations: { create: { doc: Creates., http: POST /, body: Pet, responses: { 200: none } } }
types:
  Pet:
    doc: A pet.
    fields:
      a: { type: string, doc: A. }
      orgUnit2..orgUnit4: { type: string, doc: Units. }
      custom1..custom2: { type: Custom, doc: Custom. }
      z: { type: string, doc: Z. }
  Custom: { doc: Custom., fields: { value: { type: string, doc: The value. } } }
",
    );
    let pet = model(&api, "Pet");
    assert_eq!(
        wires(pet),
        ["a", "orgUnit2", "orgUnit3", "orgUnit4", "custom1", "custom2", "z"]
    );
    let family = &pet.families[0];
    assert_eq!((family.prefix.as_str(), family.from, family.to), ("orgUnit", 2, 4));
    let methods = (family.get.as_str(), family.set.as_str(), family.filled.as_str());
    assert_eq!(methods, ("org_unit", "set_org_unit", "org_units"));
    let member = field(&api, "Pet", "custom2");
    assert_eq!(member.family.map(|member| (member.family, member.number)), Some((1, 2)));
    assert!(member.boxed, "objects of a family are boxed");
    assert!(!field(&api, "Pet", "orgUnit2").boxed, "scalars are not");

    let table = &api.types[0];
    let rows: Vec<usize> = table.fields.iter().map(|field| field.row).collect();
    assert_eq!(rows, [0, 3]);
    assert_eq!(
        table.families.iter().map(|family| family.row).collect::<Vec<_>>(),
        [1, 2]
    );
}

#[test]
fn only_optional_objects_are_boxed() {
    let api = resolve(
        "
operations: { create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } } }
types:
  Pet:
    doc: A pet.
    separate: true
    fields:
      owner: { type: Owner, required: true, doc: Who has it. }
      vet: { type: Owner, doc: Who heals it. }
      home: { type: Owner, guaranteed: true, doc: Where it lives. }
      friends: { type: [Owner], doc: Who like it. }
      name: { type: string, doc: The name. }
  Owner: { doc: A person., fields: { name: { type: string, doc: The name. } } }
",
    );
    let boxed = |model: &str| {
        let names = ["owner", "vet", "home", "friends", "name"];
        let boxed = names.into_iter().filter(|name| field(&api, model, name).boxed);
        boxed.collect::<Vec<_>>()
    };
    assert_eq!(boxed("Pet"), ["owner", "vet"]);
    assert_eq!(boxed("CreatePet"), ["vet", "home"]);
}

#[test]
fn required_objects_are_boxed_if_they_close_a_cycle() {
    let api = resolve(
        "
operations: { get: { doc: Gets., http: GET /, responses: { 200: A } } }
types:
  A: { doc: A., fields: { b: { type: B, guaranteed: true, doc: B. }, list: { type: [A], doc: All. } } }
  B: { doc: B., fields: { one: { type: Either, guaranteed: true, doc: One. } } }
  Either: { doc: Either., union: [{ type: D, when: x }, { type: C }] }
  C: { doc: C., fields: { name: { type: string, doc: A name. } } }
  D: { doc: D., fields: { x: { type: B, guaranteed: true, doc: B. } } }
",
    );
    let boxed = |owner: &str, name: &str| field(&api, owner, name).boxed;
    assert!(boxed("D", "x"));
    assert!(!boxed("A", "b") && !boxed("A", "list") && !boxed("B", "one"));
}

#[test]
fn models_have_wire_forms_aliases_and_accepted_forms() {
    let api = resolve(
        "
operations: { create: { doc: Creates., http: POST /, body: Pet, responses: { 200: none } } }
types:
  Pet:
    doc: A pet.
    fields:
      price: { type: decimal, wire: string, doc: The price. }
      uoMCode: { type: string, aliases: [uomCode, UOM], name: uom_code, doc: The unit. }
      url: { type: [uri], accepts: [single], doc: Links. }
      pin: { type: string, secret: true, doc: The pin. }
",
    );
    assert_eq!(field(&api, "Pet", "price").properties.wire_form, WireForm::Text);
    let unit = field(&api, "Pet", "uoMCode");
    assert_eq!(unit.name.as_str(), "uom_code");
    let spelling = unit.spelling.as_ref().expect("aliases");
    assert_eq!(
        (spelling.name.as_str(), spelling.aliases.len()),
        ("uom_code_spelling", 2)
    );
    assert_eq!(field(&api, "Pet", "url").accepts.len(), 1);
    assert!(field(&api, "Pet", "pin").properties.secret);
}

const TAGGED: &str = "
operations:
  create:
    doc: Creates.
    http: POST /pets
    parameters: { since: { in: query, type: timestamp, wire: seconds }, until: { in: query, type: timestamp } }
    body: Pet
    responses: { 201: Pet }
  update:
    doc: Changes.
    http: PUT /pets
    body: Pet
    partial: true
    responses: { 200: Pet }
types:
  Pet: { doc: A pet., shorthand: petId, fields: { petId: { type: string, name: key, doc: Its id. }, tag: { type: Tag, doc: A tag. } } }
  Tag: { doc: A tag., shorthand: kind, fields: { kind: { type: TagKind, required: true, doc: Its kind. } } }
  TagKind: { doc: A kind of tag., values: { RED: Red. } }
";

#[test]
fn what_is_sent_whole_has_the_shorthand() {
    let api = resolve(TAGGED);
    let shorthands: Vec<(&str, Option<&str>)> = api
        .models
        .iter()
        .map(|model| {
            let shorthand = model.shorthand.as_ref();
            (model.name.as_str(), shorthand.map(|name| name.as_str()))
        })
        .collect();
    let expected = [("Pet", Some("key")), ("UpdatePet", None), ("Tag", Some("kind"))];
    assert_eq!(shorthands, expected);
    assert_eq!(api.types[0].shorthand.as_deref(), Some("petId"));
}

#[test]
fn a_timestamp_parameter_has_its_wire_form() {
    let api = resolve(TAGGED);
    let forms: Vec<WireForm> = api.operations[0]
        .parameters
        .iter()
        .map(|parameter| parameter.properties.wire_form)
        .collect();
    assert_eq!(forms, [WireForm::Seconds, WireForm::Natural]);
}

#[test]
fn only_what_is_sent_has_a_builder() {
    let api = resolve(
        "
operations:
  get: { doc: Gets., http: GET /, responses: { 200: Pet } }
  create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } }
  visit: { doc: Visits., http: POST /visits, body: Visit, responses: { 200: Zoo } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
  Visit: { doc: A visit., fields: { fee: { type: Fee, doc: The fee. }, day: { type: date, doc: The day. } } }
  Zoo: { doc: A zoo., fields: { fee: { type: Fee, doc: The fee. }, rule: { type: Rule, doc: A rule. } } }
  Fee: { doc: A fee., fields: { price: { type: decimal, doc: The price. } } }
  Rule: { doc: A rule., fields: { text: { type: string, doc: Its text. } } }
",
    );
    let builders = api
        .models
        .iter()
        .map(|model| (model.name.as_str(), model.builder.as_ref()));
    let without: Vec<&str> = builders
        .clone()
        .filter(|(_, builder)| builder.is_none())
        .map(|(name, _)| name)
        .collect();
    assert_eq!(without, ["Zoo", "Rule"]);
    let with: Vec<String> = builders.filter_map(|(_, builder)| Some(builder?.to_string())).collect();
    assert_eq!(with, ["PetBuilder", "VisitBuilder", "FeeBuilder"]);
}

/// An API with lengths, and this JSON as the example of its body.
fn with_lengths(request: &str) -> String {
    format!(
        "operations:
  create:
    http: POST /pets
    doc: Creates a pet.
    parameters: {{ note: {{ in: query, type: string, max_length: 3, doc: A note. }} }}
    body: Pet
    responses: {{ 201: none }}
    examples: [{{ doc: A pet., request: '{request}' }}]
types:
  Pet:
    doc: A pet.
    fields:
      name: {{ type: string, max_length: 4, doc: Its name. }}
      tags: {{ type: [string], max_length: 2, doc: Its tags. }}
"
    )
}

#[test]
fn lengths_of_examples_are_checked() {
    let contract = concur_spec::contract(&spec(&with_lengths(r#"{ "name": "Tiger", "tags": ["ab", "cat"] }"#)));
    let diagnostics = contract.expect_err("the texts are too long").to_string();
    assert_eq!(diagnostics.matches("the text is too long").count(), 2, "{diagnostics}");
}

#[test]
fn lengths_of_bodies_and_parameters_are_validated() {
    use concur_spec::api::ParameterLocation;
    use concur_spec::validate::{self, Finding, Problem};

    let api = resolve(&with_lengths(r#"{ "name": "Mime", "tags": ["äö"] }"#));
    let body = serde_json::json!({ "name": "Tiger", "tags": ["äö", "cat"] });
    let found = |path: &str, most| Finding {
        path: path.to_owned(),
        problem: Problem::TooLong(most),
    };
    assert_eq!(
        validate::body(&api, "Pet", BodyView::Create, &body),
        [found("name", 4), found("tags", 2)]
    );
    let operation = &api.operations[0];
    let query = [("note".to_owned(), "long".to_owned())];
    assert_eq!(
        validate::query(&api, operation, ParameterLocation::Query, &query),
        [found("note", 3)]
    );
}

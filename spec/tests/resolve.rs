//! What becomes of a sound specification: the decisions that `resolve` makes.

mod support;

use concur_spec::api::{
    Api, BodyView, Kind, Member, Model, ModelField, Output, Presence, Scalar, Segment, StatusKey, TypeName, View, WireForm,
};
use support::resolve;

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
        Kind::List(item) => kind_name(item),
        Kind::Scalar(_) => "scalar",
    }
}

/// `Pet` is created, changed and read; `Owner` is nested in all three, `Vet` only read, `Tag` only sent.
const PETS: &str = "
operations:
  create: { doc: Creates., http: POST /pets, body: Pet, responses: { 201: Pet } }
  update:
    doc: Changes.
    http: PUT /pets/{id}
    parameters: { id: { in: path, type: string, required: true } }
    body: Pet
    partial: true
    responses: { 200: Pet }
  mark: { doc: Marks., http: POST /marks, body: Mark, responses: { 204: none } }
types:
  Pet:
    doc: A pet.
    fields:
      id: { type: string, read_only: true, guaranteed: true, doc: Its id. }
      name: { type: string, required: true, doc: Its name. }
      born: { type: date, required: create, doc: When it was born. }
      colour: { type: string, doc: Its colour. }
      breed: { type: string, clearable: false, doc: Its breed. }
      toys: { type: [string], required: true, doc: Its toys. }
      foods: { type: [string], doc: Its foods. }
      owner: { type: Owner, doc: Its owner. }
      vet: { type: Vet, read_only: true, doc: Its vet. }
  Owner:
    doc: An owner.
    fields:
      name: { type: string, required: true, doc: The name. }
      since: { type: date, doc: Since when. }
  Vet: { doc: A vet., fields: { name: { type: string, required: true, doc: The name. } } }
  Mark:
    doc: A mark.
    fields:
      tag: { type: Tag, required: true, doc: The tag. }
      byId: { type: string, required: one_of who, doc: By id. }
      byName: { type: string, required: one_of who, doc: By name. }
  Tag: { doc: A tag., fields: { text: { type: string, required: true, doc: The text. } } }
";

#[test]
fn a_type_has_a_model_for_each_use() {
    let api = resolve(PETS);
    let views: Vec<(&str, View)> = api.models.iter().map(|model| (model.name.as_str(), model.view)).collect();
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
fn what_the_service_sets_is_in_no_body() {
    let api = resolve(PETS);
    assert_eq!(
        wires(model(&api, "Pet")),
        ["id", "name", "born", "colour", "breed", "toys", "foods", "owner", "vet"]
    );
    assert_eq!(wires(model(&api, "CreatePet")), ["name", "born", "colour", "breed", "toys", "foods", "owner"]);
    assert_eq!(wires(model(&api, "UpdatePet")), ["name", "born", "colour", "breed", "toys", "foods", "owner"]);
}

#[test]
fn presence_follows_from_view_and_row() {
    let api = resolve(PETS);
    let presence = |owner: &str, name: &str| {
        let field = field(&api, owner, name);
        (field.presence, field.builder_required)
    };
    let rows = [
        ("name", (Presence::Optional, false), (Presence::Required, true), (Presence::Settable, false)),
        ("born", (Presence::Optional, false), (Presence::Required, true), (Presence::Settable, false)),
        ("colour", (Presence::Optional, false), (Presence::Optional, false), (Presence::Clearable, false)),
        ("breed", (Presence::Optional, false), (Presence::Optional, false), (Presence::Settable, false)),
        ("toys", (Presence::List, false), (Presence::List, true), (Presence::Settable, false)),
        ("foods", (Presence::List, false), (Presence::List, false), (Presence::Clearable, false)),
    ];
    for (name, read, create, update) in rows {
        assert_eq!(presence("Pet", name), read, "{name} read");
        assert_eq!(presence("CreatePet", name), create, "{name} created");
        assert_eq!(presence("UpdatePet", name), update, "{name} changed");
    }
    assert_eq!(presence("Pet", "id"), (Presence::Required, true), "guaranteed");
}

#[test]
fn what_is_sent_and_received_asks_for_what_must_be_sent_and_reads_without_it() {
    let api = resolve(PETS);
    let name = field(&api, "Owner", "name");
    assert_eq!((name.presence, name.builder_required), (Presence::Optional, true));
    let name = field(&api, "Vet", "name");
    assert_eq!((name.presence, name.builder_required), (Presence::Optional, false));
}

#[test]
fn bodies_take_the_model_of_their_view() {
    let api = resolve(PETS);
    let bodies: Vec<_> = api.operations.iter().filter_map(|operation| operation.body.as_ref()).collect();
    let taken: Vec<_> = bodies.iter().map(|body| (body.model.as_str(), body.view, body.argument.as_str())).collect();
    let expected =
        [("CreatePet", BodyView::Create, "pet"), ("UpdatePet", BodyView::Update, "pet"), ("Mark", BodyView::Create, "mark")];
    assert_eq!(taken, expected);
}

#[test]
fn a_group_becomes_a_choice_only_where_it_is_sent_whole() {
    let api = resolve(PETS);
    assert_eq!(wires(model(&api, "Mark")), ["tag", "(who)"]);
    let Some(Member::Choice(choice)) = model(&api, "Mark").members.last() else { panic!("no choice") };
    assert_eq!(choice.type_name.as_str(), "Who");
    let variants: Vec<&str> = choice.alternatives.iter().map(|alternative| alternative.variant.as_str()).collect();
    assert_eq!(variants, ["Id", "Name"], "the common first word is left out");

    let read = resolve(&PETS.replace("responses: { 204: none }", "responses: { 200: Mark }"));
    assert_eq!(wires(model(&read, "Mark")), ["tag", "byId", "byName"]);
    assert_eq!(field(&read, "Mark", "byId").presence, Presence::Optional);
    assert_eq!(wires(model(&read, "CreateMark")), ["tag", "(who)"]);
}

#[test]
fn alternatives_keep_a_word_each() {
    let names = |first: &str, second: &str| {
        let lines = PETS.replace("byId:", &format!("{first}:")).replace("byName:", &format!("{second}:"));
        let api = resolve(&lines);
        let Some(Member::Choice(choice)) = model(&api, "Mark").members.last() else { panic!("no choice") };
        let variants = choice.alternatives.iter().map(|alternative| alternative.variant.to_string());
        variants.collect::<Vec<_>>()
    };
    assert_eq!(names("userId", "user"), ["UserId", "User"]);
    assert_eq!(names("userLoginId", "userLoginName"), ["Id", "Name"]);
    assert_eq!(names("email", "phone"), ["Email", "Phone"]);
}

#[test]
fn references_in_a_body_take_the_model_for_sending() {
    let api = resolve(
        "
operations:
  create_pet: { doc: Creates., http: POST /pets, body: Pet, responses: { 200: Pet } }
  create_owner: { doc: Creates., http: POST /owners, body: Owner, responses: { 200: Owner } }
types:
  Pet: { doc: A pet., fields: { owner: { type: Owner, doc: The owner. }, owners: { type: [Owner], doc: All. } } }
  Owner: { doc: An owner., fields: { name: { type: string, required: true, doc: The name. } } }
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
    assert_eq!(wires(pet), ["a", "orgUnit2", "orgUnit3", "orgUnit4", "custom1", "custom2", "z"]);
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
    assert_eq!(table.families.iter().map(|family| family.row).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_reference_that_closes_a_cycle_is_boxed_and_a_list_is_not() {
    let api = resolve(
        "
operations: { get: { doc: Gets., http: GET /, responses: { 200: A } } }
types:
  A: { doc: A., fields: { b: { type: B, doc: B. }, list: { type: [A], doc: All. } } }
  B: { doc: B., fields: { c: { type: C, doc: C. }, one: { type: Either, doc: One. } } }
  C: { doc: C., fields: { a: { type: A, doc: A. }, c: { type: C, doc: C. } } }
  Either: { doc: Either., union: [{ type: D, when: x }, { type: C }] }
  D: { doc: D., fields: { x: { type: B, doc: B. } } }
",
    );
    let boxed = |owner: &str, name: &str| field(&api, owner, name).boxed;
    assert!(boxed("C", "a") && boxed("C", "c") && boxed("D", "x"));
    assert!(!boxed("A", "b") && !boxed("A", "list") && !boxed("B", "c"));
}

#[test]
fn outputs_follow_from_the_success() {
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
    let statuses: Vec<StatusKey> = api.operations[2].responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [StatusKey::Code(200), StatusKey::Code(201), StatusKey::Code(404)]);
}

#[test]
fn an_operation_has_an_error_for_each_failure_with_the_codes_that_come_with_it() {
    let api = resolve(
        "
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
",
    );
    let variants: Vec<(u16, &str, &str)> =
        api.operations[0].error.variants.iter().map(|v| (v.status, v.name.as_str(), v.phrase.as_str())).collect();
    let expected =
        [(404, "NotFound", "Not Found"), (418, "Status418", "Status 418"), (503, "ServiceUnavailable", "Service Unavailable")];
    assert_eq!(variants, expected);
    assert_eq!(api.operations[0].error.name.as_str(), "GetError");
    assert_eq!(api.operations[0].error.variants[0].codes, ["petGone"]);
    assert_eq!(api.operations[1].error.variants[0].codes, ["petGone", "petLost"], "where nothing is said, all may come");
}

#[test]
fn calls_know_their_whole_path_and_whether_they_may_be_repeated() {
    let api = resolve(PETS);
    let update = &api.operations[1];
    let segments = ["pets", "v1", "pets"].map(|text| Segment::Literal(text.into()));
    assert_eq!(update.segments[..3], segments);
    assert_eq!(update.segments[3], Segment::Parameter("id".into()));
    assert_eq!(api.operations.iter().map(|operation| operation.idempotent).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn wire_forms_aliases_and_what_is_accepted_are_carried() {
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
    assert_eq!(field(&api, "Pet", "price").wire_form, WireForm::Text);
    let unit = field(&api, "Pet", "uoMCode");
    assert_eq!(unit.name.as_str(), "uom_code");
    let spelling = unit.spelling.as_ref().expect("aliases");
    assert_eq!((spelling.name.as_str(), spelling.aliases.len()), ("uom_code_spelling", 2));
    assert_eq!(field(&api, "Pet", "url").accepts.len(), 1);
    assert!(field(&api, "Pet", "pin").secret);
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
    let uses: Vec<(&str, &str, bool)> =
        state.uses.iter().map(|one| (one.owner.as_str(), one.field.as_str(), one.parameter)).collect();
    assert_eq!(uses, [("Pet", "state", false), ("list", "state", true)]);
    assert_eq!(size.values[0].name.as_str(), "Largest");
    assert_eq!(api.operations[0].parameters[0].kind, Kind::ValueSet(state.type_name.clone()));
}

#[test]
fn the_platform_has_no_feature_and_comes_first() {
    let contract = support::contract(&support::spec(PETS));
    let features: Vec<Option<&str>> = contract.apis.iter().map(|api| api.feature.as_deref()).collect();
    assert_eq!(features, [None, Some("pets")]);
    assert_eq!(contract.apis[1].doc.document.as_deref(), Some("Handbook"));
    let api = &contract.apis[1];
    let handle: &TypeName = &api.handle;
    assert_eq!((handle.as_str(), api.accessor.as_str(), api.module.as_str()), ("Pets", "pets", "pets"));
    assert_eq!(api.models[0].doc.text, "A pet.");
    assert!(matches!(field(api, "Pet", "name").kind, Kind::Scalar(Scalar::String)));
}

//! Resources: what a contract says about the operations on objects.

use crate::support::{as_documented, contract, diagnostics, erratum, resolve, spec, spec_with, the_api};
use concur_spec::api::{Api, ResourceRole};
use concur_spec::{Sources, describe, describe_table};

/// The page of the list is that of an erratum.
const SHOP: &str = "
operations:
  create: { http: \"POST /zones/{zone}/pets\", doc: Creates., parameters: { zone: { in: path, type: string, required: true, filters: zone } }, body: Pet, responses: { 201: Pet } }
  get: { http: \"GET /pets/{petId}\", doc: Gets., parameters: { petId: { in: path, type: string, required: true } }, responses: { 200: Pet } }
  list:
    http: GET /pets
    doc: Lists.
    parameters:
      color: { in: query, type: string, filters: look.color }
      sort: { in: query, type: string, filters: false }
    responses: { 200: Page }
  add: { http: \"POST /pets/{petId}/toys\", doc: Adds., parameters: { petId: { in: path, type: string, required: true } }, body: Toy, responses: { 201: Toy } }
  toy: { http: \"GET /pets/{petId}/toys/{number}\", doc: Gets., parameters: { number: { in: path, type: integer, required: true }, petId: { in: path, type: string, required: true } }, responses: { 200: Toy } }
resources:
  Pet: { doc: The pets., type: Pet, id: id, not_found: noPet, create: create, get: get, list: list }
  Toy: { type: Toy, id: number, parent: Pet, create: add, get: toy }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, zone: { type: string, doc: Where it is. }, look: { type: Look, doc: Its look. } } }
  Look: { doc: A look., fields: { color: { type: string, doc: Its color. } } }
  Toy: { doc: A toy., fields: { number: { type: integer, doc: Its number. }, words: { type: string, doc: What it says. } } }
  Mark: { doc: A mark., fields: { id: { type: string, doc: Its id. } } }
  Page: { doc: A page., fields: { marks: { type: [Mark], doc: Marks. }, data: { type: [Pet], doc: Pets. } } }
error_codes: { noPet: { doc: There is no such pet., status: [404] } }
";

fn roles(api: &Api, name: &str) -> Vec<String> {
    let resource = api.resource(name).expect("the resource");
    resource.operations.iter().map(ToString::to_string).collect()
}

#[test]
fn paths_end_with_the_id_after_those_of_the_parents() {
    let api = resolve(SHOP);
    assert_eq!(
        roles(&api, "Pet"),
        [
            "create by create(zone=zone)",
            "get by get(petId)",
            "list by list(color=look.color)"
        ]
    );
    assert_eq!(
        roles(&api, "Toy"),
        ["create by add(petId)", "get by toy(petId, number)"]
    );
    let (resource, role) = api.role_of("toy").expect("a role");
    assert_eq!((resource.name.as_str(), role.role), ("Toy", ResourceRole::Get));
    assert_eq!(
        (role.parents.as_slice(), role.id_parameter.as_deref()),
        (&["petId".to_owned()][..], Some("number"))
    );
    let parents: Vec<&str> = api.parents_of(resource).map(|parent| parent.name.as_str()).collect();
    assert_eq!(parents, ["Pet"]);
}

#[test]
fn the_items_of_a_page_are_those_of_the_type() {
    let api = resolve(SHOP);
    let list = api.resource("Pet").and_then(|pet| pet.with_role(ResourceRole::List));
    assert_eq!(list.expect("the list").items.as_deref(), Some("data"));
}

#[test]
fn a_list_can_be_the_response_itself() {
    let lines = SHOP.replace("200: Page", "200: [Pet]");
    let lines: String = lines
        .lines()
        .filter(|line| !line.contains(": A mark.") && !line.contains(": A page."))
        .map(|line| format!("{line}\n"))
        .collect();
    let api = resolve(&lines);
    let list = api.resource("Pet").and_then(|pet| pet.with_role(ResourceRole::List));
    assert_eq!(list.expect("the list").items, None);
}

#[test]
fn the_items_of_a_list_can_have_another_id() {
    let lines = SHOP.replace("id: id, not_found", "id: id, id_in_list: tag, not_found");
    let lines = lines.replace(
        "Mark: { doc: A mark., fields: { id:",
        "Mark: { doc: A mark., fields: { tag:",
    );
    let api = resolve(&lines);
    let pet = api.resource("Pet").expect("the resource");
    let list = pet.with_role(ResourceRole::List).expect("the list");
    assert_eq!(
        (list.items.as_deref(), pet.id_in_list.as_deref()),
        (Some("marks"), Some("tag"))
    );
}

fn with_erratum(what: &str) -> Sources {
    spec_with(SHOP, &[erratum("tested", what)])
}

#[test]
fn an_erratum_can_correct_a_resource() {
    let sources = with_erratum("at: resources/Toy\ndocumented: { get: toy }\nholds: { get: absent }");
    let api = the_api(contract(&sources));
    let toy = api.resource("Toy").expect("the resource");
    assert!(toy.with_role(ResourceRole::Get).is_none());
    let ids: Vec<&str> = toy.doc.errata.iter().map(|erratum| erratum.id.as_str()).collect();
    assert_eq!(ids, ["tested"]);
    assert_eq!(roles(&the_api(as_documented(&sources)), "Toy").len(), 2);
}

#[test]
fn an_erratum_that_breaks_a_resource_is_its_cause() {
    let what = "at: types/Pet/fields/id\ndocumented: { type: string }\nholds: { type: date }";
    let found = diagnostics(&with_erratum(what));
    let [one] = found.list() else { panic!("{found}") };
    assert_eq!(
        (one.title.as_str(), one.help.as_deref()),
        ("`id` cannot be the id", Some("caused by applied errata"))
    );
}

#[test]
fn resources_are_described() {
    let contract = contract(&spec(SHOP));
    let described = describe(&contract);
    let toy = &described["resources"][1];
    assert_eq!(
        (&toy["name"], &toy["type"], &toy["parent"]),
        (&"Toy".into(), &"Toy".into(), &"Pet".into())
    );
    assert_eq!(toy["operations"][1]["id_parameter"], "number");
    let table = describe_table(&contract);
    let line = "Toy  Toy by number in Pet  create by add(petId); get by toy(petId, number)";
    assert!(table.lines().any(|own| own.trim() == line), "{table}");
}

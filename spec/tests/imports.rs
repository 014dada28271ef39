//! Imports: what the contract says about the calls that create a document from rows.

use std::path::Path;

use crate::support::{as_documented, contract, diagnostics, erratum, spec, spec_with, the_api};
use concur_spec::api::{Api, Import, ImportCall, ImportLines};
use concur_spec::{Code, Sources, Specification, describe, describe_table};

/// Pets whose list has a pagination only by an erratum.
const PETS: &str = r#"
operations:
  create: { http: POST /pets, doc: Adds a pet., body: Pet, responses: { 200: Receipt } }
  get: { http: "GET /pets/{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
  feed:
    http: POST /{zone}/pets/{petId}/meals/{count}
    doc: Feeds a pet.
    parameters:
      zone: { in: path, type: string, required: true }
      petId: { in: path, type: string, required: true }
      count: { in: path, type: integer, required: true }
      reason: { in: query, type: string, required: true }
      note: { in: query, type: string }
      speed: { in: query, type: string, required: true, default: slow }
    body: Meal
    responses: { 200: none }
  list:
    http: GET /pets
    doc: Lists pets.
    parameters: { start: { in: query, type: integer }, limit: { in: query, type: integer } }
    responses: { 200: Page }
waiters:
  sold: { doc: Waits., operation: get, field: state, done: [SOLD] }
imports:
  pet:
    doc: One pet per key.
    create: create
    id: made.id
    lines: { call: feed, with: { zone: north, count: 2, reason: hunger } }
    confirm: { waiter: sold, number: id }
    search: { list: list, get: get }
types:
  Receipt: { doc: A receipt., fields: { made: { type: Made, doc: What was added. } } }
  Made: { doc: What was added., fields: { id: { type: string, doc: The id. } } }
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, made: { type: Made, doc: Its making. }, state: { type: State, doc: Its state. } } }
  Meal: { doc: A meal., fields: { food: { type: string, doc: What it is. } } }
  State: { doc: A state., values: { SOLD: It is sold. } }
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
"#;

const PAGED: &str = "at: operations/list/pagination\ndocumented: absent\nholds: { items: data, links: links, next: next, start: start, limit: limit }";

fn pets(errata: &[(&str, &str)]) -> Sources {
    let all = [("paged", PAGED)];
    let errata: Vec<String> = all.iter().chain(errata).map(|(id, what)| erratum(id, what)).collect();
    spec_with(PETS, &errata)
}

fn the_import(api: &Api) -> &Import {
    let [import] = api.imports.as_slice() else {
        panic!("{:?}", api.imports);
    };
    import
}

fn real() -> Specification {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    concur_spec::load(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn the_id_goes_into_the_path_parameter_that_is_not_fixed() {
    let api = the_api(contract(&pets(&[])));
    let import = the_import(&api);
    assert_eq!(
        import.lines,
        Some(ImportLines::Call(ImportCall {
            operation: "feed".into(),
            id_parameter: "petId".into(),
            with: pairs(&[("zone", "north"), ("count", "2"), ("reason", "hunger")]),
        }))
    );
    let confirm = import.confirm.as_ref().expect("a waiter");
    assert_eq!((confirm.waiter.as_str(), confirm.id_parameter.as_str()), ("sold", "id"));
    let search = import.search.as_ref().expect("a search");
    let get = search.get.as_ref().expect("a call");
    assert_eq!((search.list.as_str(), get.to_string().as_str()), ("list", "get(id)"));
    assert_eq!(
        import.lines.as_ref().map(|lines| match lines {
            ImportLines::Call(call) => call.to_string(),
            ImportLines::Field(field) => field.clone(),
        }),
        Some("feed(petId, zone=north, count=2, reason=hunger)".into())
    );
}

#[test]
fn an_import_that_needs_an_erratum_is_not_in_the_documents() {
    assert!(the_api(as_documented(&pets(&[]))).imports.is_empty());
    let found = diagnostics(&spec(PETS));
    let [one] = found.list() else { panic!("{found}") };
    assert_eq!((one.code, one.help.as_deref()), (Code::ImportRules, None), "{found}");
}

#[test]
fn an_erratum_can_correct_an_import() {
    let holds = "at: imports/pet\ndocumented: { confirm: { number: id } }\nholds: { confirm: { number: made.id }, search: absent }";
    let api = the_api(contract(&pets(&[("tested", holds)])));
    let import = the_import(&api);
    let number = import.confirm.as_ref().and_then(|confirm| confirm.number.as_deref());
    assert_eq!((number, &import.search), (Some("made.id"), &None));
    let ids: Vec<&str> = import.doc.errata.iter().map(|erratum| erratum.id.as_str()).collect();
    assert_eq!(ids, ["tested"]);
}

#[test]
fn an_erratum_that_breaks_an_import_is_named_as_its_cause() {
    let holds = "at: types/Made/fields/id\ndocumented: { type: string }\nholds: { type: Meal }";
    let found = diagnostics(&pets(&[("tested", holds)]));
    let texts: Vec<&str> = found.list().iter().map(|one| one.title.as_str()).collect();
    assert!(texts.contains(&"`made.id` is not a single value"), "{found}");
    for one in found.list() {
        assert_eq!(one.help.as_deref(), Some("caused by applied errata"), "{found}");
    }
    let typo = PETS.replace("waiter: sold", "waiter: solt");
    let found = diagnostics(&spec_with(&typo, &[erratum("paged", PAGED)]));
    let [one] = found.list() else { panic!("{found}") };
    assert_eq!(
        (one.title.as_str(), one.help.as_deref()),
        ("there is no waiter `solt`", None)
    );
}

#[test]
fn a_purchase_request_is_one_call_and_is_confirmed_by_a_waiter() {
    let contract = real().effective;
    let api = contract.apis.iter().find(|api| api.key == "purchase_request");
    let import = the_import(api.expect("the API"));
    assert_eq!(import.lines, Some(ImportLines::Field("lineItems".into())));
    let confirm = import.confirm.as_ref().expect("a waiter");
    let confirm = (
        confirm.waiter.as_str(),
        confirm.id_parameter.as_str(),
        confirm.number.as_deref(),
    );
    assert_eq!(confirm, ("created", "id", Some("purchaseRequestNumber")));
    assert_eq!(
        (&import.submit, &import.search),
        (&None, &None),
        "the API can do neither"
    );
}

#[test]
fn a_request_has_a_call_per_line_and_is_submitted() {
    let specification = real();
    let described = describe(&specification.effective);
    let row = described["imports"]
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["api"] == "request"))
        .expect("a row");
    assert_eq!(
        (&row["create"], &row["number"]),
        (&"create".into(), &"requestId".into())
    );
    assert_eq!(row["lines"]["call"], "create_expense");
    assert_eq!(row["submit"]["with"]["action"], "submit");
    assert_eq!(row["submit"]["id_parameter"], "requestUuid");
    assert_eq!(row["search"]["get"], "get");
    let table = describe_table(&specification.effective);
    let line = "request  create by create (id in id, number in requestId); lines by create_expense(requestUuid); \
                submit by take_action(requestUuid, action=submit); search by list, get(requestUuid)";
    assert!(table.lines().any(|own| own.trim() == line), "{table}");
}

#[test]
fn a_vendor_is_the_item_of_a_list_in_its_call() {
    let specification = real();
    let api = specification.effective.apis.iter().find(|api| api.key == "vendors");
    let import = the_import(api.expect("the API"));
    assert_eq!(
        (import.item_of.as_deref(), import.id.as_str()),
        (Some("Vendor"), "VendorCode")
    );
    let table = describe_table(&specification.effective);
    let line = "vendor  create by create (as the item of Vendor, id in VendorCode); search by list";
    assert!(table.lines().any(|own| own.trim() == line), "{table}");
}

//! Exports: what a contract says about reading what has changed in a list.

use std::path::Path;

use crate::support::{as_documented, contract, diagnostics, erratum, spec, spec_with, the_api};
use concur_spec::api::ExportGet;
use concur_spec::{Code, Sources, Specification, describe, describe_table};

/// The parameter for the time is that of an erratum.
const PETS: &str = "
operations:
  list:
    http: GET /pets
    doc: Lists pets.
    parameters: { start: { in: query, type: integer }, limit: { in: query, type: integer } }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
  get: { http: \"GET /pets/{petId}\", doc: Gets a pet., parameters: { petId: { in: path, type: string, required: true } }, responses: { 200: Pet } }
exports:
  pet: { doc: The pets., list: list, with: { limit: 50 }, since: since, id: id, modified: changed, get: get }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, changed: { type: timestamp, doc: When it changed. } } }
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
";

const SINCE: &str = "at: operations/list/parameters/since\ndocumented: absent\nholds: { in: query, type: timestamp, doc: Changed after. }";

fn pets(errata: &[(&str, &str)]) -> Sources {
    let all = [("since", SINCE)];
    let errata: Vec<String> = all.iter().chain(errata).map(|(id, what)| erratum(id, what)).collect();
    spec_with(PETS, &errata)
}

fn real() -> Specification {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    concur_spec::load(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn an_export_that_needs_an_erratum_is_not_in_the_documents() {
    let api = the_api(contract(&pets(&[])));
    let [export] = api.exports.as_slice() else {
        panic!("{:?}", api.exports);
    };
    let get = ExportGet {
        operation: "get".into(),
        id_parameter: "petId".into(),
    };
    assert_eq!(export.get, Some(get));
    assert_eq!(export.with, [("limit".to_owned(), "50".to_owned())]);
    assert!(the_api(as_documented(&pets(&[]))).exports.is_empty());
    let found = diagnostics(&spec(PETS));
    let [one] = found.list() else { panic!("{found}") };
    assert_eq!(
        (one.code, one.help.as_deref()),
        (Code::UnknownReference, None),
        "{found}"
    );
}

#[test]
fn an_erratum_can_correct_an_export() {
    let holds = "at: exports/pet\ndocumented: { get: get }\nholds: { get: absent }";
    let api = the_api(contract(&pets(&[("tested", holds)])));
    let export = api.exports.first().expect("the export");
    assert_eq!(export.get, None);
    let ids: Vec<&str> = export.doc.errata.iter().map(|erratum| erratum.id.as_str()).collect();
    assert_eq!(ids, ["tested"]);
}

#[test]
fn an_erratum_that_breaks_an_export_is_named_as_its_cause() {
    let holds = "at: types/Pet/fields/changed\ndocumented: { type: timestamp }\nholds: { type: date }";
    let found = diagnostics(&pets(&[("tested", holds)]));
    let [one] = found.list() else { panic!("{found}") };
    assert_eq!(
        (one.title.as_str(), one.help.as_deref()),
        ("`changed` is not a timestamp", Some("caused by applied errata"))
    );
}

#[test]
fn requests_are_listed_since_a_time_and_read_in_full() {
    let specification = real();
    let described = describe(&specification.effective);
    let rows = described["exports"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["api"] == "request").expect("a row");
    assert_eq!(
        (&row["since"], &row["modified"]),
        (&"modifiedAfter".into(), &"lastModified".into())
    );
    assert_eq!(row["with"]["view"], "ALL");
    let table = describe_table(&specification.effective);
    let line = "request  list by list(modifiedAfter, view=ALL, sortField=requestId, sortOrder=ASC, limit=100); \
                get by get(requestUuid); id in id, modified in lastModified";
    assert!(table.lines().any(|own| own.trim() == line), "{table}");
}

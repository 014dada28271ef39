//! The reference of this repository's specification and of the obstacle course: its links, anchors and tables are
//! valid.

use crate::support::reference::Book;
use concur_codegen::{Files, reference};
use concur_spec::{Contract, Sources};

fn real() -> Contract {
    let sources =
        Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn obstacles() -> Contract {
    let sources = Sources::from_texts([
        ("spec/concur.yaml", include_str!("obstacle/platform.yaml")),
        ("spec/obstacle.yaml", include_str!("obstacle/obstacle.yaml")),
    ]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn files(contract: &Contract) -> Files {
    reference::files(contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

#[test]
fn links_anchors_and_the_table_of_contents_are_valid() {
    for contract in [real(), obstacles()] {
        let book = Book::of(&files(&contract));
        assert!(book.links() > 100, "{} links", book.links());
        book.assert_links_lead_somewhere();
        book.assert_anchors_are_unique();
        book.assert_contents_are_whole();
        book.assert_rows_are_whole();
    }
}

#[test]
#[should_panic(expected = "has no field-nowhere")]
fn broken_links_are_found() {
    let mut files = files(&obstacles());
    files.insert("src/tokens.md", "[x](obstacle/types/Closed.md#field-nowhere)");
    Book::of(&files).assert_links_lead_somewhere();
}

#[test]
fn urls_do_not_depend_on_the_order_of_items() {
    let contract = real();
    let mut reversed = contract.clone();
    for api in &mut reversed.apis {
        api.operations.reverse();
        api.types.reverse();
        api.value_sets.reverse();
        api.error_codes.reverse();
    }
    let (before, after) = (files(&contract), files(&reversed));
    let paths = |files: &Files| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&before), paths(&after));
    let anchors = |files: &Files| {
        let texts = files
            .iter()
            .flat_map(|(path, text)| text.split("<a id=\"").skip(1).map(move |rest| (path, rest)));
        let mut anchors: Vec<String> = texts
            .map(|(path, rest)| format!("{path}#{}", rest.split('"').next().unwrap_or_default()))
            .collect();
        anchors.sort();
        anchors
    };
    assert_eq!(anchors(&before), anchors(&after));
}

#[test]
fn every_erratum_is_listed_with_evidence() {
    let contract = real();
    let files = files(&contract);
    let page = files.get("src/errata.md").expect("there are errata");
    let count = page
        .lines()
        .filter(|line| line.starts_with("The documentation says "))
        .count();
    assert_eq!(count, contract.errata);
    assert!(page.matches("\n* ").count() >= count, "every erratum has evidence");
    let item = files
        .get("src/purchase_request/types/LineItem.md")
        .expect("the page exists");
    assert!(
        item.contains("[`pr-decimals-as-strings`](#erratum-pr-decimals-as-strings)"),
        "{item}"
    );
}

#[test]
fn pages_of_an_operation_and_a_type_match_snapshots() {
    let files = files(&obstacles());
    let page = |path: &str| files.get(path).unwrap_or_else(|| panic!("no {path}"));
    insta::assert_snapshot!("reference_operation", page("src/obstacle/operations/form.md"));
    insta::assert_snapshot!("reference_type", page("src/obstacle/types/Option.md"));
}

/// An API with a convenience of each kind.
const CONVENIENT: &str = r#"
api: pets
title: Pets
version: "1"
base_path: /pets
document: handbook
client: pets
doc: An API.

operations:
  act:
    doc: Acts.
    http: "POST /{id}/{action}"
    parameters:
      id: { in: path, type: string, required: true, doc: Its id. }
      action: { in: path, type: Action, required: true, doc: What it does. }
      comment: { in: query, type: string, doc: What is said. }
    methods: { of: action, with: { fetch: [comment] } }
    body: Pet
    responses: { 200: Pet }

types:
  Action: { doc: An action., closed: true, values: { sit: Sits., fetch: Fetches. } }
  Pet:
    doc: A pet.
    display: [name, age]
    accessors:
      owner_name: { path: owner.name, doc: Returns whose it is. }
    constructors:
      called: { fields: [name, age], doc: Creates a pet. }
    fields:
      name: { type: string, required: true, doc: Its name. }
      age: { type: integer, doc: Its age. }
      owner: { type: Owner, doc: Its owner. }
  Owner: { doc: An owner., fields: { name: { type: string, doc: A name. } } }
"#;

#[test]
fn conveniences_are_listed_with_their_signatures() {
    let sources = Sources::from_texts([
        ("spec/concur.yaml", include_str!("obstacle/platform.yaml")),
        ("spec/pets.yaml", CONVENIENT),
    ]);
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = files(&contract);
    let page = |path: &str| files.get(path).unwrap_or_else(|| panic!("no {path}"));
    let (name, age) = ("[`name`](#field-name)", "[`age`](#field-age)");
    let table = format!(
        "\n| Function | Fields | Meaning |\n| --- | --- | --- |\n\
         | `called(…)` | sets {name}, {age} | Creates a pet. |\n\
         | `.owner_name()` | reads `owner.name` | Returns whose it is. |\n\
         | `Display` | writes {name}, {age} | On one line, without what is absent. |\n"
    );
    let ty = page("src/pets/types/Pet.md");
    assert!(ty.contains(&table), "{ty}");
    let methods = "* Shorter in the SDK: `sit(…)` for `sit`, `fetch(…, comment)` for `fetch`\n";
    let operation = page("src/pets/operations/act.md");
    assert!(operation.contains(methods), "{operation}");
}

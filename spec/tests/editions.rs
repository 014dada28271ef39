//! Newer pages beside the older document of an API: which rows are from which.

use std::collections::BTreeMap;

use concur_spec::api::Contract;
use concur_spec::{MINIMAL_PLATFORM, Sources, describe, describe_table, documents, only_from};
use serde_json::{Value, json};

use crate::support::{self, HEADER, erratum};

/// An API whose document is `handbook`. A row with `document: today` is from newer pages.
const LINES: &str = "
scopes:
  pets.read: Read pets.
  pets.write: { doc: Write pets., document: today }
operations:
  list:
    doc: Lists.
    http: GET /pets
    scope: pets.read
    parameters:
      kind: { in: query, type: Kind, doc: The kind. }
      limit: { in: query, type: integer, document: today, doc: The most. }
    responses: { 200: [Pet], 429: { type: none, document: today, doc: Too often. } }
  feed:
    doc: Feeds.
    document: today
    http: POST /pets/{id}
    scope: pets.write
    parameters:
      id: { in: path, type: string, required: true, doc: The id. }
      by: { in: query, type: string, document: handbook, doc: Who. }
    responses: { 200: Meal, 404: none }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: The name. }
      meals: { type: [Meal], document: today, doc: What it ate. }
      tag1..tag2: { type: string, document: today, doc: Tags. }
  Meal:
    doc: A meal.
    document: today
    fields:
      food: { type: string, doc: What. }
      pet: { type: Pet, document: handbook, doc: Whose. }
  Kind: { doc: A kind., values: { CAT: A cat., DOG: { doc: A dog., document: today } } }
error_codes:
  petGone: { doc: Gone., status: [404] }
  petFull: { doc: Full., document: today, status: [409] }
uncoded_errors:
  - { status: 500, message: Oh, doc: Unknown., document: today }
";

fn sources(lines: &str, errata: &[String]) -> Sources {
    let head = format!("{HEADER}more_documents: [today]\n");
    let errata = support::errata(&errata.concat());
    support::sources(&[
        (
            "spec/concur.yaml",
            &format!("{MINIMAL_PLATFORM}  today: {{ title: Today's pages }}\n"),
        ),
        ("spec/errata/pets.yaml", &errata),
        ("spec/pets.yaml", &format!("{head}{lines}")),
    ])
}

fn removal() -> String {
    erratum(
        "no-limit",
        "at: operations/list/parameters/limit\ndocumented: { type: integer }\nholds: absent",
    )
}

fn documented() -> Contract {
    support::as_documented(&sources(LINES, &[removal()]))
}

/// Returns the documents of all rows of the lists, by name.
fn documents_of(contract: &Contract) -> BTreeMap<String, String> {
    let described = describe(contract);
    let mut found = BTreeMap::new();
    let add = |found: &mut BTreeMap<String, String>, prefix: &str, row: &Value| {
        let keys = [
            "id", "name", "field", "prefix", "code", "message", "scope", "status", "wire",
        ];
        let name = keys.iter().find_map(|key| row[key].as_str().map(str::to_owned));
        let name = name.unwrap_or_else(|| row.to_string());
        found.insert(
            format!("{prefix}{name}"),
            row["document_key"].as_str().expect("each row has one").to_owned(),
        );
        name
    };
    for list in [
        "operations",
        "types",
        "families",
        "error_codes",
        "uncoded_errors",
        "scopes",
    ] {
        for row in described[list].as_array().expect("a list") {
            let name = add(&mut found, &format!("{list} "), row);
            for (status, row) in row["response_details"].as_object().into_iter().flatten() {
                let key = row["document_key"].as_str().expect("each response has one");
                found.insert(format!("{name}.{status}"), key.to_owned());
            }
            for inner in ["parameters", "fields"] {
                for row in row[inner].as_array().into_iter().flatten() {
                    add(&mut found, &format!("{name}."), row);
                }
            }
        }
    }
    found
}

#[test]
fn the_description_names_the_document_of_each_row() {
    let shown: Vec<String> = documents_of(&documented())
        .into_iter()
        .map(|(row, key)| format!("{row}: {key}"))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    Meal.food: today
    Meal.pet: handbook
    Pet.meals: today
    Pet.name: handbook
    error_codes petFull: today
    error_codes petGone: handbook
    families tag: today
    feed.200: today
    feed.404: today
    feed.by: handbook
    feed.id: today
    list.200: handbook
    list.429: today
    list.kind: handbook
    list.limit: today
    operations feed: today
    operations list: handbook
    scopes pets.read: handbook
    scopes pets.write: today
    types Meal: today
    types Pet: handbook
    uncoded_errors Oh: today
    ");
}

#[test]
fn the_table_names_the_document_of_rows_that_are_not_from_that_of_the_api() {
    let table = describe_table(&documented());
    let (pets, _) = table.split_once("Tokens").unwrap_or((&table, ""));
    let at = pets.find("Pets v1").expect("the API");
    insta::assert_snapshot!(&pets[at..], @r"
    Pets v1 (pets), /pets/v1, from handbook where a row names no other document

      Operations
        list  GET /pets/v1/pets        -  → [Pet]  pets.read
        feed  POST /pets/v1/pets/{id}  -  → Meal   pets.write  from today

      Pet
        name        string
        meals       [Meal]  from today
        tag1..tag2  string  from today

      Meal
        food  string  from today
        pet   Pet

      Values
        Kind  open  CAT, DOG (from today)

      Error codes
        petGone  404
        petFull  409  from today

    2 APIs, 2 operations, 2 types (0 of them inline), 5 fields, 1 families of 2 fields, 1 value sets, 2 error codes
    ");
}

#[test]
fn the_newer_edition_alone_has_its_rows_and_what_has_them() {
    let contract = documented();
    assert_eq!(
        documents(&contract).into_iter().collect::<Vec<_>>(),
        ["handbook", "today"]
    );
    let table = describe_table(&only_from(&contract, "today"));
    insta::assert_snapshot!(table, @r"
    Pets v1 (pets), /pets/v1, from handbook where a row names no other document

      Operations
        list  GET /pets/v1/pets        -  → -     pets.read
        feed  POST /pets/v1/pets/{id}  -  → Meal  pets.write  from today

      Pet
        meals       [Meal]  from today
        tag1..tag2  string  from today

      Meal
        food  string  from today

      Values
        Kind  open  DOG (from today)

      Error codes
        petFull  409  from today

    1 APIs, 2 operations, 2 types (0 of them inline), 3 fields, 1 families of 2 fields, 1 value sets, 1 error codes
    ");
}

#[test]
fn the_older_edition_is_complete_without_the_newer_one() {
    let from_handbook = |contract: &Contract| -> Vec<String> {
        let rows = documents_of(contract).into_iter().filter(|(_, key)| key == "handbook");
        rows.map(|(row, _)| row).collect()
    };
    let (whole, older) = (documented(), only_from(&documented(), "handbook"));
    assert_eq!(from_handbook(&older), from_handbook(&whole));
    let others = documents_of(&older).into_iter().filter(|(_, key)| key != "handbook");
    let others: Vec<String> = others.map(|(row, _)| row).collect();
    assert_eq!(
        others,
        ["operations feed", "types Meal"],
        "what has a row of the older edition"
    );
}

#[test]
fn a_row_of_newer_pages_needs_no_erratum() {
    let specification =
        concur_spec::load(&sources(LINES, &[removal()])).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let pets = |contract: &Contract| contract.apis.last().expect("the API").operations[0].parameters.len();
    assert_eq!(pets(&specification.as_documented), 2, "both editions are documented");
    assert_eq!(
        pets(&specification.effective),
        1,
        "an erratum can refuse a row of either"
    );
}

#[test]
fn a_row_is_explained_with_its_own_document() {
    let contract = documented();
    let items = concur_spec::explain::items(&contract);
    let document = |name: &str| {
        items
            .iter()
            .find(|item| item.name == name)
            .expect(name)
            .document_and_section()
            .0
    };
    assert_eq!(document("pets.Pet.name"), Some("Handbook"));
    assert_eq!(document("pets.Pet.meals"), Some("Today's pages"));
    assert_eq!(document("pets.Meal.food"), Some("Today's pages"));
    assert_eq!(document("pets.Meal.pet"), Some("Handbook"));
    assert_eq!(document("pets.list.limit"), Some("Today's pages"));
    assert_eq!(document("pets.Kind.DOG"), Some("Today's pages"));
}

/// A header and an example of the API's document, and one of each of newer pages.
const PRINTED: &str = r#"    scope: pets.read
    request_headers: [pet-trace, { name: pet-lang, document: today }]
    examples:
      - { doc: One., response: "[]" }
      - { doc: Another., document: today, response: "[]" }
"#;

fn with_printed(printed: &str) -> Sources {
    let lines = LINES.replacen("    scope: pets.read\n", printed, 1);
    sources(&lines, &[removal()])
}

#[test]
fn headers_and_examples_can_be_from_newer_pages() {
    let contract = support::as_documented(&with_printed(PRINTED));
    let shown = &describe(&contract)["operations"][0];
    assert_eq!(shown["request_headers"], json!(["pet-trace", "pet-lang"]));
    assert_eq!(shown["header_documents"], json!({ "pet-lang": "today" }));
    for (document, header, example) in [("handbook", "pet-trace", "One."), ("today", "pet-lang", "Another.")] {
        let part = only_from(&contract, document);
        let list = &part.apis.last().expect("the API").operations[0];
        let headers: Vec<&str> = list.headers().map(|header| header.name.as_str()).collect();
        let examples: Vec<&str> = list.examples.iter().map(|example| example.doc.as_str()).collect();
        assert_eq!((headers, examples), (vec![header], vec![example]), "{document}");
    }
}

#[test]
fn the_document_of_a_header_or_an_example_must_be_known() {
    for row in ["pet-lang, ", "Another., "] {
        let printed = PRINTED.replace(&format!("{row}document: today"), &format!("{row}document: tomorrow"));
        let diagnostics = concur_spec::load(&with_printed(&printed)).expect_err("the document is unknown");
        let codes: Vec<&str> = diagnostics.list().iter().map(|one| one.code.id()).collect();
        assert_eq!(codes, ["E024"], "{diagnostics}");
    }
}

#[test]
fn a_part_can_be_from_one_document() {
    let newer = "document: today\noperations:\n  feed: { doc: Feeds., http: POST /pets, body: Pet, responses: { 204: none } }\n  walk: { doc: Walks., document: handbook, http: POST /walks, body: Pet, responses: { 204: none } }\nerror_codes: { petFull: { doc: Full., status: [409] } }\n";
    let older = "types: { Pet: { doc: A pet., fields: { name: { type: string, doc: The name. } } } }\n";
    let head = format!("{HEADER}more_documents: [today]\n{older}");
    let platform = format!("{MINIMAL_PLATFORM}  today: {{ title: Today's pages }}\n");
    let files = [
        ("spec/concur.yaml", platform.as_str()),
        ("spec/pets/newer.yaml", newer),
        ("spec/pets/pets.yaml", &head),
    ];
    let rows = documents_of(&support::contract(&support::sources(&files)));
    let of = |row: &str| rows.get(row).map(String::as_str);
    assert_eq!(of("operations feed"), Some("today"));
    assert_eq!(of("operations walk"), Some("handbook"));
    assert_eq!(of("error_codes petFull"), Some("today"));
    assert_eq!(of("types Pet"), Some("handbook"));
}

//! Items of a specification, their spans and their errata.

use std::collections::BTreeSet;

use crate::support::{PETS, errata, erratum, pets, spec, spec_with};
use concur_spec::explain::{Item, items};
use concur_spec::{MINIMAL_PLATFORM, Sources, Specification};

fn load(sources: &Sources) -> Specification {
    concur_spec::load(sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn item<'a>(specification: &'a Specification, name: &str) -> Item<'a> {
    let mut items = items(&specification.effective).into_iter();
    items.find(|item| item.name == name).expect("an item")
}

/// Returns the text at the span of an item.
fn row<'a>(specification: &Specification, sources: &'a Sources, name: &str) -> &'a str {
    let place = specification.spans.of_item(&item(specification, name)).expect("a span");
    &sources.file(place.file).expect("a file").text()[place.range()]
}

fn errata_ids(specification: &Specification, name: &str) -> Vec<String> {
    let errata = specification.spans.errata_of(&item(specification, name)).into_iter();
    errata.map(|erratum| erratum.id.clone()).collect()
}

#[test]
fn the_contract_does_not_depend_on_source_spans() {
    let (original, shifted) = (spec(PETS), spec(&format!("# A line.\n\n{PETS}")));
    let (original, shifted) = (load(&original), load(&shifted));
    assert_eq!(original.effective, shifted.effective);
    assert_eq!(original.as_documented, shifted.as_documented);
    assert_ne!(original.spans, shifted.spans);
}

#[test]
fn the_span_of_an_item_is_its_key() {
    let sources = spec(PETS);
    let specification = load(&sources);
    assert_eq!(row(&specification, &sources, "pets"), "pets");
    assert_eq!(row(&specification, &sources, "pets.update.id"), "id");
    assert_eq!(row(&specification, &sources, "pets.create.responses.201"), "201");
    assert_eq!(row(&specification, &sources, "pets.Pet.color"), "color");
}

#[test]
fn fields_and_parameters_have_different_names() {
    let specification = load(&spec(PETS));
    let all = items(&specification.effective);
    let names: BTreeSet<&str> = all.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    assert!(names.contains("pets.Pet.id") && names.contains("pets.update.id"));
}

#[test]
fn an_erratum_affects_the_rows_that_it_changes() {
    let corrections = [
        erratum(
            "by-table",
            "at: types/Pet/fields\ndocumented: { color: { type: string } }\nholds: { color: { type: integer }, size: { type: integer, doc: Its size. } }",
        ),
        erratum(
            "by-key",
            "at: types/Pet/fields/breed/type\ndocumented: string\nholds: date",
        ),
        erratum(
            "by-removal",
            "at: types/Pet/fields/foods\ndocumented: { required: absent, type: [string] }\nholds: { type: string }",
        ),
    ];
    let sources = spec_with(PETS, &corrections);
    let specification = load(&sources);
    assert_eq!(errata_ids(&specification, "pets.Pet.color"), ["by-table"]);
    assert_eq!(errata_ids(&specification, "pets.Pet.size"), ["by-table"]);
    assert_eq!(row(&specification, &sources, "pets.Pet.size"), "size");
    assert_eq!(errata_ids(&specification, "pets.Pet.breed"), ["by-key"]);
    assert_eq!(errata_ids(&specification, "pets.Pet.foods"), ["by-removal"]);
    assert_eq!(errata_ids(&specification, "pets.Pet"), ["by-table"]);
    assert!(errata_ids(&specification, "pets.Pet.name").is_empty());
    assert!(errata_ids(&specification, "pets.create").is_empty());
}

#[test]
fn evidence_is_kept_in_the_order_of_its_file() {
    let correction = erratum("prefix", "at: base_path\ndocumented: /pets/v1\nholds: /zoo/v1").replace(
        "[{ grade: inference, source: a test }]",
        "[{ grade: integration, source: A log. }, { grade: inference, source: A guess. }]",
    );
    let sources = Sources::from_texts([
        ("spec/concur.yaml", MINIMAL_PLATFORM.to_owned()),
        ("spec/errata/pets.yaml", errata(&correction)),
        ("spec/pets.yaml", pets(PETS)),
    ]);
    let specification = load(&sources);
    let errata = specification.spans.errata_of(&item(&specification, "pets"));
    let evidence: Vec<(&str, &str)> = errata[0]
        .evidence
        .iter()
        .map(|one| (one.grade.as_str(), one.source.as_str()))
        .collect();
    assert_eq!(evidence, [("integration", "A log."), ("inference", "A guess.")]);
}

#[test]
fn a_name_key_is_not_confused_with_a_field_called_name() {
    let sources = spec(&PETS.replace("color: { type: string,", "color: { type: string, name: hue,"));
    let specification = load(&sources);
    let is_named = |name: &str| specification.spans.is_named(&item(&specification, name));
    assert!(is_named("pets.Pet.color"));
    assert!(!is_named("pets.Pet.name") && !is_named("pets.Pet") && !is_named("pets"));
}

#[test]
fn facts_match_describe_and_list_children_by_name() {
    let specification = load(&spec(PETS));
    let facts = item(&specification, "pets.Pet.born").facts();
    assert_eq!(
        (&facts["type"], &facts["required_when"]),
        (&"date".into(), &"create".into())
    );
    assert!(!facts.contains_key("doc") && !facts.contains_key("api"));
    assert_eq!(
        item(&specification, "pets.Mark").facts()["fields"],
        serde_json::json!(["tag", "byId", "byName"])
    );
}

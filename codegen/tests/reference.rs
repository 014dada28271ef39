//! The reference of the specification as it is, and of obstacles: it reads well and leads everywhere.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "support/reference.rs"]
mod support;

use concur_codegen::{Files, reference};
use concur_spec::{Contract, Sources};
use support::Book;

fn real() -> Contract {
    let sources = Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("it can be read");
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
fn links_lead_somewhere_anchors_are_unique_and_the_contents_are_whole() {
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
fn a_link_to_nowhere_is_found() {
    let mut files = files(&obstacles());
    files.insert("src/tokens.md", "[x](obstacle/types/Closed.md#field-nowhere)");
    Book::of(&files).assert_links_lead_somewhere();
}

#[test]
fn addresses_do_not_change_with_the_order() {
    let contract = real();
    let mut turned = contract.clone();
    for api in &mut turned.apis {
        api.operations.reverse();
        api.types.reverse();
        api.value_sets.reverse();
        api.error_codes.reverse();
    }
    let (before, after) = (files(&contract), files(&turned));
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
fn every_erratum_is_told_with_its_evidence() {
    let contract = real();
    let files = files(&contract);
    let page = files.get("src/errata.md").expect("there are errata");
    let told = page
        .lines()
        .filter(|line| line.starts_with("The documentation says "))
        .count();
    assert_eq!(told, contract.errata);
    assert!(page.matches("\n* ").count() >= told, "each rests on something");
    let item = files
        .get("src/purchase_request/types/LineItem.md")
        .expect("it is there");
    assert!(
        item.contains("[`pr-decimals-as-strings`](#erratum-pr-decimals-as-strings)"),
        "{item}"
    );
}

#[test]
fn a_page_of_an_operation_and_one_of_a_type_read_so() {
    let files = files(&obstacles());
    let page = |path: &str| files.get(path).unwrap_or_else(|| panic!("no {path}"));
    insta::assert_snapshot!("reference_operation", page("src/obstacle/operations/form.md"));
    insta::assert_snapshot!("reference_type", page("src/obstacle/types/Option.md"));
}

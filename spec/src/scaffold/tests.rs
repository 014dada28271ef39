use super::{Scaffold, ScaffoldError, documents, scaffold};
use crate::Sources;

fn real() -> Sources {
    Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification can be read")
}

fn new(name: &str) -> Scaffold {
    scaffold(&real(), name).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn rejection(name: &str) -> String {
    match scaffold(&real(), name) {
        Err(ScaffoldError::Name(reason)) => reason,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn the_scaffold_has_each_common_construct_and_no_diagnostics() {
    let scaffold = new("kite_strings");
    let (path, text) = &scaffold.api;
    assert_eq!(path, "spec/kite-strings.yaml");
    for placeholder in ["API_", "API-"] {
        assert!(!text.contains(placeholder), "{placeholder} is left");
    }
    let api = scaffold
        .contract
        .apis
        .iter()
        .find(|api| api.key == "kite_strings")
        .expect("the new API");
    assert_eq!(
        (api.title.as_str(), api.module.as_str(), api.accessor.as_str()),
        ("Kite Strings", "kite_strings", "kite_strings")
    );
    assert_eq!(api.feature.as_deref(), Some("kite-strings"));
    let operations: Vec<&str> = api.operations.iter().map(|operation| operation.key.as_str()).collect();
    assert_eq!(operations, ["list", "get", "create", "update", "delete"]);
    assert!(api.operations[0].pagination.is_some());
    assert_eq!(
        (
            api.value_sets.len(),
            api.error_codes.len(),
            api.waiters.len(),
            api.imports.len(),
            api.exports.len()
        ),
        (1, 1, 1, 1, 1)
    );
    assert!(text.contains("custom1..custom5:"));
}

#[test]
fn each_construct_of_the_scaffold_has_a_comment() {
    let (_, text) = new("gadgets").api;
    for construct in [
        "\n  list:",
        "\n  get:",
        "\n  create:",
        "\n  update:",
        "\n  delete:",
        "\n  Item:",
        "\n  ItemStatus:",
        "\n  ItemPage:",
        "\n      custom1",
        "\nerror_codes:",
        "\nwaiters:",
        "\nimports:",
        "\nexports:",
        "\nscopes:",
    ] {
        let (before, _) = text
            .split_once(construct)
            .unwrap_or_else(|| panic!("missing {construct:?}"));
        let line = before.lines().last().unwrap_or_default();
        assert!(line.trim_start().starts_with('#'), "{construct:?} follows {line:?}");
    }
}

#[test]
fn the_document_is_added_at_the_end_of_its_block() {
    let scaffold = new("gadgets");
    let sources = real();
    let before = sources
        .files()
        .iter()
        .find(|file| file.path() == "spec/concur.yaml")
        .expect("the platform's file");
    let (path, after) = &scaffold.platform;
    assert_eq!(path, "spec/concur.yaml");
    let (head, tail) = after.split_once(&scaffold.added).expect("the added lines");
    assert_eq!(format!("{head}{tail}"), before.text());
    assert!(
        head.contains("\ndocuments:\n") && tail.trim_start().starts_with("operations:"),
        "{tail:.80}"
    );
}

#[test]
fn the_document_is_added_before_the_next_block() {
    let entry = "  b: { title: B }\n";
    for (text, wanted) in [
        (
            "documents:\n  a: { title: A }\n",
            "documents:\n  a: { title: A }\n  b: { title: B }\n",
        ),
        (
            "documents:\n  a: { title: A }",
            "documents:\n  a: { title: A }\n  b: { title: B }\n",
        ),
        (
            "documents:\n  a:\n    doc: |\n      x\n\n      y\n\n# Next.\nlimits: {}\n",
            "documents:\n  a:\n    doc: |\n      x\n\n      y\n  b: { title: B }\n\n# Next.\nlimits: {}\n",
        ),
    ] {
        assert_eq!(documents::insert(text, entry).as_deref(), Some(wanted));
    }
    assert_eq!(documents::insert("documents: { a: { title: A } }\n", entry), None);
}

#[test]
fn documents_in_flow_style_must_be_edited_manually() {
    let platform = crate::MINIMAL_PLATFORM.replace(
        "documents:\n  handbook: { title: Handbook }",
        "documents: { handbook: { title: Handbook } }",
    );
    let sources = Sources::from_texts([("spec/concur.yaml", platform)]);
    match scaffold(&sources, "gadgets") {
        Err(ScaffoldError::Platform(reason)) => assert!(reason.contains("  gadgets.endpoints.v1:\n"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_must_be_in_snake_case_with_a_suggestion() {
    for (name, hint) in [
        ("Gadgets", Some("gadgets")),
        ("fuel-cards", Some("fuel_cards")),
        ("fuelCards", Some("fuel_cards")),
        ("fuel__cards", Some("fuel_cards")),
        ("_gadgets", Some("gadgets")),
        ("gadgets_", Some("gadgets")),
        ("../evil", Some("evil")),
        ("", None),
        ("9lives", None),
        ("größe", None),
    ] {
        let reason = rejection(name);
        assert!(reason.contains("snake case"), "{reason}");
        assert_eq!(
            reason.split_once(": try `").map(|(_, rest)| rest.trim_end_matches('`')),
            hint,
            "{reason}"
        );
    }
}

#[test]
fn keywords_crates_and_modules_are_rejected() {
    for name in [
        "type",
        "self",
        "gen",
        "async",
        "serde_json",
        "std",
        "limits",
        "blocking",
        "guide",
        "tokens",
        "runtime",
        "authorization",
        "no",
        "null",
    ] {
        rejection(name);
    }
}

#[test]
fn existing_names_are_rejected() {
    for (name, reason) in [
        ("request", "spec/request.yaml already exists"),
        ("purchase_request", "spec/purchase-request.yaml already exists"),
        ("concur", "spec/concur.yaml already exists"),
        ("oauth", "by the API `oauth`"),
        ("requests", "by the API `request`"),
        ("purchase_requests", "by the API `purchase_request`"),
    ] {
        assert!(rejection(name).contains(reason), "{}", rejection(name));
    }
    let other = Sources::from_texts([
        ("spec/concur.yaml", crate::MINIMAL_PLATFORM),
        ("spec/gadgets.yml", "errata: concur\ncorrections: []\n"),
    ]);
    assert!(matches!(scaffold(&other, "gadgets"), Err(ScaffoldError::Name(_))));
}

#[test]
fn a_specification_with_diagnostics_is_rejected() {
    let sources = Sources::from_texts([("spec/concur.yaml", "documents: 1\n")]);
    assert!(matches!(
        scaffold(&sources, "gadgets"),
        Err(ScaffoldError::Diagnostics(_))
    ));
}

#[test]
fn names_like_those_of_the_scaffold_types_are_accepted() {
    for name in [
        "item",
        "item_page",
        "item_status",
        "items",
        "error_code",
        "calls",
        "x",
        "v2",
    ] {
        new(name);
    }
}

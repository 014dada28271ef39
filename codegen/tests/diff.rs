//! What changes mean for users: the tables of edits, and properties that hold for any two states.

use std::collections::BTreeSet;

use crate::edits::{self, before, differences, manifests, side};
use crate::random::{self, Choices};
use crate::sources::{self, source_difference};
use concur_codegen::diff::{self, Area, Change, Difference, Level, Snapshot};
use concur_codegen::{Files, manifest, public_api};
use concur_spec::{Contract, Sources};
use proptest::prelude::*;

fn lines_of(changes: &[Change]) -> String {
    let lines = changes.iter().map(|change| {
        let (level, id) = (change.rule.level, change.rule.id);
        format!("    {level} {id} {}: {}\n", change.item, change.what)
    });
    lines.collect()
}

#[test]
fn specification_edits_have_the_expected_level() {
    let mut wrong = String::new();
    for (edit, difference) in differences() {
        if difference.level() != Some(edit.level) {
            let changes = lines_of(&difference.changes);
            wrong.push_str(&format!("{}: not {}\n{changes}", edit.name, edit.level));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn specification_edits_are_listed_with_details() {
    let edits = differences().iter();
    let changed: String = edits
        .map(|(edit, difference)| format!("{}\n{}", edit.name, lines_of(&difference.changes)))
        .collect();
    insta::assert_snapshot!(changed);
}

#[test]
fn source_and_manifest_edits_match_exactly_their_rules() {
    for edit in sources::edits() {
        let difference = source_difference(edit);
        let rules: BTreeSet<&str> = difference.changes.iter().map(|change| change.rule.id).collect();
        let expected: BTreeSet<&str> = edit.rules.iter().copied().collect();
        assert_eq!(rules, expected, "{}\n{}", edit.name, lines_of(&difference.changes));
    }
}

#[test]
fn every_rule_has_an_edit() {
    let of_specification = differences().iter().flat_map(|(_, difference)| &difference.changes);
    let of_sources: Vec<Change> = sources::edits()
        .flat_map(|edit| source_difference(edit).changes)
        .collect();
    let covered: BTreeSet<&str> = of_specification
        .chain(&of_sources)
        .map(|change| change.rule.id)
        .collect();
    let uncovered: Vec<&str> = diff::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !covered.contains(id))
        .collect();
    assert!(uncovered.is_empty(), "{uncovered:?}");
}

#[test]
fn rules_have_unique_ids_and_one_sentence() {
    let ids: BTreeSet<&str> = diff::RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), diff::RULES.len());
    for rule in diff::RULES {
        assert!(
            rule.why.ends_with('.') && !rule.why[..rule.why.len() - 1].contains(". "),
            "{}",
            rule.id
        );
    }
}

#[test]
fn invalid_specifications_are_noted_and_items_are_compared() {
    let mut files = manifests("0.1.0");
    let generated = concur_codegen::generate(&edits::contract(&before())).expect("the specification is generated");
    for (path, text) in generated.iter() {
        files.insert(path, text);
    }
    files.insert("spec/concur.yaml", "api: oauth\nunheard_of: 1\n");
    let old = Snapshot::committed(&files).expect("the items are readable");
    let difference = diff::compare(&old, &side(&before()));
    assert_eq!(lines_of(&difference.changes), "");
    assert_eq!(difference.notes.len(), 1);
    let note = &difference.notes[0];
    assert!(
        note.contains("spec/concur.yaml:") && note.contains("the wire is not compared"),
        "{note}"
    );
}

#[test]
fn unreadable_states_are_rejected() {
    let error = Snapshot::committed(&manifests("0.1.0")).expect_err("there are no items");
    assert!(error.to_string().contains("generated/src/lib.rs"), "{error}");
    let mut files = Files::default();
    files.insert("generated/src/lib.rs", "//! Nothing.\n");
    let error = Snapshot::committed(&files).expect_err("the manifest is missing");
    assert_eq!(error.to_string(), "Cargo.toml is missing");
    let mut files = manifests("0.1");
    files.insert("generated/src/lib.rs", "//! Nothing.\n");
    let error = Snapshot::committed(&files).expect_err("the version is invalid");
    assert!(
        error.to_string().starts_with("generated/Cargo.toml: the version 0.1: "),
        "{error}"
    );
}

/// A difference with one change of a level, between two versions.
fn of_level(level: Option<Level>, old: &str, new: &str) -> Difference {
    let rule = diff::RULES.iter().find(|rule| Some(rule.level) == level);
    Difference {
        old: old.parse().expect("a version"),
        new: new.parse().expect("a version"),
        changes: rule
            .map(|rule| Change {
                rule,
                item: "a".into(),
                what: "b".into(),
            })
            .into_iter()
            .collect(),
        notes: Vec::new(),
    }
}

#[test]
fn the_minimum_version_follows_cargo() {
    use Level::{Major, Minor, Patch};
    let table = [
        ("1.2.3", Some(Major), "2.0.0"),
        ("1.2.3", Some(Minor), "1.3.0"),
        ("1.2.3", Some(Patch), "1.2.4"),
        ("0.1.2", Some(Major), "0.2.0"),
        ("0.1.2", Some(Minor), "0.1.3"),
        ("0.1.2", Some(Patch), "0.1.3"),
        ("0.0.3", Some(Major), "0.0.4"),
        ("0.0.3", Some(Patch), "0.0.4"),
        ("1.0.0-rc.1", Some(Major), "1.0.0-rc.1.0"),
        ("1.2.3+build", Some(Patch), "1.2.4"),
        ("1.2.3", None, "1.2.3"),
        ("0.18446744073709551615.0", Some(Major), "0.18446744073709551615.0"),
    ];
    for (old, level, least) in table {
        assert_eq!(of_level(level, old, old).needs().to_string(), least, "{old} {level:?}");
    }
    for (old, new, covered) in [
        ("0.1.0", "0.2.0", true),
        ("0.1.0", "1.0.0", true),
        ("0.1.0", "0.1.1", false),
        ("1.0.0-rc.1", "1.0.0-rc.2", true),
        ("1.0.0-rc.1", "1.0.0", true),
        ("1.0.0-rc.1", "1.0.0-rc.1", false),
    ] {
        assert_eq!(of_level(Some(Major), old, new).is_covered(), covered, "{old} {new}");
    }
}

#[test]
fn differences_are_shown_by_level_with_reasons() {
    let named = |name: &str| {
        differences()
            .iter()
            .find(|(edit, _)| edit.name == name)
            .expect("the edit exists")
            .1
            .clone()
    };
    let mut shown = named("a waiter reads another field");
    shown.notes.push("the runtime is not compared".to_owned());
    insta::assert_snapshot!("shown_text", diff::text(&shown, "v0.1.0"));
    insta::assert_snapshot!("shown_changelog", diff::changelog(&shown));
    let json = serde_json::to_string_pretty(&diff::json(&named("a limit changes"), "v0.1.0"))
        .expect("the value is serialized");
    insta::assert_snapshot!("shown_json", json);
    let nothing = diff::compare(&side(&before()), &side(&before()));
    assert_eq!(
        diff::text(&nothing, "v0.1.0"),
        "since v0.1.0 (0.1.0)\n\nno changes; the version in Cargo.toml is 0.1.0\n"
    );
    assert_eq!(diff::changelog(&nothing), "## [0.1.0] - Unreleased\n\nNo changes.\n");
    let back = of_level(None, "0.2.0", "0.1.0");
    assert!(!back.is_covered());
    assert!(
        diff::text(&back, "v0.2.0")
            .ends_with("the version was lowered from 0.2.0; the version in Cargo.toml is 0.1.0\n")
    );
}

fn random_side(tape: Vec<u32>) -> Option<Snapshot> {
    let api = random::api(&mut Choices::new(tape), 0);
    let texts = [
        ("spec/concur.yaml", include_str!("obstacle/concur.yaml").to_owned()),
        ("spec/small.yaml", api),
    ];
    let contract: Contract = concur_spec::contract(&Sources::from_texts(texts)).ok()?;
    Some(Snapshot::regenerated(&manifests("0.1.0"), contract).expect("a valid specification is generated"))
}

/// The sides before and after a second API is added, unless one of the two is invalid.
fn random_sides(first: Vec<u32>, second: Vec<u32>) -> Option<[Snapshot; 2]> {
    let api = |tape, number| random::api(&mut Choices::new(tape), number);
    let texts = [
        ("spec/concur.yaml", include_str!("obstacle/concur.yaml").to_owned()),
        ("spec/small.yaml", api(first, 1)),
        // Sorted before the other one.
        ("spec/another.yaml", api(second, 0)),
    ];
    let side = |texts: &[(&str, String)]| {
        let contract: Contract = concur_spec::contract(&Sources::from_texts(texts.to_vec())).ok()?;
        Some(Snapshot::regenerated(&manifests("0.1.0"), contract).expect("a valid specification is generated"))
    };
    Some([side(&texts[..2])?, side(&texts)?])
}

/// Returns whether a change is an addition.
fn is_addition(change: &Change) -> bool {
    ["item_added", "trait_gained", "code_added", "status_added", "newly_sent"].contains(&change.rule.id)
}

fn tape() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 0..1500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_state_does_not_differ_from_itself(tape in tape()) {
        if let Some(side) = random_side(tape) {
            let difference = diff::compare(&side, &side);
            prop_assert_eq!(lines_of(&difference.changes), "");
            prop_assert!(difference.is_covered());
        }
    }

    #[test]
    fn an_api_that_is_added_is_a_minor_change(first in tape(), second in tape()) {
        if let Some([old, new]) = random_sides(first, second) {
            let difference = diff::compare(&old, &new);
            prop_assert_eq!(difference.level(), Some(Level::Minor), "{}", lines_of(&difference.changes));
        }
    }

    #[test]
    fn reversed_additions_are_major(one in tape(), cut in 0_usize..1500) {
        let mut other = one.clone();
        other.truncate(cut);
        if let (Some(one), Some(other)) = (random_side(one), random_side(other)) {
            let (there, back) = (diff::compare(&one, &other), diff::compare(&other, &one));
            let rust = |difference: &Difference| -> Vec<Change> {
                let of_rust = |change: &&Change| change.rule.area == Area::Rust;
                difference.changes.iter().filter(of_rust).cloned().collect()
            };
            prop_assert_eq!(there.changes.is_empty(), back.changes.is_empty());
            if !rust(&back).is_empty() && rust(&back).iter().all(is_addition) {
                prop_assert_eq!(there.level(), Some(Level::Major), "{}", lines_of(&there.changes));
            }
        }
    }
}

#[test]
fn reversed_additions_of_edits_are_major() {
    let before = side(&before());
    for (edit, difference) in differences() {
        let rust: Vec<&Change> = difference
            .changes
            .iter()
            .filter(|change| change.rule.area == Area::Rust)
            .collect();
        if !rust.is_empty() && rust.iter().all(|change| is_addition(change)) {
            let back = diff::compare(&side(&edit.after()), &before);
            assert_eq!(back.level(), Some(Level::Major), "{}", edit.name);
        }
    }
}

#[test]
fn a_new_api_of_the_specification_is_a_minor_change() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = manifests("0.1.0");
    let manifest = std::fs::read_to_string(root.join("generated/Cargo.toml")).expect("the manifest is readable");
    files.insert(
        "generated/Cargo.toml",
        manifest.replace("version.workspace = true", "version = \"0.1.0\""),
    );
    let sources = Sources::read(root.join("spec")).expect("the specification is readable");
    let old = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let new = concur_spec::scaffold::scaffold(&sources, "kite_strings").unwrap_or_else(|error| panic!("{error}"));
    let features: Vec<&str> = old.apis.iter().filter_map(|api| api.feature.as_deref()).collect();
    let mut with_feature = files.clone();
    let manifest = manifest::with_feature(
        files.get("generated/Cargo.toml").expect("the manifest"),
        &features,
        "kite-strings",
        "Kite Strings",
    );
    with_feature.insert("generated/Cargo.toml", manifest.expect("the manifest has features"));
    let side = |files: &Files, contract| Snapshot::regenerated(files, contract).expect("it is generated");
    let difference = diff::compare(&side(&files, old), &side(&with_feature, new.contract));
    let rules: BTreeSet<&str> = difference.changes.iter().map(|change| change.rule.id).collect();
    let expected = BTreeSet::from(["item_added", "feature_added", "feature_joined_default"]);
    assert_eq!(rules, expected, "{}", lines_of(&difference.changes));
    assert_eq!(difference.level(), Some(Level::Minor));
}

#[test]
fn the_public_api_of_the_runtime_is_read_completely() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let mut files = Files::default();
    add(&root, "src", &mut files);
    let public_api =
        public_api::of_files(&public_api::RUNTIME_CRATE, &files).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    for line in [
        "sap_concur_runtime::Decimal: impl FromStr { Err = DecimalError }",
        "sap_concur_runtime::Decimal: impl From<i64>",
        "sap_concur_runtime::Response::status(&self) -> http::StatusCode: fn",
        "sap_concur_runtime::Date: impl serde::Serialize",
        "sap_concur_runtime::dec!: macro",
        "sap_concur_runtime::AdditionalIter<'a>: struct { .. }",
        "sap_concur_runtime::TokioClock: struct { .. } if cfg(feature = \"tokio\")",
    ] {
        assert!(public_api.contains_key(line), "{line}");
    }
    let hidden = ["__private", "Blank", "Visitor"];
    let leaked: Vec<&String> = public_api
        .keys()
        .filter(|line| hidden.iter().any(|word| line.contains(word)))
        .collect();
    assert!(leaked.is_empty(), "{leaked:?}");
}

fn add(root: &std::path::Path, path: &str, files: &mut Files) {
    for entry in std::fs::read_dir(root.join(path)).expect("the directory is readable") {
        let entry = entry.expect("the directory is readable");
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(root, &path, files);
        } else {
            let text = std::fs::read_to_string(entry.path()).expect("the file is text");
            files.insert(format!("runtime/{path}"), text);
        }
    }
}

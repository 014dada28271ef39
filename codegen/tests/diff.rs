//! What changes mean for users: the tables of edits, and what must hold for any two states.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod edits;
#[allow(dead_code, unused_imports, reason = "its token calls are for another test")]
mod random;
mod sources;

use std::collections::BTreeSet;

use concur_codegen::diff::{self, Area, Change, Difference, Level, Snapshot};
use concur_codegen::{Files, public_api};
use concur_spec::{Contract, Sources};
use edits::{before, differences, manifests, side};
use proptest::prelude::*;
use random::Choices;
use sources::source_difference;

fn told(changes: &[Change]) -> String {
    let lines = changes.iter().map(|change| {
        let (level, id) = (change.rule.level, change.rule.id);
        format!("    {level} {id} {}: {}\n", change.item, change.what)
    });
    lines.collect()
}

#[test]
fn each_edit_of_a_specification_has_the_level_of_the_table() {
    let mut wrong = String::new();
    for (edit, difference) in differences() {
        if difference.level() != Some(edit.level) {
            let changes = told(&difference.changes);
            wrong.push_str(&format!("{}: not {}\n{changes}", edit.name, edit.level));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_edit_of_a_specification_is_told_with_what_and_why() {
    let edits = differences().iter();
    let told: String = edits
        .map(|(edit, difference)| format!("{}\n{}", edit.name, told(&difference.changes)))
        .collect();
    insta::assert_snapshot!(told);
}

#[test]
fn each_edit_of_a_source_or_a_manifest_falls_under_its_rule_and_no_other() {
    for edit in sources::edits() {
        let difference = source_difference(edit);
        let rules: BTreeSet<&str> = difference.changes.iter().map(|change| change.rule.id).collect();
        let expected: BTreeSet<&str> = edit.rules.iter().copied().collect();
        assert_eq!(rules, expected, "{}\n{}", edit.name, told(&difference.changes));
    }
}

#[test]
fn each_rule_has_an_edit_that_falls_under_it() {
    let of_specification = differences().iter().flat_map(|(_, difference)| &difference.changes);
    let of_sources: Vec<Change> = sources::edits()
        .flat_map(|edit| source_difference(edit).changes)
        .collect();
    let met: BTreeSet<&str> = of_specification
        .chain(&of_sources)
        .map(|change| change.rule.id)
        .collect();
    let unmet: Vec<&str> = diff::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !met.contains(id))
        .collect();
    assert!(unmet.is_empty(), "{unmet:?}");
}

#[test]
fn rules_have_names_of_their_own_and_one_sentence_each() {
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
fn a_specification_that_cannot_be_read_is_told_and_the_items_are_compared_all_the_same() {
    let mut files = manifests("0.1.0");
    let generated = concur_codegen::generate(&edits::contract(&before())).expect("it is generated");
    for (path, text) in generated.iter() {
        files.insert(path, text);
    }
    files.insert("spec/concur.yaml", "api: oauth\nunheard_of: 1\n");
    let old = Snapshot::committed(&files).expect("its items are known");
    let difference = diff::compare(&old, &side(&before()));
    assert_eq!(told(&difference.changes), "");
    assert_eq!(difference.notes.len(), 1);
    let note = &difference.notes[0];
    assert!(
        note.contains("spec/concur.yaml:") && note.contains("the wire is not judged"),
        "{note}"
    );
}

#[test]
fn a_state_without_items_and_specification_or_without_a_version_is_refused() {
    let refused = Snapshot::committed(&manifests("0.1.0")).expect_err("there is nothing");
    assert!(refused.to_string().contains("generated/src/lib.rs"), "{refused}");
    let mut files = Files::default();
    files.insert("generated/src/lib.rs", "//! Nothing.\n");
    let refused = Snapshot::committed(&files).expect_err("there is no version");
    assert_eq!(refused.to_string(), "there is no Cargo.toml");
    let mut files = manifests("0.1");
    files.insert("generated/src/lib.rs", "//! Nothing.\n");
    let refused = Snapshot::committed(&files).expect_err("that is no version");
    assert!(
        refused
            .to_string()
            .starts_with("generated/Cargo.toml: the version 0.1: "),
        "{refused}"
    );
}

/// A difference with one change of a level, from one version to another.
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
fn the_least_version_follows_cargo() {
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
fn it_is_shown_by_level_with_reasons_and_a_verdict() {
    let named = |name: &str| {
        differences()
            .iter()
            .find(|(edit, _)| edit.name == name)
            .expect("an edit")
            .1
            .clone()
    };
    let mut shown = named("a wait looks elsewhere");
    shown.notes.push("the runtime is not judged".to_owned());
    insta::assert_snapshot!("shown_text", diff::text(&shown, "v0.1.0"));
    insta::assert_snapshot!("shown_changelog", diff::changelog(&shown));
    let json = serde_json::to_string_pretty(&diff::json(&named("a limit changes"), "v0.1.0")).expect("it is JSON");
    insta::assert_snapshot!("shown_json", json);
    let nothing = diff::compare(&side(&before()), &side(&before()));
    assert_eq!(
        diff::text(&nothing, "v0.1.0"),
        "since v0.1.0 (0.1.0)\n\nnothing has changed; Cargo.toml says 0.1.0\n"
    );
    assert_eq!(
        diff::changelog(&nothing),
        "## [0.1.0] - Unreleased\n\nNothing has changed.\n"
    );
    let back = of_level(None, "0.2.0", "0.1.0");
    assert!(!back.is_covered());
    assert!(diff::text(&back, "v0.2.0").ends_with("the version went back from 0.2.0; Cargo.toml says 0.1.0\n"));
}

fn random_side(tape: Vec<u32>) -> Option<Snapshot> {
    let api = random::api(&mut Choices::new(tape), 0);
    let texts = [
        ("spec/concur.yaml", include_str!("obstacle/concur.yaml").to_owned()),
        ("spec/small.yaml", api),
    ];
    let contract: Contract = concur_spec::contract(&Sources::from_texts(texts)).ok()?;
    Some(Snapshot::regenerated(&manifests("0.1.0"), contract).expect("what is sound is generated"))
}

/// What is only there on one side of an addition.
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
            prop_assert_eq!(told(&difference.changes), "");
            prop_assert!(difference.is_covered());
        }
    }

    #[test]
    fn what_is_only_added_one_way_is_major_the_other_way(one in tape(), cut in 0_usize..1500) {
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
                prop_assert_eq!(there.level(), Some(Level::Major), "{}", told(&there.changes));
            }
        }
    }
}

#[test]
fn what_is_added_to_the_small_specification_is_major_when_it_is_taken_away() {
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
fn the_surface_of_the_runtime_can_be_read_whole() {
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
    for entry in std::fs::read_dir(root.join(path)).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(root, &path, files);
        } else {
            let text = std::fs::read_to_string(entry.path()).expect("it is text");
            files.insert(format!("runtime/{path}"), text);
        }
    }
}

//! A snapshot of every kind of diagnostic, each with a small specification.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod differences;
mod editors;
mod errata;
mod exports;
mod files;
mod imports;
mod names;
mod operations;
mod tokens;
mod types;

use std::collections::BTreeSet;

use concur_spec::{Code, Diagnostics, MINIMAL_PLATFORM, Sources, Style};

/// A specification with a diagnostic.
struct Case {
    name: &'static str,
    /// The expected diagnostic. There may be others that follow from it.
    code: Code,
    files: Vec<(&'static str, Vec<u8>)>,
}

impl Case {
    fn diagnostics(self) -> Diagnostics {
        support::diagnostics(&Sources::from_texts(self.files))
    }
}

/// A case of one API file, with these lines after its header.
fn api_case(name: &'static str, code: Code, lines: &str) -> Case {
    file_case(name, code, support::pets(lines))
}

/// A case of one API file.
fn file_case(name: &'static str, code: Code, text: impl Into<Vec<u8>>) -> Case {
    Case {
        name,
        code,
        files: vec![
            ("spec/concur.yaml", MINIMAL_PLATFORM.into()),
            ("spec/pets.yaml", text.into()),
        ],
    }
}

fn cases() -> Vec<Case> {
    [
        files::cases(),
        operations::cases(),
        exports::cases(),
        imports::cases(),
        types::cases(),
        names::cases(),
        tokens::cases(),
        errata::cases(),
        differences::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn diagnostics_match_their_snapshots() {
    for case in cases() {
        let (name, code) = (case.name, case.code);
        let diagnostics = case.diagnostics();
        let found = diagnostics.list().iter().any(|diagnostic| diagnostic.code == code);
        assert!(found, "{name}: {} is missing from\n{diagnostics}", code.id());
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, diagnostics.render(Style::Plain));
        });
    }
}

/// Diagnostics of what is no file; their cases are in `tests/folder.rs`.
const OF_FOLDERS: [Code; 2] = [Code::NotAFile, Code::UnknownFolder];

#[test]
fn every_code_has_a_case() {
    let mut covered: BTreeSet<Code> = cases().iter().map(|case| case.code).collect();
    covered.extend(OF_FOLDERS);
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| code.example().wrong().1.is_none())
        .filter(|code| !covered.contains(code))
        .map(|code| code.id())
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn codes_have_unique_ids_and_one_sentence() {
    let ids: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert_eq!(ids.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(code.explanation().ends_with('.'), "{}", code.id());
    }
}

#[test]
fn the_short_style_has_one_line_per_diagnostic() {
    for case in cases() {
        let name = case.name;
        let diagnostics = case.diagnostics();
        let short = diagnostics.render(Style::Short);
        assert_eq!(short.lines().count(), diagnostics.list().len(), "{name}");
    }
}

#[test]
fn wrong_examples_raise_their_code_only_and_right_ones_none() {
    for code in Code::ALL.iter().filter(|code| code.example().wrong().1.is_none()) {
        let found = support::diagnostics(&code.example().wrong().0);
        let codes: BTreeSet<Code> = found.list().iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, BTreeSet::from([*code]), "{found}");
        if let Err(found) = concur_spec::load(&code.example().right().0) {
            panic!("{}:\n{found}", code.id());
        }
    }
}

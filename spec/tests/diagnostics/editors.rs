//! `schema.json` and the loader agree on keys and forms.

use std::path::Path;

use concur_spec::{Code, Diagnostics, Sources};

use super::cases;
use crate::support::schema::{Editor, SHAPE};

/// Diagnostics of files that are not YAML or use unsupported YAML, so that a schema cannot be applied.
const NO_TREE: &[Code] = &[
    Code::NotPlainText,
    Code::Syntax,
    Code::EmptyFile,
    Code::DuplicateKey,
    Code::Refused,
    Code::NotAFile,
    Code::UnknownFolder,
];

/// Diagnostics of keys and forms that a schema cannot express, by the name of the case, with the reason.
const NOT_IN_SCHEMA: &[(&str, &str)] = &[
    ("E013", "in JSON the key is a string, whatever YAML reads it as"),
    ("a_list_as_key", "in JSON every key is a string"),
    (
        "erratum_removes_what_is_needed",
        "the file is valid until its errata are applied",
    ),
    (
        "erratum_with_an_unknown_key",
        "the valid keys of `holds` depend on the corrected item",
    ),
];

/// Returns true if a file has a diagnostic with one of these codes.
fn has_diagnostic(diagnostics: &Diagnostics, path: &str, codes: &[Code]) -> bool {
    diagnostics.list().iter().any(|diagnostic| {
        let is_in_file = diagnostic.labels.first().is_some_and(|label| {
            let file = diagnostics.sources().file(label.span.file);
            file.is_some_and(|file| file.path() == path)
        });
        is_in_file && codes.contains(&diagnostic.code)
    })
}

#[test]
fn the_real_specification_is_accepted() {
    let editor = Editor::new();
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    assert!(sources.files().len() >= 6);
    for file in sources.files() {
        assert_eq!(editor.violation(file.text()), None, "{}", file.path());
    }
}

#[test]
fn the_scaffold_of_a_new_api_is_accepted() {
    let editor = Editor::new();
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    let scaffold = concur_spec::scaffold::scaffold(&sources, "pets").expect("a good name");
    for (path, text) in [scaffold.api, scaffold.platform] {
        assert_eq!(editor.violation(&text), None, "{path}");
    }
}

#[test]
fn editors_reject_wrong_shapes_and_accept_valid_files() {
    let editor = Editor::new();
    let (mut rejected, mut accepted) = (0, 0);
    let mut undetected = Vec::new();
    for case in cases() {
        let (name, diagnostics) = (case.name, case.diagnostics());
        if diagnostics
            .list()
            .iter()
            .any(|diagnostic| NO_TREE.contains(&diagnostic.code))
        {
            continue;
        }
        for file in case.sources.files() {
            let path = file.path();
            match editor.violation(file.text()) {
                Some(why) => {
                    assert!(
                        has_diagnostic(&diagnostics, path, Code::ALL),
                        "{name}, {path}:\n{diagnostics}\n{why}"
                    );
                    rejected += 1;
                }
                None if has_diagnostic(&diagnostics, path, SHAPE) => undetected.push(name),
                None => accepted += 1,
            }
        }
    }
    assert!(
        rejected >= 15 && accepted >= 50,
        "{rejected} rejected, {accepted} accepted"
    );
    let expected: Vec<&str> = NOT_IN_SCHEMA.iter().map(|(name, _)| *name).collect();
    assert_eq!(undetected, expected);
}

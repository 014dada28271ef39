//! What editors say by `schema.json` is what the loader says: the same keys, the same forms.

use std::path::Path;

use concur_spec::{Code, Diagnostics, Sources};

use super::cases;
use super::support::schema::{Editor, SHAPE};

/// Faults of texts that are no YAML, or none that the language takes: there is nothing to apply a schema to.
const NO_TREE: &[Code] = &[
    Code::NotPlainText,
    Code::Syntax,
    Code::EmptyFile,
    Code::DuplicateKey,
    Code::Refused,
];

/// Faults of form that a schema cannot see, by the name of the case.
const OUT_OF_SIGHT: &[(&str, &str)] = &[
    ("a_list_as_key", "in JSON every key is a text"),
    (
        "boolean_for_text",
        "a key is a text by then, whatever YAML once took it for",
    ),
    (
        "erratum_removes_what_is_needed",
        "the file is sound, and no longer so when its errata are applied",
    ),
    (
        "erratum_with_an_unknown_key",
        "what an erratum may hold depends on what it is about",
    ),
];

/// Whether a file has a diagnostic, of one of these codes.
fn has_fault(diagnostics: &Diagnostics, path: &str, codes: &[Code]) -> bool {
    diagnostics.list().iter().any(|diagnostic| {
        let stands_here = diagnostic.labels.first().is_some_and(|label| {
            let file = diagnostics.sources().file(label.place.file);
            file.is_some_and(|file| file.path() == path)
        });
        stands_here && codes.contains(&diagnostic.code)
    })
}

#[test]
fn the_real_specification_is_accepted() {
    let editor = Editor::new();
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    assert!(sources.files().len() >= 6);
    for file in sources.files() {
        assert_eq!(editor.refuses(file.text()), None, "{}", file.path());
    }
}

#[test]
fn the_start_of_a_new_api_is_accepted() {
    let editor = Editor::new();
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    let scaffold = concur_spec::scaffold::scaffold(&sources, "pets").expect("a good name");
    for (path, text) in [scaffold.api, scaffold.platform] {
        assert_eq!(editor.refuses(&text), None, "{path}");
    }
}

#[test]
fn editors_see_every_fault_of_form_and_refuse_nothing_that_is_sound() {
    let editor = Editor::new();
    let (mut refused, mut accepted) = (0, 0);
    let mut unseen = Vec::new();
    for case in cases() {
        let (name, files) = (case.name, case.files.clone());
        let diagnostics = case.diagnostics();
        if diagnostics
            .list()
            .iter()
            .any(|diagnostic| NO_TREE.contains(&diagnostic.code))
        {
            continue;
        }
        for (path, text) in files {
            let text = String::from_utf8(text).expect("it is text");
            match editor.refuses(&text) {
                Some(why) => {
                    assert!(
                        has_fault(&diagnostics, path, Code::ALL),
                        "{name}, {path}:\n{diagnostics}\n{why}"
                    );
                    refused += 1;
                }
                None if has_fault(&diagnostics, path, SHAPE) => unseen.push(name),
                None => accepted += 1,
            }
        }
    }
    assert!(
        refused >= 15 && accepted >= 50,
        "{refused} refused, {accepted} accepted"
    );
    let expected: Vec<&str> = OUT_OF_SIGHT.iter().map(|(name, _)| *name).collect();
    assert_eq!(unseen, expected);
}

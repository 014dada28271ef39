//! What is printed for every kind of diagnostic, each with a small specification.

mod bodies;
mod comparisons;
mod conveniences;
mod defaults;
mod differences;
mod documents;
mod editors;
mod envelopes;
mod errata;
mod exports;
mod files;
mod filters;
mod folders;
mod imports;
mod names;
mod opens;
mod operations;
mod paging;
mod parameters;
mod resources;
mod shared_types;
mod tokens;
mod types;
mod values;

use std::collections::BTreeSet;

use concur_spec::{Code, Diagnostics, MINIMAL_PLATFORM, Source, Sources, Style};

use crate::support;

/// Compares what is printed with a snapshot.
type Check = fn(&str);

/// A specification with diagnostics, and what is printed about it.
struct Case {
    name: &'static str,
    sources: Sources,
    check: Option<Check>,
}

impl Case {
    fn new(name: &'static str, sources: Sources) -> Self {
        let check = None;
        Self { name, sources, check }
    }

    fn prints(self, check: Check) -> Self {
        let check = Some(check);
        Self { check, ..self }
    }

    fn diagnostics(&self) -> Diagnostics {
        support::diagnostics(&self.sources)
    }
}

/// The worked example of a code as a case.
fn example(code: Code) -> Case {
    Case::new(code.id(), code.example().wrong().0)
}

/// A case of one API file, with these lines after its header.
fn api_case(name: &'static str, lines: &str) -> Case {
    file_case(name, support::pets(lines))
}

/// A case of one API file.
fn file_case(name: &'static str, text: impl Into<Vec<u8>>) -> Case {
    let platform = ("spec/concur.yaml", MINIMAL_PLATFORM.into());
    Case::new(name, Sources::from_texts([platform, ("spec/pets.yaml", text.into())]))
}

/// The worked example of each code, its first case.
fn worked_examples() -> Vec<Case> {
    [
        files::worked_examples(),
        operations::worked_examples(),
        exports::worked_examples(),
        imports::worked_examples(),
        resources::worked_examples(),
        comparisons::worked_examples(),
        filters::worked_examples(),
        opens::worked_examples(),
        types::worked_examples(),
        names::worked_examples(),
        errata::worked_examples(),
        differences::worked_examples(),
        shared_types::worked_examples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn cases() -> Vec<Case> {
    [
        worked_examples(),
        files::cases(),
        folders::cases(),
        operations::cases(),
        parameters::cases(),
        paging::cases(),
        exports::cases(),
        imports::cases(),
        resources::cases(),
        comparisons::cases(),
        filters::cases(),
        opens::cases(),
        types::cases(),
        values::cases(),
        defaults::cases(),
        bodies::cases(),
        conveniences::cases(),
        names::cases(),
        tokens::cases(),
        envelopes::cases(),
        errata::cases(),
        differences::cases(),
        documents::cases(),
        shared_types::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn diagnostics_are_printed_as_expected() {
    for case in cases() {
        let check = case.check.unwrap_or_else(|| panic!("{} has no snapshot", case.name));
        check(&case.diagnostics().render(Style::Plain));
    }
}

#[test]
fn explain_shows_what_is_printed_about_the_worked_example() {
    fn no_audit(_: &Sources, _: Vec<Source>) -> Diagnostics {
        panic!("the example has no document");
    }
    for code in codes_without_a_document() {
        let printed = example(code).diagnostics().render(Style::Plain);
        let explained = concur_spec::explain::code(code, Style::Plain, no_audit);
        assert!(explained.contains(&printed), "{explained}");
    }
}

/// The codes of specifications. Those of the audit, whose examples have a document, are tested with it.
fn codes_without_a_document() -> impl Iterator<Item = Code> {
    let has_document = |code: &Code| code.example().wrong().1.is_some();
    Code::ALL.iter().copied().filter(move |code| !has_document(code))
}

#[test]
fn the_first_case_of_each_code_is_its_worked_example() {
    let mut names: Vec<&str> = worked_examples().iter().map(|case| case.name).collect();
    names.sort_unstable();
    let ids: Vec<&str> = codes_without_a_document().map(Code::id).collect();
    assert_eq!(names, ids);
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
    for code in codes_without_a_document() {
        let found = example(code).diagnostics();
        let codes: BTreeSet<Code> = found.list().iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, BTreeSet::from([code]), "{found}");
        if let Err(found) = concur_spec::load(&code.example().right().0) {
            panic!("{}:\n{found}", code.id());
        }
    }
}

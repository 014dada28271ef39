//! Diagnostics: the worked examples of the codes, then what they do not show.

use std::collections::BTreeSet;

use concur_audit::diagnostics;
use concur_spec::{Code, Diagnostics, MINIMAL_PLATFORM, Source, Sources, Style};
use insta::assert_snapshot;

/// Compares what is printed with a snapshot.
type Check = fn(&str);

/// What the worked examples print.
const EXAMPLES: [(Code, Check); 6] = [
    (Code::DifferenceGone, |printed| {
        assert_snapshot!(printed, @r"
        error[E081]: `handbook` has no such difference at `types/Pet/fields/name`
          --> spec/pets.yaml:17:11
           |
        17 |   - { at: types/Pet/fields/name, reason: The table has it twice. }
           |           ^^^^^^^^^^^^^^^^^^^^^ listed here as deliberate
           |
           = help: delete it: the document and the specification agree there
        ");
    }),
    (Code::DocumentUnclaimed, |printed| {
        assert_snapshot!(printed, @r"
        error[E082]: no API lists the document `notes`
          --> spec/concur.yaml:10:3
           |
        10 |   notes: { title: Notes }
           |   ^^^^^ defined here
           |
           = help: add it to an API as `document` or `more_documents`; the documents of APIs are handbook
        ");
    }),
    (Code::NothingToCompare, |printed| {
        assert_snapshot!(printed, @r"
        error[E083]: the document has nothing to compare
         --> handbook.md:1:1
          |
        1 | # Pets
          | ^^^^^^ no table, no call and no URL from here on
        ");
    }),
    (Code::MissingInSpecification, |printed| {
        assert_snapshot!(printed, @r"
        error[E090]: the specification lacks the field `born` of `Pet`
          --> handbook.md:18:3
           |
        18 | | born | date | - | When it was born |
           |   ^^^^ the document has it
           |
          ::: spec/pets.yaml:13:5
           |
        13 |     fields:
           |     ------ missing here
           |
           = help: the path is `types/Pet/fields/born`
        ");
    }),
    (Code::MissingInDocument, |printed| {
        assert_snapshot!(printed, @r"
        error[E091]: the document lacks the field `tail` of `Pet`
          --> handbook.md:18:3
           |
        18 | | born | date | - | When it was born |
           |   ^^^^ missing here
           |
          ::: spec/pets.yaml:16:7
           |
        16 |       tail: { type: boolean, doc: Whether it has one. }
           |       ---- the specification has it
           |
           = help: the path is `types/Pet/fields/tail`
        ");
    }),
    (Code::Different, |printed| {
        assert_snapshot!(printed, @r"
        error[E092]: the type of the field `born` of `Pet` differs
          --> handbook.md:18:10
           |
        18 | | born | date | - | When it was born |
           |          ^^^^ `date`
           |
          ::: spec/pets.yaml:15:21
           |
        15 |       born: { type: timestamp, doc: When it was born. }
           |                     --------- `timestamp`
           |
           = help: the path is `types/Pet/fields/born/type`
        ");
    }),
];

fn compared((sources, document): (Sources, Option<Source>)) -> Diagnostics {
    diagnostics(&sources, document.into_iter().collect())
}

#[test]
fn worked_examples_print_what_explain_shows() {
    for (code, check) in EXAMPLES {
        let printed = compared(code.example().wrong()).render(Style::Plain);
        let explained = concur_spec::explain::code(code, Style::Plain, diagnostics);
        assert!(explained.contains(&printed), "{explained}");
        check(&printed);
    }
}

#[test]
fn every_example_with_a_document_is_tested() {
    let has_document = |code: &&Code| code.example().wrong().1.is_some();
    let tested: Vec<Code> = EXAMPLES.iter().map(|(code, _)| *code).collect();
    let expected: Vec<Code> = Code::ALL.iter().filter(has_document).copied().collect();
    assert_eq!(tested, expected);
}

#[test]
fn wrong_examples_raise_their_code_only_and_right_ones_none() {
    for (code, _) in EXAMPLES {
        let found = compared(code.example().wrong());
        let codes: BTreeSet<Code> = found.list().iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, BTreeSet::from([code]), "{found}");
        let found = compared(code.example().right());
        assert!(found.is_empty(), "{}:\n{found}", code.id());
    }
}

const PETS: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: handbook
client: pets

operations:
  get: { doc: Gets., http: GET /pets, responses: { success: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: Its name. }
      born: { type: date, doc: When it was born. }
";

const PAGE: &str = "\
# Pets

## Get

GET /pets/v1/pets

*Response:*

| Name | Type | Format | Description |
| --- | --- | --- | --- |
| - | object | [Pet](#pet) | The pet |

## Pet

| Name | Type | Format | Description |
| --- | --- | --- | --- |
| name | string | - | What it is called |
| born | date | - | When it was born |
";

/// Returns what is printed about a page and an API that lists this difference.
fn printed(path: &str, page: impl Into<Vec<u8>>, difference: &str) -> String {
    let listed = match difference {
        "" => String::new(),
        keys => format!("differences:\n  - {{ {keys}, reason: A test. }}\n"),
    };
    let api = format!("{PETS}{listed}");
    let sources = Sources::from_texts([("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/pets.yaml", api.as_str())]);
    let found = diagnostics(&sources, vec![Source::from_bytes(path, page)]);
    let short = found.render(Style::Short);
    assert_eq!(short.lines().count(), found.list().len(), "{short}");
    found.render(Style::Plain)
}

#[test]
fn a_similar_path_of_a_difference_is_suggested() {
    let printed = printed(
        "pages/handbook.md",
        format!("{PAGE}| tail | boolean | - | Whether it has one |\n"),
        "at: types/Pet/fields/tial",
    );
    assert_snapshot!(printed, @r"
    error[E081]: `handbook` has no such difference at `types/Pet/fields/tial`
      --> spec/pets.yaml:18:11
       |
    18 |   - { at: types/Pet/fields/tial, reason: A test. }
       |           ^^^^^^^^^^^^^^^^^^^^^ listed here as deliberate
       |
    help: there is a difference at a similar path
       |
    18 -   - { at: types/Pet/fields/tial, reason: A test. }
    18 +   - { at: types/Pet/fields/tail, reason: A test. }
       |

    error[E090]: the specification lacks the field `tail` of `Pet`
      --> pages/handbook.md:19:3
       |
    19 | | tail | boolean | - | Whether it has one |
       |   ^^^^ the document has it
       |
      ::: spec/pets.yaml:14:5
       |
    14 |     fields:
       |     ------ missing here
       |
       = help: the path is `types/Pet/fields/tail`
    ");
}

#[test]
fn a_listed_difference_with_another_value_shows_both() {
    let printed = printed(
        "pages/handbook.md",
        PAGE.replace("| name | string", "| name | number"),
        "at: types/Pet/fields/name/type, documented: boolean",
    );
    assert_snapshot!(printed, @r"
    error[E081]: `handbook` has no such difference at `types/Pet/fields/name/type`
      --> spec/pets.yaml:18:11
       |
    18 |   - { at: types/Pet/fields/name/type, documented: boolean, reason: A test. }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^ listed here as deliberate
       |
       = help: the document has `number` there, and the specification has `string`

    error[E092]: the type of the field `name` of `Pet` differs
      --> pages/handbook.md:17:10
       |
    17 | | name | number | - | What it is called |
       |          ^^^^^^ `number`
       |
      ::: spec/pets.yaml:15:21
       |
    15 |       name: { type: string, doc: Its name. }
       |                     ------ `string`
       |
       = help: the path is `types/Pet/fields/name/type`
    ");
}

#[test]
fn a_page_must_be_utf8() {
    let printed = printed("pages/handbook.md", b"# Pets\n\n\xff\n", "");
    assert_snapshot!(printed, @r"
    error[E001]: the document is not valid UTF-8
     --> pages/handbook.md:3:1
      |
    3 | �
      | ^ invalid byte
    ");
}

#[test]
fn a_page_must_have_a_known_name() {
    let printed = printed("pages/handbok.md", PAGE, "");
    assert_snapshot!(printed, @r"
    error[E024]: `handbok.md` is not a document of the specification
     --> pages/handbok.md:1:1
      |
    1 | # Pets
      | ^ this file
      |
      = help: a similar name exists: `handbook.md`; the documents are handbook.md
    ");
}

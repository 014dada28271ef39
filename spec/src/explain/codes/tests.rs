use super::{codes, find_code, is_code};
use crate::diagnostics::{Code, Diagnostics, Style};
use crate::sources::{Source, Sources};

/// Explains a code without comparing documents, so that the examples of the audit have no diagnostics.
fn code(code: Code, style: Style) -> String {
    fn no_audit(sources: &Sources, _: Vec<Source>) -> Diagnostics {
        Diagnostics::new(Vec::new(), sources.clone())
    }
    super::code(code, style, no_audit)
}

/// Returns the explanation of the code with this id.
fn explained(id: &str) -> String {
    code(find_code(id).expect("a known code"), Style::Plain)
}

#[test]
fn the_explanation_of_a_file_shows_the_whole_file() {
    insta::assert_snapshot!(explained("E001"), @r#"
    E001  The file is not plain UTF-8 with LF line endings: save it as UTF-8 without a byte order mark, with LF.

    Spans are counted in bytes and lines, and invisible characters do not show up in a diff.

    Wrong

    error[E001]: the file starts with a byte order mark
     --> spec/pets.yaml:1:1
      |
    1 | ﻿api: pets
      | ^ three bytes that editors do not show
      |
      = help: save the file as UTF-8 without a byte order mark

    Right, in spec/pets.yaml

       1 | api: pets
       2 | title: Pets
       3 | version: "1"
       4 | base_path: /pets/v1
       5 | doc: Pets.
       6 | document: handbook
       7 | client: pets
    "#);
}

#[test]
fn the_explanation_of_an_item_shows_its_lines() {
    insta::assert_snapshot!(explained("E041"), @r"
    E041  A field family is written `name1..name40`: the same prefix twice, ascending numbers, and at most 200 fields.

    Every field of a family becomes a field of the SDK, with a setter: a typo in the range could generate thousands of lines.

    Wrong

    error[E041]: `custom20..custom1` is not a field family
      --> spec/pets.yaml:11:33
       |
    11 |   Pet: { doc: A pet., fields: { custom20..custom1: { type: string, doc: Custom. } } }
       |                                 ^^^^^^^^^^^^^^^^^ its numbers are not ascending
       |
       = help: a field family is written `custom1..custom40`

    Right, in spec/pets.yaml

       8 | operations:
       9 |   get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
      10 | types:
      11 |   Pet: { doc: A pet., fields: { custom1..custom20: { type: string, doc: Custom. } } }
    ");
}

#[test]
fn the_explanation_of_an_erratum_shows_both_files() {
    insta::assert_snapshot!(explained("E062"), @r"
    E062  The transcription does not have the value that the erratum documents: correct or delete the erratum.

    If the transcription changes, somebody has to check whether the erratum is still true.

    Wrong

    error[E062]: the transcription does not match the erratum `name-is-sent`
     --> spec/errata/pets.yaml:5:25
      |
    5 |     documented: { type: integer }
      |                         ^^^^^^^ the erratum claims this
      |
     ::: spec/pets.yaml:9:54
      |
    9 | types: { Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } } }
      |                                                      ------ the transcription has `string`
      |
      = help: correct `documented` and the rest of the erratum, or delete it

    Right, in spec/errata/pets.yaml

       1 | errata: pets
       2 | corrections:
       3 |   - id: name-is-sent
       4 |     at: types/Pet/fields/name
       5 |     documented: { type: string }
       6 |     holds: { guaranteed: true }
       7 |     says: nothing about it
       8 |     does: sends it always
       9 |     evidence: [{ grade: integration, source: A log. }]
      10 |     confidence: high
    ");
}

#[test]
fn codes_show_their_explanation_diagnostic_and_corrected_lines() {
    for known in Code::ALL {
        let text = code(*known, Style::Plain);
        assert!(text.contains(known.explanation()), "{text}");
        let has_document = known.example().wrong().1.is_some();
        assert!(
            has_document || text.contains(&format!("error[{}]", known.id())),
            "{text}"
        );
        assert!(text.lines().last().is_some_and(|line| line.contains(" | ")), "{text}");
    }
}

#[test]
fn the_list_has_one_line_per_code() {
    let list = codes(Style::Plain);
    assert_eq!(list.lines().count(), Code::ALL.len());
    for (line, code) in list.lines().zip(Code::ALL) {
        assert_eq!(line, format!("{}  {}", code.id(), code.explanation()));
    }
}

#[test]
fn codes_ignore_case_and_unknown_ones_suggest_a_similar_one() {
    assert_eq!(find_code("e012"), Ok(Code::WrongForm));
    let unknown = find_code("E0012").expect_err("an unknown code").to_string();
    assert!(
        unknown.starts_with("there is no code `E0012`; a similar one is `E0"),
        "{unknown}"
    );
    assert!(
        find_code("E9")
            .expect_err("an unknown code")
            .to_string()
            .contains("`E9`")
    );
}

#[test]
fn only_the_colored_style_has_colors() {
    let found = Code::UnknownType;
    assert!(code(found, Style::Colored).contains("\u{1b}["));
    assert!(!code(found, Style::Plain).contains('\u{1b}'));
}

#[test]
fn a_code_is_the_letter_e_and_digits() {
    assert!(
        is_code("E012") && is_code("e1") && !is_code("E") && !is_code("Expense") && !is_code("") && !is_code("E1x")
    );
}

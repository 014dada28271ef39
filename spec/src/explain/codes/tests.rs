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

#[test]
fn explanations_match_their_snapshots() {
    for id in ["E001", "E041", "E062"] {
        let found = find_code(id).expect("a known code");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("code_{id}"), code(found, Style::Plain));
        });
    }
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

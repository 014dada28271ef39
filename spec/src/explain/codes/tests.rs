use super::{code, codes, find_code, is_code};
use crate::diagnostics::{Code, Style};

#[test]
fn a_code_reads_as_in_its_snapshot() {
    for id in ["E001", "E041", "E062"] {
        let found = find_code(id).expect("it is there");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("code_{id}"), code(found, Style::Plain));
        });
    }
}

#[test]
fn every_code_has_its_sentence_a_live_diagnostic_and_the_lines_as_they_should_be() {
    for known in Code::ALL {
        let text = code(*known, Style::Plain);
        assert!(text.contains(known.explanation()), "{text}");
        assert!(text.contains(&format!("error[{}]", known.id())), "{text}");
        assert!(text.lines().last().is_some_and(|line| line.contains(" | ")), "{text}");
    }
}

#[test]
fn the_list_has_a_line_for_every_code() {
    let list = codes(Style::Plain);
    assert_eq!(list.lines().count(), Code::ALL.len());
    for (line, code) in list.lines().zip(Code::ALL) {
        assert_eq!(line, format!("{}  {}", code.id(), code.explanation()));
    }
}

#[test]
fn a_code_is_found_in_any_case_and_an_unknown_one_has_a_near_one() {
    assert_eq!(find_code("e012"), Ok(Code::WrongForm));
    let unknown = find_code("E0012").expect_err("it is not there").to_string();
    assert!(
        unknown.starts_with("there is no code `E0012`; a similar one is `E0"),
        "{unknown}"
    );
    assert!(
        find_code("E9")
            .expect_err("it is not there")
            .to_string()
            .contains("`E9`")
    );
}

#[test]
fn colors_are_used_where_they_are_wanted_only() {
    let found = Code::UnknownType;
    assert!(code(found, Style::Colored).contains("\u{1b}["));
    assert!(!code(found, Style::Plain).contains('\u{1b}'));
}

#[test]
fn a_code_is_an_e_and_digits() {
    assert!(
        is_code("E012") && is_code("e1") && !is_code("E") && !is_code("Expense") && !is_code("") && !is_code("E1x")
    );
}

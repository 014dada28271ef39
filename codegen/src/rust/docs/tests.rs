use concur_spec::api::Doc;

use super::{Docs, clean, code, summary};

fn lines(text: &str) -> Vec<String> {
    Docs::default().spec(text).lines()
}

#[test]
fn brackets_and_angles_are_no_links_and_no_html() {
    assert_eq!(clean("a [b](c) <d>"), r"a \[b\](c) \<d\>");
    assert_eq!(clean("`[x]` stays"), "`[x]` stays");
}

#[test]
fn bare_addresses_become_links_and_keep_their_punctuation() {
    assert_eq!(
        clean("see https://a.b/c?d=[e]. Then"),
        "see <https://a.b/c?d=>\\[e\\]. Then"
    );
    assert_eq!(clean("(https://a.b/c), next"), "(<https://a.b/c>), next");
    assert_eq!(clean("see <https://a.b>."), "see <https://a.b>.");
}

#[test]
fn an_indented_line_is_no_doctest_and_a_fence_has_a_language() {
    assert_eq!(lines("    let x = 1;"), [" let x = 1;"]);
    assert_eq!(clean("```\nx\n"), "```text\nx\n```");
    assert_eq!(clean("```json\n{}\n```"), "```json\n{}\n```");
}

#[test]
fn a_backtick_without_a_partner_opens_nothing() {
    assert_eq!(clean("an odd ` [tick]"), r"an odd ' \[tick\]");
}

#[test]
fn text_is_wrapped_and_no_line_begins_with_what_opens_a_list() {
    let words = ["word"; 60].join(" 1. ");
    let lines = lines(&words);
    assert!(lines.len() > 2);
    assert!(
        lines.iter().all(|line| line.starts_with(" word") && line.len() < 110),
        "{lines:#?}"
    );
}

#[test]
fn a_list_item_goes_on_indented() {
    let text = format!("* {}", ["word"; 40].join(" "));
    let lines = lines(&text);
    assert!(
        lines[0].starts_with(" * word") && lines[1].starts_with("   word"),
        "{lines:#?}"
    );
}

#[test]
fn the_summary_is_the_first_sentence() {
    let doc = |text: &str| {
        summary(&Doc {
            text: text.into(),
            ..Doc::default()
        })
    };
    assert_eq!(doc("One, e.g. this `a. b`. Two."), "One, e.g. this `a. b`.");
    assert_eq!(doc("No end\n\nNext."), "No end");
    assert_eq!(doc(""), "");
}

#[test]
fn code_holds_any_text() {
    assert_eq!(code("a\n b"), "`a b`");
    assert_eq!(code("`a` is"), "`` `a` is ``");
}

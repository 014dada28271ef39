use concur_spec::api::Doc;

use super::{Docs, clean, code, inline, summary, without_html};

fn lines(text: &str) -> Vec<String> {
    Docs::default().spec(text).lines()
}

#[test]
fn brackets_and_angle_brackets_are_escaped() {
    assert_eq!(clean("a [b](c) <d>"), r"a \[b\](c) \<d\>");
    assert_eq!(clean("`[x]` stays"), "`[x]` stays");
}

#[test]
fn bare_urls_become_links_without_punctuation() {
    assert_eq!(
        clean("see https://a.b/c?d=[e]. Then"),
        "see <https://a.b/c?d=>\\[e\\]. Then"
    );
    assert_eq!(clean("(https://a.b/c), next"), "(<https://a.b/c>), next");
    assert_eq!(clean("see <https://a.b>."), "see <https://a.b>.");
}

#[test]
fn indented_lines_and_fences_are_no_doctests() {
    assert_eq!(lines("    let x = 1;"), [" let x = 1;"]);
    assert_eq!(clean("```\nx\n"), "```text\nx\n```");
    assert_eq!(clean("```json\n{}\n```"), "```json\n{}\n```");
}

#[test]
fn rust_fences_are_no_doctests() {
    assert_eq!(clean("```rust\nfn main() {}\n```"), "```text\nfn main() {}\n```");
    assert_eq!(clean("~~~should_panic\nx\n~~~"), "~~~text\nx\n~~~");
}

#[test]
fn fences_end_with_their_own_marker() {
    assert_eq!(clean("````\n```\n[x]\n````\n[y]"), "````text\n```\n[x]\n````\n\\[y\\]");
    assert_eq!(clean("```\n``` no end"), "```text\n``` no end\n```");
}

#[test]
fn inline_text_opens_no_fence() {
    assert_eq!(inline("```json\n{ \"a\": 1 }\n```"), "`json { \"a\": 1 } `");
    assert_eq!(inline("~~~\nx\n~~~"), "\\~~~ x \\~~~");
    assert_eq!(clean("text ```three``` ticks"), "text `three` ticks");
}

#[test]
fn unmatched_backticks_become_quotes() {
    assert_eq!(clean("one ` [tick]"), r"one ' \[tick\]");
    assert_eq!(clean("``double ` [x]`` and ` [y]"), r"``double ` [x]`` and ' \[y\]");
    assert_eq!(clean(r"\` [x] `"), r"\' \[x\] '");
}

#[test]
fn escaped_text_is_not_escaped_again() {
    assert_eq!(clean(r"\[x\] \\[y]"), r"\[x\] \\\[y\]");
}

#[test]
fn characters_not_allowed_in_comments_are_removed() {
    assert_eq!(
        lines("right\u{202e}to left, bell\u{7}, return\rhere"),
        [" rightto left, bell, return here"]
    );
}

#[test]
fn wrapped_lines_start_no_list() {
    let words = ["word"; 60].join(" 1. ");
    let lines = lines(&words);
    assert!(lines.len() > 2);
    assert!(
        lines.iter().all(|line| line.starts_with(" word") && line.len() < 110),
        "{lines:#?}"
    );
}

#[test]
fn wrapped_list_items_are_indented() {
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
fn any_text_can_be_inline_code() {
    assert_eq!(code("a\n b"), "`a b`");
    assert_eq!(code("`a` is"), "`` `a` is ``");
    assert_eq!(code("``a``"), "`''a''`");
}

#[test]
fn a_link_does_not_hide_html_after_it() {
    assert_eq!(clean("<http://a><script>x"), r"<http://a>\<script\>x");
    assert_eq!(clean("<b<http://a>[x]"), r"\<b<http://a>\[x\]");
}

#[test]
fn only_html_is_escaped_for_other_renderers() {
    assert_eq!(without_html("a <script>b</script> [c]"), r"a \<script>b\</script> [c]");
    assert_eq!(
        without_html("`<b>` and <https://a.b> and 1 < 2"),
        r"`<b>` and <https://a.b> and 1 \< 2"
    );
    assert_eq!(without_html("```\n<b>\n```\n<!-- c"), "```\n<b>\n```\n\\<!-- c");
    assert_eq!(without_html(r"\<b> \\<c> ` <d>"), r"\<b> \\\<c> ` \<d>");
}

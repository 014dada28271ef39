#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

#[test]
fn finds_the_innermost_unclosed_bracket() {
    let text = "a: [1, 2]\nb: { c: [\"]\", '}', [x]\n# ]\nd: 1\n";
    let found = unclosed(text, text.len()).expect("an unclosed bracket");
    assert_eq!(&text[found.start - 3..found.end], "c: [");
    assert_eq!(unclosed("a: [1]\nb: it's [fine]\n", 20), None);
}

#[test]
fn skips_a_bracket_that_is_closed_on_a_later_line() {
    let text = "a: {\n  b: [\n    1 ],\nc: 2";
    assert_eq!(unclosed(text, text.len()), Some(3..4));
}

#[test]
fn finds_the_block_that_a_line_ends() {
    let text = "list:\n    at: x\n\n    says: y\n  - id: z\n";
    let found = block(text, text.find('-').expect("the line")).expect("a block");
    assert_eq!(&text[found], "at:");
    assert_eq!(block("a: 1\nb: 2\n", 5), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_searched_without_a_panic(text in "[ \\[\\]{}#\"'a\u{e9}:\n-]{0,80}", before in 0..90_usize) {
        for found in [unclosed(&text, before), block(&text, before)].into_iter().flatten() {
            prop_assert!(text.get(found).is_some_and(|word| !word.is_empty()));
        }
    }
}

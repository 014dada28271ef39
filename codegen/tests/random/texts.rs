//! Texts that were not written for rustdoc.

use super::choices::Choices;

const ORDINARY: &[&str] = &[
    "The amount in the currency of the report.",
    "Who has to approve it; the service finds out by itself.",
    "An identifier. It never changes.",
    "Deprecated, e.g. by its successor.",
];

const NASTY: &[&str] = &[
    "?",
    "[brackets]",
    "[`Ticked`] and [text](target) and [text][reference]",
    "[reference]: https://example.com/x",
    "[^1] a footnote\n\n[^1]: of its own",
    "![image](https://example.com/a.png)",
    "https://example.com/a?b=[c]&d=<e>.",
    "(http://example.com), <https://example.com>; \"https://example.com\"",
    "www.example.com or mail@example.com or ftp://example.com/",
    "<html> & <br/> &amp; &nbsp; </div> <T> Vec<String> a < b > c",
    "<!-- a comment",
    "*/ ends, /* starts, // goes on, /// and //! too",
    "# no heading",
    "## Heading\n\ntext",
    "Heading\n=======",
    "text\n---\ntext",
    "---",
    "    an indented line",
    "text\n\n    let x = indented;\n\ntext",
    "\ttabbed",
    "```\nfenced without a language\n```",
    "```rust\nfn main() { panic!(\"no doctest\") }\n```",
    "```json\n{ \"a\": [1, 2] }\n```",
    "```\nnever closed",
    "~~~\nfenced with tildes\n~~~",
    "~~~rust\nthis is no Rust(\n~~~",
    "````\nfour ticks\n````",
    "text ```three ticks``` text",
    "* item\n* other item\n  * nested item that is long enough to be wrapped because it goes on and on past the width of a comment line",
    "- item\n- item\n\n  paragraph of the item",
    "1. one\n2. two\n10. ten",
    "1) one\n\n       eight spaces in an item",
    "> a quote\nthat is lazy",
    "| a | b |\n|---|---|\n| `1` | [2] |",
    "a | pipe and an odd ` tick [in brackets]",
    "`code [x]` and ``double ` tick`` and `` ` ``",
    "`unclosed [x] <y>",
    "\\ backslash \\[x\\] \\` \\<y\\>",
    "\"quotes\" 'single' “curly” \\\"escaped\\\" r#\"raw\"# {} {name} {{x}}",
    "Größe, 尺寸, emoji 🚀, e\u{301}, zero\u{200d}width",
    "control \u{7} and \u{1b}[31m and \u{0}",
    "carriage\rreturn and\r\nboth",
    "line\u{2028}separator\u{2029}and\u{85}next",
    "right\u{202e}to left\u{2066}isolated",
    "no-break\u{a0}space\u{feff}",
    "*emphasis* **strong** _under_ __score__ ~~strike~~ * lone _ lone",
    "Ends in a backslash \\",
    "Ends in a tick `",
    "https://",
    "See https://example.com/averylongaddressthatdoesnotfitonanylineofacommentbecauseitgoesonandonandon/and/on?and=on#and-on.",
    "averylongwordthatdoesnotfitonanylineofacommentbecauseitgoesonandonandonandonandonandonandonandonandonandonandon",
    "a long sentence that has to be wrapped somewhere near its end and 1. goes on with what opens a list + or # or > or - there",
    "@blank",
    "#[doc(hidden)] #![allow(x)]",
    "{@link x} $math$ :emoji: crate::Thing Self::thing() std::vec::Vec",
    "<https://example.com/[x]>",
    "[`Self`] [`crate`] [Option] [string]",
    "[ ] open\n[x] done",
    ": colon\n: first",
    "Term\n: definition",
];

/// Returns a text of one or more pieces.
pub(crate) fn text(choices: &mut Choices) -> String {
    let mut text = piece(choices);
    while choices.chance(25) {
        text.push_str(choices.word(&[" ", "\n", "\n\n"]));
        text.push_str(&piece(choices));
    }
    text
}

fn piece(choices: &mut Choices) -> String {
    let pool = if choices.chance(50) { NASTY } else { ORDINARY };
    choices.word(pool).to_owned()
}

//! Pieces of Markdown.

use concur_spec::api::{Erratum, Evidence};

use crate::rust::docs::{code, inline};

/// A table. In a cell nothing is a line of its own, and no bar ends it.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        line(head.iter().map(|cell| (*cell).to_owned()).collect()),
        line(head.iter().map(|_| String::from("---")).collect()),
    ];
    lines.extend(
        rows.iter()
            .map(|row| line(row.iter().map(|cell| barless(cell)).collect())),
    );
    lines.join("\n")
}

/// A bar ends a cell even inside of code, unless it is escaped.
fn barless(cell: &str) -> String {
    cell.replace("\\|", "|").replace('|', "\\|").replace('\n', " ")
}

/// A text of the specification in a cell: its paragraphs behind each other.
pub(super) fn cell(text: &str) -> String {
    let paragraphs = text.trim().split("\n\n").map(inline).filter(|text| !text.is_empty());
    paragraphs.collect::<Vec<_>>().join("<br>")
}

/// A text as it travels, in a cell.
pub(super) fn code_cell(text: &str) -> String {
    code(text)
}

/// A text of the specification as the text of a link, in which there can be no other link.
pub(super) fn label(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in word.chars() {
            if letter.is_ascii_punctuation() && !matches!(letter, '.' | ',' | ':' | '/' | '-' | '(' | ')') {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}

/// Texts as they travel, with commas between them.
pub(super) fn codes<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| code(text)).collect();
    texts.join(", ")
}

/// A text that is no Markdown, in a fence that nothing in it closes.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let mut fence = String::from("```");
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// What an erratum says.
pub(super) fn erratum(erratum: &Erratum) -> String {
    format!(
        "The documentation says {}; the service {}. Confidence: {}. Evidence:",
        inline(erratum.says.trim().trim_end_matches('.')),
        inline(erratum.does.trim().trim_end_matches('.')),
        inline(&erratum.confidence)
    )
}

/// One piece of evidence, on one line.
pub(super) fn evidence(evidence: &Evidence) -> String {
    let grade = match evidence.grade.as_str() {
        "official_table" => "vendor table",
        "official_example" => "vendor example",
        "integration" => "production integration",
        "inference" => "inference",
        other => other,
    };
    format!("{grade}: {}", inline(&evidence.source))
}

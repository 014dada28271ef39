//! Markdown elements.

use concur_spec::api::{Erratum, Evidence};

use crate::rust::docs::{code, inline};

/// What the page of a shared type says about it.
pub(super) const SHARED: &str =
    "Several APIs have this type. In the SDK it is one type, which the module `shared` has too.";

/// Formats a table. Line breaks and bars in cells are escaped.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        line(head.iter().map(|cell| (*cell).to_owned()).collect()),
        line(head.iter().map(|_| String::from("---")).collect()),
    ];
    lines.extend(
        rows.iter()
            .map(|row| line(row.iter().map(|cell| escape_bars(cell)).collect())),
    );
    lines.join("\n")
}

/// Escapes bars, which end a cell even inside code.
fn escape_bars(cell: &str) -> String {
    cell.replace("\\|", "|").replace('|', "\\|").replace('\n', " ")
}

/// Formats a text of the specification as a cell, with `<br>` between paragraphs.
pub(super) fn cell(text: &str) -> String {
    let paragraphs = text.trim().split("\n\n").map(inline).filter(|text| !text.is_empty());
    paragraphs.collect::<Vec<_>>().join("<br>")
}

/// Formats a wire value as a cell.
pub(super) fn code_cell(text: &str) -> String {
    code(text)
}

/// Escapes a text of the specification for the text of a link, which cannot contain another link.
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

/// Formats wire values as code, separated by commas.
pub(super) fn codes<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| code(text)).collect();
    texts.join(", ")
}

/// Formats a text as a fenced block, with a fence that the text does not contain.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let mut fence = String::from("```");
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// Separates the braces of `{{#include …}}`, with which mdBook would copy a file into the page, also within code.
///
/// A backslash would not do: mdBook replaces an escaped link only within one line.
pub(super) fn inert(page: String) -> String {
    const JOINER: char = '\u{2060}';
    if !page.contains("{{") {
        return page;
    }
    let mut out = String::with_capacity(page.len());
    let mut rest = page.as_str();
    while let Some(at) = rest.find("{{") {
        let after = &rest[at + 2..];
        out.push_str(&rest[..=at]);
        if after.trim_start().starts_with('#') {
            out.push(JOINER);
        }
        // The second brace may be the first one of another pair.
        rest = &rest[at + 1..];
    }
    out + rest
}

/// Formats an erratum.
pub(super) fn erratum(erratum: &Erratum) -> String {
    format!(
        "The documentation says {}; the service {}. Confidence: {}. Evidence:",
        inline(erratum.says.trim().trim_end_matches('.')),
        inline(erratum.does.trim().trim_end_matches('.')),
        inline(&erratum.confidence)
    )
}

/// Formats a piece of evidence on one line.
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

#[cfg(test)]
mod tests;

//! Names and texts of the contract, as they are written on the command line.

use concur_spec::api::{Kind, Scalar};

/// Returns the spelling of a key: `purchase_request` becomes `purchase-request`.
pub(crate) fn kebab(key: &str) -> String {
    key.replace('_', "-")
}

/// Returns the spelling of a wire name: `userEmail` becomes `user-email`.
pub(crate) fn hyphenated(wire: &str) -> String {
    let mut name = String::new();
    for letter in wire.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

/// Returns what stands for a value in help: its type.
pub(crate) fn value_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Scalar(Scalar::Boolean) => "true|false",
        Kind::Scalar(Scalar::Integer) => "INTEGER",
        Kind::Scalar(Scalar::Decimal) => "NUMBER",
        Kind::Scalar(Scalar::Date) => "DATE",
        Kind::Scalar(Scalar::Time) => "TIME",
        Kind::Scalar(Scalar::Timestamp) => "TIMESTAMP",
        Kind::Scalar(Scalar::DateTime) => "DATETIME",
        Kind::Scalar(Scalar::Json) => "JSON",
        Kind::Scalar(Scalar::Uri) => "URI",
        Kind::Scalar(Scalar::Currency) => "CURRENCY",
        Kind::List(item) => value_name(item),
        _ => "TEXT",
    }
}

/// Returns a paragraph on one line.
pub(crate) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a documentation with a line per paragraph and per item of a list, for the terminal to wrap.
pub(crate) fn paragraphs(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.trim().lines() {
        let starts = line.trim_start().starts_with(['*', '-', '|', '#', '`']);
        match lines
            .last_mut()
            .filter(|_| is_open && !starts && !line.trim().is_empty())
        {
            Some(last) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None => lines.push(line.trim_end().to_owned()),
        }
        is_open = !line.trim().is_empty();
    }
    lines.join("\n")
}

/// Quotes a text for a POSIX shell, if it needs that.
pub(crate) fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:@=+,".contains(letter);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

//! Telling the answers of the service from those of others: a proxy, a gateway, a page for maintenance.

use http::{HeaderMap, header::CONTENT_TYPE};

use crate::text;

/// The content type, when there is one and it is not of JSON.
pub(super) fn other_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.as_bytes();
    // As the service has it.
    if value == b"application/json" || is_json_type(value) {
        return None;
    }
    Some(shown(value))
}

/// `application/json`, `text/json` or `…+json`, with parameters or without. One that is empty says nothing.
fn is_json_type(value: &[u8]) -> bool {
    let name = name(value);
    name.is_empty()
        || name.eq_ignore_ascii_case(b"application/json")
        || name.eq_ignore_ascii_case(b"text/json")
        || name.len().checked_sub(5).is_some_and(|start| {
            name.contains(&b'/') && name.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(b"+json"))
        })
}

/// A content type without its parameters.
fn name(value: &[u8]) -> &[u8] {
    let name = value.split(|byte| *byte == b';').next().unwrap_or_default();
    name.trim_ascii()
}

fn shown(value: &[u8]) -> String {
    text::one_line(&String::from_utf8_lossy(name(value)), 60)
}

#[cfg(test)]
mod tests;

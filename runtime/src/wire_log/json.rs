//! Blacks out values in the text of JSON, which otherwise stays as it is: every digit and the order of keys.

use std::borrow::Cow;

/// Copies valid JSON, with `hidden` in place of the values of secret keys, until the copy is longer than `max` bytes.
///
/// `is_secret` gets a key, unescaped, and the text of its value. `in_string` changes the content of all other strings.
pub(super) fn redact(
    json: &str,
    max: usize,
    hidden: &str,
    is_secret: impl Fn(&str, &str) -> bool,
    in_string: impl Fn(&str) -> String,
) -> String {
    let (mut copy, mut rest) = (String::new(), json);
    while copy.len() <= max {
        let Some((before, from)) = split_at(rest, rest.find('"')) else {
            break;
        };
        copy.push_str(before);
        let (string, after) = value(from);
        let content = string.get(1..string.len().saturating_sub(1)).unwrap_or_default();
        copy.push('"');
        copy.push_str(&in_string(content));
        copy.push('"');
        rest = after;
        let Some(colon) = after.trim_start().strip_prefix(':') else {
            continue;
        };
        let start = colon.trim_start();
        let (found, behind) = value(start);
        if is_secret(&unescaped(string), found) {
            copy.push_str(after.strip_suffix(start).unwrap_or(":"));
            copy.push_str(hidden);
            rest = behind;
        }
    }
    if copy.len() <= max {
        copy.push_str(rest);
    }
    copy
}

fn split_at(text: &str, at: Option<usize>) -> Option<(&str, &str)> {
    text.split_at_checked(at?)
}

/// Splits off the value at the start of a text.
fn value(text: &str) -> (&str, &str) {
    let length = match text.as_bytes().first() {
        Some(b'"') => string_length(text),
        Some(b'{' | b'[') => nested_length(text),
        _ => text.find([',', '}', ']']).unwrap_or(text.len()),
    };
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// Returns the length of the string at the start of a text, with its quotes.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Returns the length of the object or array at the start of a text.
fn nested_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += match rest.as_bytes().first() {
            Some(b'"') => string_length(rest),
            Some(b'{' | b'[') => {
                depth += 1;
                1
            }
            Some(b'}' | b']') => {
                depth = depth.saturating_sub(1);
                1
            }
            _ => rest.find(['"', '{', '[', '}', ']']).unwrap_or(rest.len()),
        };
        if depth == 0 {
            break;
        }
    }
    at
}

fn unescaped(string: &str) -> Cow<'_, str> {
    match serde_json::from_str::<String>(string) {
        Ok(text) => text.into(),
        Err(_) => string.into(),
    }
}

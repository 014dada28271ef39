//! Strings with unpaired surrogates, and bodies with invalid UTF-8.
//!
//! Services truncate strings, sometimes in the middle of a character. In JSON that is an unpaired surrogate, `\ud83d`,
//! or invalid UTF-8. Such strings are read with `�` in its place.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde_json::Error;

/// Returns the body as text, without a byte order mark. An invalid byte becomes the escape of an unpaired surrogate,
/// `\udc80` to `\udcff`, so that it is distinguishable and can be written back as JSON. (Python calls that
/// `surrogateescape`.)
///
/// # Errors
///
/// Returns the position of an invalid byte that follows a backslash, which cannot be escaped.
pub(super) fn text_of(body: &[u8]) -> Result<Cow<'_, str>, usize> {
    let body = without_byte_order_mark(body);
    match str::from_utf8(body) {
        Ok(text) => Ok(text.into()),
        Err(error) => escaped(body).ok_or(error.valid_up_to()).map(Cow::Owned),
    }
}

/// Decodes a body that is not written back, with `�` in place of invalid characters.
///
/// # Errors
///
/// Returns an error if it is not JSON or not a `T`.
pub(crate) fn read_lossy<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let text = text_of(body).map_err(|_| Error::custom("not UTF-8"))?;
    serde_json::from_str(&text).or_else(|error| match lossy(&text) {
        Some(lossy) => serde_json::from_str(&lossy),
        None => Err(error),
    })
}

/// Whether a body is any JSON.
pub(crate) fn is_json(body: &[u8]) -> bool {
    text_of(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(&text).is_ok())
}

/// Removes the byte order mark with which some services begin a text.
fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

#[cold]
fn escaped(body: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(body.len() + 16);
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        let backslashes = text.bytes().rev().take_while(|byte| *byte == b'\\').count();
        if !chunk.invalid().is_empty() && backslashes % 2 == 1 {
            return None;
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\udc{byte:02x}"));
        }
    }
    Some(text)
}

/// Replaces each unpaired surrogate by `\ufffd`; `None` if there is none.
#[cold]
pub(super) fn lossy(json: &str) -> Option<String> {
    let mut lossy = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(at)?;
        lossy.push_str(before);
        let whole = match unit(escape) {
            None => Some(2),
            Some(0xD800..=0xDBFF) => match escape.get(6..).and_then(unit) {
                Some(0xDC00..=0xDFFF) => Some(12),
                _ => None,
            },
            Some(0xDC00..=0xDFFF) => None,
            Some(_) => Some(6),
        };
        let (escape, tail) = escape.split_at_checked(whole.unwrap_or(6))?;
        lossy.push_str(if whole.is_some() { escape } else { "\\ufffd" });
        rest = tail;
    }
    lossy.push_str(rest);
    (lossy != json).then_some(lossy)
}

/// Parses the escape `\uXXXX` at the start of a text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests;

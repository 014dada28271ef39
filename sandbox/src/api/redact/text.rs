//! Redacts text without parsing it: forms, queries, broken JSON, and prose that quotes them.
//!
//! It redacts too much rather than too little: a value ends where no reading of the text could continue it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{REDACTED, Secrets};

/// What a text looks like. It determines where a value ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// A form or a query.
    Form,
    /// Broken JSON.
    Json,
    /// Anything else.
    Text,
}

/// Characters that end what precedes a name.
const BEFORE_NAME: [char; 14] = ['&', ';', '?', '{', '}', '<', '>', '(', ')', ',', '\n', '"', '\'', '/'];

/// How often a name can be percent-encoded.
const MAX_ENCODINGS: usize = 3;

impl Secrets {
    /// Redacts the values that follow a secret name and `=` or `:`. Text without secrets is unchanged.
    pub(super) fn in_pairs<'a>(&self, text: &'a str, syntax: Syntax) -> Cow<'a, str> {
        let (mut redacted, mut copied, mut from) = (String::new(), 0, 0);
        while let Some(separator) = next_separator(text, from) {
            let name = text.get(from..separator.start).unwrap_or_default();
            from = separator.end;
            if !self.has(&last_name(name)) {
                continue;
            }
            let value = value(text, &separator, syntax);
            from = value.end;
            if !value.is_empty() {
                redacted.push_str(text.get(copied..value.start).unwrap_or_default());
                redacted.push_str(REDACTED);
                copied = value.end;
            }
        }
        match copied {
            0 => text.into(),
            _ => (redacted + text.get(copied..).unwrap_or_default()).into(),
        }
    }
}

/// The place of a `=` or `:`, which can be percent-encoded.
struct Separator {
    start: usize,
    end: usize,
    is_colon: bool,
}

fn next_separator(text: &str, from: usize) -> Option<Separator> {
    let bytes = text.as_bytes();
    let mut places = (from..bytes.len()).filter(|at| matches!(bytes.get(*at), Some(b'=' | b':' | b'%')));
    places.find_map(|start| {
        let rest = bytes.get(start..)?;
        let (length, is_colon) = match rest {
            [b'=', ..] => (1, false),
            [b':', ..] => (1, true),
            [b'%', encoded @ ..] => {
                // An encoded `%` is `%25`.
                let twice = encoded.chunks_exact(2).take_while(|pair| *pair == b"25").count();
                match encoded.get(2 * twice..2 * twice + 2)? {
                    [b'3', b'd' | b'D'] => (3 + 2 * twice, false),
                    [b'3', b'a' | b'A'] => (3 + 2 * twice, true),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let end = start + length;
        Some(Separator { start, end, is_colon })
    })
}

/// Returns the name at the end of a text, decoded: `clientSecret` of `{"a": 1, "client\u0053ecret" `.
pub(super) fn last_name(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MAX_ENCODINGS {
        if !text.contains('%') {
            break;
        }
        text = percent_decode_str(&text).decode_utf8_lossy().into_owned().into();
    }
    let text = unescaped(&text);
    let text = text.trim_end_matches(|letter: char| letter.is_whitespace() || r#""'\[]"#.contains(letter));
    let start = text.rfind(BEFORE_NAME).map_or(0, |before| before + 1);
    text.get(start..).unwrap_or_default().to_owned()
}

/// Replaces escapes of JSON such as `\u0053`.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut parts = text.split(r"\u");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    let mut changed = false;
    for part in parts {
        let code = part.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let letter = code.and_then(char::from_u32);
        changed |= letter.is_some();
        match letter {
            Some(letter) => plain.extend([letter.encode_utf8(&mut [0; 4]), part.get(4..).unwrap_or_default()]),
            None => plain.extend([r"\u", part]),
        }
    }
    if changed { plain.into() } else { text.into() }
}

/// Returns the place of the value after a separator, without quotes.
fn value(text: &str, separator: &Separator, syntax: Syntax) -> std::ops::Range<usize> {
    let after = text.get(separator.end..).unwrap_or_default();
    let rest = after.trim_start();
    let start = text.len() - rest.len();
    if syntax != Syntax::Form
        && let Some(quoted) = quoted(rest, syntax)
    {
        return start + quoted.start..start + quoted.end;
    }
    let length = match syntax {
        // Brackets in a text could close a value too early.
        Syntax::Json if rest.starts_with(['{', '[']) => None,
        Syntax::Json if let Some(length) = literal(rest) => Some(length),
        Syntax::Form if !separator.is_colon => rest.find('&'),
        Syntax::Text if !separator.is_colon => rest.find(['&', '\r', '\n']),
        Syntax::Json | Syntax::Text | Syntax::Form => rest.find(['\r', '\n']),
    };
    start..length.map_or(text.len(), |length| start + length)
}

/// Returns the place of the text in quotes that a text starts with. The quotes can be escaped, as in JSON inside of a
/// string.
fn quoted(text: &str, syntax: Syntax) -> Option<std::ops::Range<usize>> {
    let escapes = text.len() - text.trim_start_matches('\\').len();
    let quote = text.chars().nth(escapes).filter(|quote| matches!(quote, '"' | '\''))?;
    let start = escapes + 1;
    let inner = text.get(start..).unwrap_or_default();
    let is_closing = |at: &usize| {
        let before = inner.get(..*at).unwrap_or_default();
        let run = before.len() - before.trim_end_matches('\\').len();
        let is_escaped = if escapes == 0 { run % 2 != 0 } else { run != escapes };
        let after = inner.get(at + 1..).unwrap_or_default();
        let follows = match syntax {
            Syntax::Json => after.trim_start().is_empty() || after.trim_start().starts_with([',', '}', ']']),
            Syntax::Form | Syntax::Text => !after.starts_with(char::is_alphanumeric),
        };
        !is_escaped && follows
    };
    let closing = inner.match_indices(quote).map(|(at, _)| at).find(is_closing);
    let end = closing.map_or(text.len(), |at| start + at - escapes);
    Some(start..end.max(start))
}

/// Returns the length of a number or a word of JSON.
fn literal(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || "+-._".contains(letter));
    let ends = rest.trim_start().is_empty() || rest.trim_start().starts_with([',', '}', ']']);
    ends.then_some(text.len() - rest.len())
}

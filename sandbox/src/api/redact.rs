//! Redacts secrets by what a value is for: by the name that precedes it, in any spelling, and by the secrets that the
//! sandbox itself knows.

mod known;
mod multipart;
mod names;
mod text;

use std::borrow::Cow;

use serde_json::{Map, Value};

pub(crate) use known::KnownSecrets;
pub(crate) use names::Secrets;

use crate::call_log::{MAX_TEXT, cut};
use crate::http::answer::Content;
use text::Syntax;

/// The replacement for a secret.
const REDACTED: &str = "***";

/// Longer bodies are not parsed: the values of JSON take thirty times the memory of its text.
const MAX_PARSED: usize = 256 << 10;

/// The length of the note about what is cut off.
const NOTE: usize = 64;

/// Authentication schemes. What follows one of them is secret, whatever the name of the header.
const SCHEMES: [&str; 5] = ["basic", "bearer", "digest", "negotiate", "token"];

impl Secrets {
    /// Redacts a query.
    pub(crate) fn in_query<'a>(&self, query: &'a str) -> Cow<'a, str> {
        self.in_pairs(query, Syntax::Form)
    }

    /// Redacts prose or a path, which may quote what a caller sent.
    pub(crate) fn in_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.in_pairs(text, Syntax::Text)
    }

    /// Redacts the value of a header.
    pub(crate) fn in_header<'a>(&self, name: &str, value: &'a str) -> Cow<'a, str> {
        let scheme = value.trim_start().split_once(' ');
        let has_scheme =
            scheme.is_some_and(|(scheme, _)| SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)));
        match has_scheme || self.has(name) {
            true => REDACTED.into(),
            false => self.in_text(value),
        }
    }

    /// Redacts a request body, whatever its content type says. JSON is serialized again, since the text can have a name
    /// twice and only one of them is parsed.
    pub(crate) fn in_body(&self, body: &[u8]) -> String {
        if body.len() > MAX_PARSED {
            return self.in_start(body);
        }
        let is_secret = |value: &Value| !value.is_null();
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => self.in_value(&value, is_secret, Syntax::Form).to_string(),
            Err(_) => self.in_raw(&String::from_utf8_lossy(body), Syntax::Form).into_owned(),
        }
    }

    /// Redacts the start of a body, as much as the log keeps.
    fn in_start(&self, body: &[u8]) -> String {
        let start = body.get(..MAX_TEXT).unwrap_or(body);
        let mut text = self.in_raw(&String::from_utf8_lossy(start), Syntax::Form).into_owned();
        cut(&mut text, MAX_TEXT - NOTE, body.len());
        text
    }

    /// Redacts an answer and returns its text. The content is serialized only once unless it has secrets. Numbers are
    /// not secret: the `code` of a grant is secret, that of an error is not.
    pub(crate) fn in_answer(&self, content: &mut Content) -> String {
        let is_secret = |value: &Value| !value.is_null() && !value.is_number();
        match content {
            Content::Json(value) if !self.is_clean(value, is_secret) => {
                self.in_value(value, is_secret, Syntax::Text).to_string()
            }
            Content::Json(_) | Content::Empty => content.write().to_owned(),
            Content::Text(..) => self.in_raw(content.write(), Syntax::Text).into_owned(),
        }
    }

    /// Whether a JSON value has nothing to redact.
    fn is_clean(&self, value: &Value, is_secret: fn(&Value) -> bool) -> bool {
        match value {
            Value::Object(fields) => fields.iter().all(|(name, value)| {
                !(is_secret(value) && self.has(name))
                    && matches!(self.in_text(name), Cow::Borrowed(_))
                    && self.is_clean(value, is_secret)
            }),
            Value::Array(items) => items.iter().all(|item| self.is_clean(item, is_secret)),
            Value::String(text) => matches!(self.in_raw(text, Syntax::Text), Cow::Borrowed(_)),
            _ => true,
        }
    }

    /// Redacts a JSON value. `syntax` is that of a string at the top.
    fn in_value(&self, value: &Value, is_secret: fn(&Value) -> bool, syntax: Syntax) -> Value {
        let inner = |value: &Value| self.in_value(value, is_secret, Syntax::Text);
        let field = |(name, value): (&String, &Value)| {
            let redacted = match is_secret(value) && self.has(name) {
                true => Value::from(REDACTED),
                false => inner(value),
            };
            (self.in_text(name).into_owned(), redacted)
        };
        match value {
            Value::Object(fields) => Value::Object(fields.iter().map(field).collect::<Map<_, _>>()),
            Value::Array(items) => items.iter().map(inner).collect(),
            Value::String(text) => Value::from(self.in_raw(text, syntax)),
            other => other.clone(),
        }
    }

    /// Redacts text of an unknown format: JSON inside of a string, broken JSON, a multipart body, a form or prose.
    fn in_raw<'a>(&self, text: &'a str, syntax: Syntax) -> Cow<'a, str> {
        let looks_like_json = text.trim_start().starts_with(['{', '[']);
        if looks_like_json && let Ok(value) = serde_json::from_str::<Value>(text) {
            let is_secret = |value: &Value| !value.is_null();
            return match self.is_clean(&value, is_secret) {
                true => text.into(),
                false => self.in_value(&value, is_secret, Syntax::Text).to_string().into(),
            };
        }
        let syntax = if looks_like_json { Syntax::Json } else { syntax };
        match self.in_multipart(text) {
            Cow::Borrowed(text) => self.in_pairs(text, syntax),
            Cow::Owned(text) => self.in_pairs(&text, Syntax::Text).into_owned().into(),
        }
    }
}

#[cfg(test)]
mod tests;

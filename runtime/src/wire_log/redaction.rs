//! Blacks out what is secret in the requests and responses of a call.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, Uri, uri::Authority};
use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::{json, names};
use crate::{decode, percent::ENCODED};

/// The replacement for a secret.
const HIDDEN: &str = "***";

/// Shorter secrets occur in ordinary text, so they are blacked out by their names only.
const MIN_LENGTH: usize = 8;

/// Authentication schemes. What follows one of them is secret, whatever the name of the header.
const SCHEMES: [&str; 5] = ["basic", "bearer", "digest", "negotiate", "token"];

/// What is secret in the requests and responses of a call.
pub(crate) struct Redaction<'a> {
    /// The API of the operation; empty for an untyped call.
    api: &'a str,
    /// What the specification marks, by API and name.
    marked: &'static [(&'static str, &'static str)],
    /// The names of the secret fields of the request.
    fields: Vec<&'a str>,
    /// The secrets of the request in all spellings. A service may repeat them.
    known: Vec<String>,
}

impl<'a> Redaction<'a> {
    pub(crate) fn new(api: &'a str, marked: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            api,
            marked,
            fields: Vec::new(),
            known: Vec::new(),
        }
    }

    /// Adds a secret field of the request.
    pub(crate) fn add_field(&mut self, name: &'a str, secret: &str) {
        self.fields.push(name);
        self.add_known(secret);
    }

    /// Adds the token of the request.
    pub(crate) fn add_authorization(&mut self, value: &HeaderValue) {
        let value = value.to_str().unwrap_or_default();
        self.add_known(value.rsplit(' ').next().unwrap_or_default());
    }

    fn add_known(&mut self, secret: &str) {
        if secret.len() < MIN_LENGTH {
            return;
        }
        let quoted = serde_json::to_string(secret).unwrap_or_default();
        let quoted = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let quoted = quoted.unwrap_or(secret).to_owned();
        let encoded = utf8_percent_encode(secret, ENCODED).to_string();
        self.known.extend([secret.to_owned(), quoted, encoded]);
    }

    /// Whether a name stands for a secret. In an untyped call, it is what is secret in any API.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        let mut marked = self
            .marked
            .iter()
            .filter(|(api, _)| self.api.is_empty() || *api == self.api);
        marked.any(|(_, marked)| names::are_alike(marked, name))
            || self.fields.iter().any(|field| names::are_alike(field, name))
            || names::is_secret(name)
    }

    pub(super) fn in_uri(&self, uri: &Uri) -> String {
        let scheme = uri.scheme_str().unwrap_or_default();
        let host = uri.authority().map_or("", Authority::as_str);
        let path = self.without_known(uri.path());
        match uri.query() {
            Some(query) => format!("{scheme}://{host}{path}?{}", self.in_pairs(query)),
            None => format!("{scheme}://{host}{path}"),
        }
    }

    pub(super) fn in_header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        let text = String::from_utf8_lossy(value.as_bytes());
        let scheme = text.trim_start().split(' ').next().unwrap_or_default();
        let authenticates = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
        match authenticates || value.is_sensitive() || self.is_secret(name.as_str()) {
            true => HIDDEN.to_owned(),
            false => self.in_text(&text),
        }
    }

    /// Returns a body, at most `max` bytes of it, or its length.
    pub(super) fn in_body(&self, body: &[u8], media_type: &str, is_response: bool, max: usize) -> String {
        let is = |start: &str| {
            media_type
                .get(..start.len())
                .is_some_and(|own| own.eq_ignore_ascii_case(start))
        };
        let text = match str::from_utf8(body) {
            Ok(text) if !is("multipart/") => text,
            _ => return format!("({} bytes)", body.len()),
        };
        let shown = if decode::is_json(body) {
            self.in_json(text, is_response, max)
        } else if is("application/x-www-form-urlencoded") {
            self.in_pairs(text)
        } else if is_response && !self.fields.is_empty() {
            return format!("({} bytes, not JSON)", body.len());
        } else {
            self.in_text(text)
        };
        cut(shown, max, body.len())
    }

    /// Blacks out secret values of JSON. Numbers of a response are not secret: the `code` of a grant is, that of an
    /// error is not.
    fn in_json(&self, json: &str, is_response: bool, max: usize) -> String {
        let is_shown = |value: &str| match value.as_bytes().first() {
            Some(b'"' | b'{' | b'[') => false,
            _ => is_response || value.trim() == "null",
        };
        let is_secret = |name: &str, value: &str| !is_shown(value) && self.is_secret(name);
        json::redact(json, max, "\"***\"", is_secret, |text| self.in_text(text))
    }

    /// Blacks out secret values of a form or a query.
    fn in_pairs(&self, pairs: &str) -> String {
        let pairs = pairs.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && self.is_secret(&decoded(name)) => {
                Cow::Owned(format!("{name}={HIDDEN}"))
            }
            _ => Cow::Borrowed(pair),
        });
        self.without_known(&pairs.collect::<Vec<_>>().join("&"))
    }

    /// Blacks out values in text of any kind that follow a secret name and `=` or `:`.
    fn in_text(&self, text: &str) -> String {
        let (mut shown, mut rest) = (String::new(), text);
        while let Some(at) = rest.find(['=', ':']) {
            let (before, after) = rest.split_at(at + 1);
            shown.push_str(before);
            rest = after;
            if !self.is_secret(&decoded(last_name(before))) {
                continue;
            }
            let value = rest.trim_start_matches([' ', '\\', '"', '\'']);
            shown.push_str(rest.strip_suffix(value).unwrap_or_default());
            shown.push_str(HIDDEN);
            let end = value.find(['&', '"', '\'', '\\', '<', '>', '\r', '\n', ',', ';', '}']);
            rest = end.and_then(|end| value.get(end..)).unwrap_or_default();
        }
        shown.push_str(rest);
        self.without_known(&shown)
    }

    fn without_known(&self, text: &str) -> String {
        let known = self.known.iter().filter(|known| text.contains(known.as_str()));
        known.fold(text.to_owned(), |text, known| text.replace(known.as_str(), HIDDEN))
    }
}

/// Returns the name before the separator at the end of a text.
fn last_name(text: &str) -> &str {
    let text = text.trim_end_matches(['=', ':', ' ', '\\', '"', '\'', ']', '[']);
    let is_part = |letter: char| letter.is_alphanumeric() || "_-.%".contains(letter);
    let start = text.trim_end_matches(is_part).len();
    text.get(start..).unwrap_or_default()
}

fn decoded(name: &str) -> Cow<'_, str> {
    percent_decode_str(name).decode_utf8_lossy()
}

/// Cuts a text, of a body of `length` bytes.
fn cut(mut text: String, max: usize, length: usize) -> String {
    if text.len() > max {
        let end = (0..=max).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        text.push_str(&format!("… ({length} bytes in all)"));
    }
    text
}

//! Parses YAML into a tree. The only module that uses the YAML crate.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::de::{self, Deserialize, Deserializer};
use serde_yaml::budget::BudgetBreach;
use serde_yaml::{DuplicateKeyPolicy, Error, MergeKeyPolicy, Options, Spanned, UserMessageFormatter};

use super::context;
use super::unquoted::{self, Unquoted};
use crate::diagnostics::{Code, Diagnostic};
use crate::sources::FileId;
use crate::tree::{Node, Scalar, ScalarForm, Span, Text, Value};

/// The maximum nesting depth. The language itself needs about a dozen levels, and twice as many as this do not fit on the
/// stack of a thread without optimization.
const MAX_DEPTH: usize = 32;

/// Parses one document. A duplicate key is reported and does not prevent parsing.
pub(super) fn parse(file: FileId, source: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let reader = Reader { file, source };
    let raw = match serde_yaml::from_str_with_options::<Raw>(source, options(DuplicateKeyPolicy::Error)) {
        Ok(raw) => raw,
        Err(error) => {
            let diagnostic = reader.diagnostic(&error);
            if diagnostic.code != Code::DuplicateKey {
                diagnostics.push(reader.needs_quotes(&diagnostic).unwrap_or(diagnostic));
                return None;
            }
            return reader.parse_with_duplicates(diagnostic, diagnostics);
        }
    };
    Some(reader.node(raw, diagnostics))
}

fn options(duplicate_keys: DuplicateKeyPolicy) -> Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: duplicate_keys,
        merge_keys: MergeKeyPolicy::Error,
        reject_unsupported_tags: true,
        budget: serde_yaml::budget! { max_anchors: 0, max_aliases: 0, max_depth: MAX_DEPTH, max_documents: 1 },
    }
}

/// A node of the YAML crate. It accepts every value, since serde stops at the first error.
struct Raw {
    value: RawValue,
    at: Range<usize>,
}

enum RawValue {
    Scalar(ScalarForm, String),
    List(Vec<Raw>),
    Map(Vec<(Raw, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<RawValue>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let offset = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok()).unwrap_or(0);
        let start = offset(span.byte_offset());
        Ok(Self {
            value: spanned.value,
            at: start..start + offset(span.byte_len()),
        })
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

/// A scalar without its text, which serde does not provide. It is taken from the source later.
fn scalar_without_text<E>(form: ScalarForm) -> Result<RawValue, E> {
    Ok(RawValue::Scalar(form, String::new()))
}

impl<'de> de::Visitor<'de> for AnyNode {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML node")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Boolean)
    }

    fn visit_i64<E>(self, _: i64) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<RawValue, E> {
        scalar_without_text(ScalarForm::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<RawValue, E> {
        Ok(RawValue::Scalar(ScalarForm::Plain, text.to_owned()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(RawValue::List(list))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<RawValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(RawValue::Map(map))
    }
}

/// Converts raw nodes into nodes of the tree, using the source.
struct Reader<'a> {
    file: FileId,
    source: &'a str,
}

impl Reader<'_> {
    /// Parses a file with duplicate keys. The strict parser stops at the first one, so this reports the rest of the
    /// file.
    fn parse_with_duplicates(&self, diagnostic: Diagnostic, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
        let before = diagnostics.len();
        let raw = serde_yaml::from_str_with_options::<Raw>(self.source, options(DuplicateKeyPolicy::LastWins)).ok();
        let node = raw.map(|raw| self.node(raw, diagnostics));
        // If the parser returned both keys, the tree has already reported them with both spans.
        let known = diagnostics[before..]
            .iter()
            .any(|other| other.code == diagnostic.code && same_start(other, &diagnostic));
        if !known {
            diagnostics.push(diagnostic);
        }
        node
    }

    fn node(&self, raw: Raw, diagnostics: &mut Vec<Diagnostic>) -> Node {
        let at = Span::new(self.file, raw.at.clone());
        match raw.value {
            RawValue::Scalar(form, text) => {
                // The span of a block scalar extends to the start of the next line.
                let written = self.source.get(raw.at.clone()).unwrap_or_default();
                let at = Span::new(self.file, raw.at.start..raw.at.start + written.trim_end().len());
                self.refuse_tag(at, diagnostics);
                Node {
                    at,
                    value: Value::Scalar(self.scalar(form, text, raw.at)),
                }
            }
            RawValue::List(items) => {
                let items = items.into_iter().map(|item| self.node(item, diagnostics)).collect();
                Node {
                    at,
                    value: Value::List(items),
                }
            }
            RawValue::Map(entries) => {
                let entries = self.entries(entries, diagnostics);
                // A mapping in block style has an empty span, so the span of its first key is used.
                let at = entries
                    .first()
                    .filter(|_| raw.at.is_empty())
                    .map_or(at, |(key, _)| key.at);
                Node {
                    at,
                    value: Value::Map(entries),
                }
            }
        }
    }

    fn entries(&self, entries: Vec<(Raw, Raw)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Text, Node)> {
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        let mut unique: Vec<(Text, Node)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let at = Span::new(self.file, key.at.clone());
            let RawValue::Scalar(form, text) = key.value else {
                diagnostics.push(
                    Diagnostic::new(Code::WrongForm, "a key must be a string").at(at, "found a list or a mapping"),
                );
                continue;
            };
            let Scalar { text, form } = self.scalar(form, text, key.at);
            let value = self.node(value, diagnostics);
            let is_plain = value.scalar().is_some_and(|scalar| scalar.form == ScalarForm::Plain);
            if is_plain && let Some(text) = unquoted::before_comment(self.source, &text, value.at.range()) {
                diagnostics.push(self.unquoted("YAML reads the rest of this text as a comment", "ends at ` #`", text));
            }
            match places.get(&text) {
                Some(first) => diagnostics.push(duplicate(&text, at).at(*first, "first defined here")),
                None => {
                    places.insert(text.clone(), at);
                    unique.push((Text { text, at, form }, value));
                }
            }
        }
        unique
    }

    /// Returns the scalar with its text as written: `4.0` stays `4.0`.
    fn scalar(&self, form: ScalarForm, text: String, at: Range<usize>) -> Scalar {
        let written = self.source.get(at).unwrap_or_default();
        match form {
            ScalarForm::Plain if written.starts_with(['"', '\'']) => Scalar {
                text,
                form: ScalarForm::Quoted,
            },
            ScalarForm::Plain if is_old_boolean(&text) => Scalar {
                text,
                form: ScalarForm::OldBoolean,
            },
            ScalarForm::Plain => Scalar { text, form },
            _ => Scalar {
                text: written.trim().to_owned(),
                form,
            },
        }
    }

    /// Rejects YAML's own tags (`!!str`), which the parser accepts: they change the type of a scalar.
    fn refuse_tag(&self, at: Span, diagnostics: &mut Vec<Diagnostic>) {
        let property = self.property_before(at);
        if property != at && self.source[property.range()].starts_with('!') {
            diagnostics.push(Diagnostic::new(Code::Refused, "tags are not supported").at(property, "not supported"));
        }
    }

    /// Returns the span of the tag or anchor before a node on the same line, or the span of the node if there is none.
    fn property_before(&self, node: Span) -> Span {
        let before = self.source.get(..node.range().start).unwrap_or_default();
        let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
        let Some(token) = line.split_whitespace().next_back() else {
            return node;
        };
        let is_property = token.starts_with(['!', '&']) && !token.ends_with([':', ',', '-', '[', '{', '?', '"', '\'']);
        if !is_property || !line.ends_with([' ', '\t']) {
            return node;
        }
        let end = before.len() - line.len() + line.trim_end().len();
        Span::new(self.file, end - token.len()..end)
    }

    /// Returns the diagnostic for a text without which quotes the file would be valid, or valid up to a later line.
    fn needs_quotes(&self, diagnostic: &Diagnostic) -> Option<Diagnostic> {
        if diagnostic.code != Code::Syntax {
            return None;
        }
        let failed = diagnostic.labels.first()?.span.range().start;
        let fails_at = |changed: &str| {
            let parsed = serde_yaml::from_str_with_options::<Raw>(changed, options(DuplicateKeyPolicy::LastWins));
            parsed.err().map(|error| position(changed, &error))
        };
        let text = unquoted::find(self.source, failed, fails_at)?;
        Some(self.unquoted("YAML cannot read this text without quotes", "quote the text", text))
    }

    fn unquoted(&self, title: &str, label: &str, text: Unquoted) -> Diagnostic {
        let at = Span::new(self.file, text.at);
        Diagnostic::new(Code::Unquoted, title)
            .at(at, label)
            .help("a plain text does not start with `` ` ``, `%` or `@`, and does not contain `: ` or ` #`")
            .fix("quote the text", at, text.quoted)
    }

    fn diagnostic(&self, error: &Error) -> Diagnostic {
        let start = position(self.source, error);
        // At the end of the text there is no character, so the span is empty.
        let length = self.source[start..].chars().next().map_or(0, char::len_utf8);
        let at = Span::new(self.file, start..start + length);
        match error.without_snippet() {
            // The parser returns the position of the second key only.
            Error::DuplicateMappingKey { key, .. } => {
                let key = key.as_deref().unwrap_or_default();
                let end = self.source.len().min(start + key.len().max(1));
                duplicate(key, Span::new(self.file, start..end))
            }
            other => match refusal(other) {
                Some(what) => Diagnostic::new(Code::Refused, what).at(self.property_before(at), "not supported"),
                None => {
                    let message = error.render_with_formatter(&UserMessageFormatter);
                    let message = message.split(" at line ").next().unwrap_or_default();
                    let diagnostic = Diagnostic::new(Code::Syntax, format!("invalid YAML: {message}"));
                    let diagnostic = diagnostic.at(at, "unexpected here");
                    let cause = match context::unclosed(self.source, start) {
                        Some(bracket) => Some((bracket, "this bracket is not closed")),
                        None => {
                            context::block(self.source, start).map(|word| (word, "the preceding block starts here"))
                        }
                    };
                    match cause {
                        Some((range, label)) if range.start != start => {
                            diagnostic.at(Span::new(self.file, range), label)
                        }
                        _ => diagnostic,
                    }
                }
            },
        }
    }
}

/// Returns the byte where the parser failed, at a character boundary.
fn position(source: &str, error: &Error) -> usize {
    let start = error.location().map_or(0, |location| {
        let span = location.span();
        let bytes = span.byte_offset().and_then(|offset| usize::try_from(offset).ok());
        bytes.unwrap_or_else(|| byte_of_character(source, span.offset()))
    });
    source.floor_char_boundary(start)
}

fn duplicate(key: &str, second: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, format!("duplicate key `{key}` in this mapping")).at(second, "duplicate here")
}

/// Returns true if both diagnostics start at the same position.
fn same_start(diagnostic: &Diagnostic, other: &Diagnostic) -> bool {
    let start = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.span.range().start);
    start(diagnostic) == start(other)
}

/// Returns the message for YAML syntax that the language does not support.
fn refusal(error: &Error) -> Option<&'static str> {
    Some(match error {
        Error::MergeKeyNotAllowed { .. } => "merge keys are not supported",
        Error::UnsupportedTag { .. } => "tags are not supported",
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. } => "anchors and aliases are not supported",
            BudgetBreach::Documents { .. } => "a file must contain a single document",
            BudgetBreach::Depth { .. } => "the nesting is too deep",
            _ => "the file is too large",
        },
        _ => return None,
    })
}

fn is_old_boolean(text: &str) -> bool {
    ["yes", "no", "on", "off"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

fn byte_of_character(source: &str, character: impl TryInto<usize>) -> usize {
    let character = character.try_into().unwrap_or(usize::MAX);
    source
        .char_indices()
        .nth(character)
        .map_or(source.len(), |(byte, _)| byte)
}

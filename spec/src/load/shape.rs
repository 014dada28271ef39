//! Checks the keys and forms of a tree against the tables.

use super::Tree;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::keys::{self, Entry, Form, Name, Shape, map_values};
use crate::tree::{Node, ScalarForm, Span, Text, Value};

/// Reports unknown and missing keys, and values of the wrong form, in the whole tree.
pub(crate) fn check(tree: &Tree, diagnostics: &mut Vec<Diagnostic>) {
    Checker { diagnostics }.shape(tree.kind.shape(), &tree.root, tree.root.at);
}

struct Checker<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Checks a mapping. A missing key is reported at `name`, the span of the item's name.
    fn shape(&mut self, shape: &'static Shape, node: &Node, name: Span) {
        let Value::Map(entries) = &node.value else {
            self.wrong_form(node, &format!("{} must be a mapping", shape.what));
            return;
        };
        for (index, (key, value)) in entries.iter().enumerate() {
            match shape.key(key.as_str()) {
                Some(known) => self.form(&known.form, value, key),
                None if self.is_rest_of_text(entries, index) => {}
                None => self.unknown_key(shape, key),
            }
        }
        for key in shape.keys().filter(|key| key.required && node.get(key.name).is_none()) {
            let diagnostic = Diagnostic::new(Code::MissingKey, format!("{} needs the key `{}`", shape.what, key.name))
                .at(name, format!("`{}` is missing here", key.name))
                .help(key.doc);
            self.diagnostics.push(match place_for(shape, node, key.name) {
                Some((place, label)) => diagnostic.at(place, label),
                None => diagnostic,
            });
        }
    }

    /// Reports a text that a comma ends: YAML reads `{ doc: one, two }` as a text and a key without a value. Returns
    /// true if the entry is a part of such a text.
    fn is_rest_of_text(&mut self, entries: &[(Text, Node)], index: usize) -> bool {
        let is_rest = |index: usize| {
            let (key, value) = entries.get(index)?;
            let (_, before) = entries.get(index.checked_sub(1)?)?;
            let is_empty =
                value.scalar().is_some_and(|scalar| scalar.form == ScalarForm::Null) && value.at.range().is_empty();
            let gap = key.at.range().start.checked_sub(before.last().range().end)?;
            (is_empty && key.form == ScalarForm::Plain && (1..=2).contains(&gap)).then_some(())
        };
        if is_rest(index).is_none() {
            return false;
        }
        let first = (0..index)
            .rev()
            .find(|index| is_rest(*index).is_none())
            .unwrap_or_default();
        let last = (index..entries.len())
            .take_while(|index| is_rest(*index).is_some())
            .last();
        let Some((
            _,
            Node {
                at,
                value: Value::Scalar(text),
            },
        )) = entries.get(first)
        else {
            return false;
        };
        if text.form != ScalarForm::Plain {
            return false;
        }
        let rest = &entries[first + 1..=last.unwrap_or(index)];
        // All parts are reported with the first one.
        if first + 1 == index {
            let end = rest.last().map_or(at.range().end, |(key, _)| key.at.range().end);
            let parts = rest.iter().map(|(key, _)| key.as_str());
            let whole = std::iter::once(text.text.as_str())
                .chain(parts)
                .collect::<Vec<_>>()
                .join(", ");
            let at = Span::new(at.file, at.range().start..end);
            self.diagnostics.push(
                Diagnostic::new(Code::Unquoted, "a comma ends a text without quotes in braces")
                    .at(at, "quote the text")
                    .fix("quote the text", at, super::unquoted::quote(&whole)),
            );
        }
        true
    }

    fn unknown_key(&mut self, shape: &'static Shape, key: &Text) {
        let names: Vec<&str> = shape.keys().map(|key| key.name).collect();
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("{} has no key `{}`", shape.what, key.text));
        let label = if is_key_of_first_file(shape, key) {
            String::from("in the folder of an API, only the file with the key `api` has this key")
        } else if nearest(key.as_str(), names.iter().copied()).is_some() {
            String::from("unknown key")
        } else {
            format!("expected one of {}", names.join(", "))
        };
        self.diagnostics
            .push(diagnostic.at(key.at, label).suggest(key.at, key.as_str(), names));
    }

    fn form(&mut self, form: &'static Form, node: &Node, key: &Text) {
        match form {
            Form::Text => self.text(node, false),
            Form::OptionalText => self.text(node, true),
            Form::Flag => self.scalar(node, "expected `true` or `false`", |form, _| {
                form == ScalarForm::Boolean
            }),
            Form::Number => self.scalar(node, "expected a whole number", |form, text| {
                form == ScalarForm::Number
                    && text.bytes().all(|byte| byte.is_ascii_digit())
                    && text.parse::<u64>().is_ok()
            }),
            Form::Scalar => self.scalar(node, "expected a single value", |form, _| form != ScalarForm::Null),
            Form::Word(words) => self.word(words, node),
            Form::Required => self.required(node),
            Form::TypeRef => self.type_ref(node),
            Form::TypeRefOr(shape) if matches!(node.value, Value::Map(_)) && map_values(node).is_none() => {
                self.shape(shape, node, key.at);
            }
            Form::TypeRefOr(_) => self.type_ref(node),
            Form::TextOr(shape) if matches!(node.value, Value::Map(_)) => self.shape(shape, node, key.at),
            Form::TextOr(_) => self.text(node, false),
            Form::WordOr(_, shape) if matches!(node.value, Value::Map(_)) => self.shape(shape, node, key.at),
            Form::WordOr(words, _) => self.word(words, node),
            Form::OneOrList(form) if node.scalar().is_some() => self.form(form, node, key),
            Form::BodyType => self.body_type(node),
            Form::Path if node.scalar().is_some() => self.text(node, false),
            Form::Path if matches!(&node.value, Value::List(keys) if keys.is_empty()) => {
                self.wrong_form(node, "expected a path: at least one key");
            }
            Form::Path => self.list(&Form::Text, node, key),
            Form::List(form) | Form::OneOrList(form) => self.list(form, node, key),
            Form::Map(entries) => self.map(entries, node),
            Form::Shape(shape) => self.shape(shape, node, key.at),
            Form::Any => {}
        }
    }

    fn list(&mut self, form: &'static Form, node: &Node, key: &Text) {
        let Value::List(items) = &node.value else {
            self.wrong_form(node, "expected a list");
            return;
        };
        for item in items {
            let name = Text::new(key.as_str(), item.at);
            self.form(form, item, &name);
        }
    }

    fn map(&mut self, kinds: &'static [Entry], node: &Node) {
        let Value::Map(entries) = &node.value else {
            self.wrong_form(node, "expected a mapping");
            return;
        };
        for (index, (key, value)) in entries.iter().enumerate() {
            if self.is_rest_of_text(entries, index) {
                continue;
            }
            let kind = kinds.iter().find(|kind| kind.name.fits(key.as_str()));
            let Some(kind) = kind.or(kinds.last()) else { continue };
            let is_status = kind.name == Name::Status;
            if !kind.name.fits(key.as_str()) {
                let (code, what) = if is_status {
                    (Code::Status, "status")
                } else {
                    (Code::BadName, "name")
                };
                self.diagnostics.push(
                    Diagnostic::new(code, format!("`{}` is not a valid {what}", key.text))
                        .at(key.at, kind.name.describe()),
                );
            }
            if !key.form.is_text() && !is_status {
                self.unquoted(key.form, key.as_str(), key.at);
            }
            self.form(&kind.form, value, key);
        }
    }

    fn text(&mut self, node: &Node, may_be_empty: bool) {
        match node.scalar() {
            Some(scalar) if scalar.form.is_text() => {
                if scalar.text.trim().is_empty() && !may_be_empty {
                    self.diagnostics.push(
                        Diagnostic::new(Code::WrongForm, "expected a non-empty string").at(node.at, "empty string"),
                    );
                }
            }
            Some(scalar) if scalar.form != ScalarForm::Null => self.unquoted(scalar.form, &scalar.text, node.at),
            _ => self.wrong_form(node, "expected a string"),
        }
    }

    fn scalar(&mut self, node: &Node, expected: &str, fits: impl Fn(ScalarForm, &str) -> bool) {
        if !node.scalar().is_some_and(|scalar| fits(scalar.form, &scalar.text)) {
            self.wrong_form(node, expected);
        }
    }

    fn word(&mut self, words: &'static [(&'static str, &'static str)], node: &Node) {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let Some(text) = node.text() else {
            self.wrong_form(node, &format!("expected one of {}", known.join(", ")));
            return;
        };
        if !known.contains(&text.as_str()) {
            self.unknown_word(&text, &known);
        }
    }

    fn required(&mut self, node: &Node) {
        const KNOWN: &[&str] = &["true", "false", "create", "one_of GROUP"];
        match node.scalar() {
            Some(scalar) if scalar.form == ScalarForm::Boolean => {}
            Some(scalar) if scalar.form.is_text() => {
                let group = scalar
                    .text
                    .strip_prefix("one_of ")
                    .is_some_and(|group| Name::Snake.fits(group));
                if scalar.text != "create" && !group {
                    self.unknown_word(&Text::new(&scalar.text, node.at), KNOWN);
                }
            }
            _ => self.wrong_form(node, &format!("expected one of {}", KNOWN.join(", "))),
        }
    }

    fn unknown_word(&mut self, text: &Text, known: &[&str]) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnknownWord,
                format!("`{}` is not one of {}", text.text, known.join(", ")),
            )
            .at(text.at, "unknown word")
            .suggest(text.at, text.as_str(), known.iter().copied()),
        );
    }

    /// Checks the type of a body: a name, or a list of one.
    fn body_type(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(_) => self.text(node, false),
            Value::List(items) if items.len() == 1 => items.iter().for_each(|item| self.text(item, false)),
            Value::List(_) | Value::Map(_) => {
                self.wrong_form(node, "expected the name of a type, `Pet`, or a list of one, `[Pet]`");
            }
        }
    }

    /// Checks a type expression: a name, or a list of one.
    fn type_ref(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(_) => self.text(node, false),
            Value::List(items) => match items.as_slice() {
                [item] if item.scalar().is_some() || map_values(item).is_some() => self.type_ref(item),
                _ => self.wrong_form(node, "a list type is written with one type in brackets, `[LineItem]`"),
            },
            Value::Map(_) => match map_values(node) {
                Some(values) => self.type_ref(values),
                None => self.wrong_form(
                    node,
                    "expected a type: a scalar, a name, a list `[Amount]` or a map `{ map: Amount }`",
                ),
            },
        }
    }

    fn unquoted(&mut self, form: ScalarForm, text: &str, at: Span) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::Unquoted,
                format!("YAML reads `{text}` as {}, but a string is expected", form.describe()),
            )
            .at(at, format!("read as {}", form.describe()))
            .fix("quote it", at, format!("\"{text}\"")),
        );
    }

    fn wrong_form(&mut self, node: &Node, expected: &str) {
        self.diagnostics
            .push(Diagnostic::new(Code::WrongForm, expected).at(node.at, format!("found {}", node.describe())));
    }
}

/// Returns true for a key that a part of an API leaves to the file with the key `api`.
fn is_key_of_first_file(shape: &'static Shape, key: &Text) -> bool {
    shape.id == keys::PART.id && keys::HEAD.iter().any(|known| known.name == key.text)
}

/// Returns where to add a missing key, by the order of the table.
fn place_for(shape: &'static Shape, node: &Node, missing: &str) -> Option<(Span, &'static str)> {
    let before = shape.keys().take_while(|key| key.name != missing);
    let last = before.filter_map(|key| node.get(key.name)).last();
    let first = || shape.keys().find_map(|key| node.get(key.name));
    match last {
        Some(last) => Some((last.last(), "add it after this")),
        None => Some((first()?.last(), "add it before this")),
    }
}

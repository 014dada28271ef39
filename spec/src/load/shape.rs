//! Whether a tree has the keys and the forms that the tables say.

use super::Tree;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::keys::{Entry, Form, Name, Shape};
use crate::tree::{Node, ScalarForm, Span, Text, Value};

/// Reports unknown and missing keys, and values of the wrong form, in the whole tree.
pub(crate) fn check(tree: &Tree, diagnostics: &mut Vec<Diagnostic>) {
    Checker { diagnostics }.shape(tree.kind.shape(), &tree.root, tree.root.at);
}

struct Checker<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    /// `name` is where the item is named; a missing key is reported there.
    fn shape(&mut self, shape: &'static Shape, node: &Node, name: Span) {
        let Value::Map(entries) = &node.value else {
            self.wrong_form(node, &format!("{} is a mapping", shape.what));
            return;
        };
        for (key, value) in entries {
            match shape.key(key.as_str()) {
                Some(known) => self.form(&known.form, value, key),
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

    fn unknown_key(&mut self, shape: &'static Shape, key: &Text) {
        let names: Vec<&str> = shape.keys().map(|key| key.name).collect();
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("{} has no key `{}`", shape.what, key.text));
        let label = if nearest(key.as_str(), names.iter().copied()).is_some() {
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
            Form::Flag => self.scalar(node, "`true` or `false` belongs here", |form, _| {
                form == ScalarForm::Boolean
            }),
            Form::Number => self.scalar(node, "a whole number belongs here", |form, text| {
                form == ScalarForm::Number
                    && text.bytes().all(|byte| byte.is_ascii_digit())
                    && text.parse::<u64>().is_ok()
            }),
            Form::Scalar => self.scalar(node, "a single value belongs here", |form, _| form != ScalarForm::Null),
            Form::Word(words) => self.word(words, node),
            Form::Required => self.required(node),
            Form::TypeRef => self.type_ref(node),
            Form::TypeRefOr(shape) if matches!(node.value, Value::Map(_)) => self.shape(shape, node, key.at),
            Form::TypeRefOr(_) => self.type_ref(node),
            Form::TextOr(shape) if matches!(node.value, Value::Map(_)) => self.shape(shape, node, key.at),
            Form::TextOr(_) => self.text(node, false),
            Form::OneOrList(form) if node.scalar().is_some() => self.form(form, node, key),
            Form::List(form) | Form::OneOrList(form) => self.list(form, node, key),
            Form::Map(entries) => self.map(entries, node),
            Form::Shape(shape) => self.shape(shape, node, key.at),
            Form::Any => {}
        }
    }

    fn list(&mut self, form: &'static Form, node: &Node, key: &Text) {
        let Value::List(items) = &node.value else {
            self.wrong_form(node, "a list belongs here");
            return;
        };
        for item in items {
            let name = Text::new(key.as_str(), item.at);
            self.form(form, item, &name);
        }
    }

    fn map(&mut self, kinds: &'static [Entry], node: &Node) {
        let Value::Map(entries) = &node.value else {
            self.wrong_form(node, "a mapping belongs here");
            return;
        };
        for (key, value) in entries {
            let kind = kinds.iter().find(|kind| kind.name.fits(key.as_str()));
            let Some(kind) = kind.or(kinds.last()) else { continue };
            let is_status = kind.name == Name::Status;
            if !kind.name.fits(key.as_str()) {
                let (code, what) = if is_status {
                    (Code::Status, "status")
                } else {
                    (Code::BadName, "name here")
                };
                self.diagnostics.push(
                    Diagnostic::new(code, format!("`{}` cannot be a {what}", key.text))
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
                        Diagnostic::new(Code::WrongForm, "a text belongs here").at(node.at, "this text is empty"),
                    );
                }
            }
            Some(scalar) if scalar.form != ScalarForm::Null => self.unquoted(scalar.form, &scalar.text, node.at),
            _ => self.wrong_form(node, "a text belongs here"),
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
            self.wrong_form(node, &format!("one of {} belongs here", known.join(", ")));
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
            _ => self.wrong_form(node, &format!("one of {} belongs here", KNOWN.join(", "))),
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

    /// A name, or a list of one.
    fn type_ref(&mut self, node: &Node) {
        match &node.value {
            Value::Scalar(_) => self.text(node, false),
            Value::List(items) => match items.as_slice() {
                [item] if item.scalar().is_some() => self.type_ref(item),
                _ => self.wrong_form(node, "a list type is written with one type in brackets, `[LineItem]`"),
            },
            Value::Map(_) => self.wrong_form(
                node,
                "a type belongs here: a scalar, a name, or one of these in brackets",
            ),
        }
    }

    fn unquoted(&mut self, form: ScalarForm, text: &str, at: Span) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::Unquoted,
                format!("`{text}` is {} to YAML, and a text belongs here", form.describe()),
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

/// Where a key that is missing would stand, in the order of the table.
fn place_for(shape: &'static Shape, node: &Node, missing: &str) -> Option<(Span, &'static str)> {
    let before = shape.keys().take_while(|key| key.name != missing);
    let last = before.filter_map(|key| node.get(key.name)).last();
    let first = || shape.keys().find_map(|key| node.get(key.name));
    match last {
        Some(last) => Some((last.last(), "it would stand after this")),
        None => Some((first()?.last(), "it would stand before this")),
    }
}

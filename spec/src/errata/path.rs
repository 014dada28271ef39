//! Paths in a file, as errata write them: `operations/list/parameters/userId`.

use super::nearest_key;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::keys::{Form, Shape};
use crate::load::FileKind;
use crate::tree::{Node, Text, Value};

/// The result of following a path as far as it exists.
pub(super) struct Found<'a> {
    /// The keys that exist.
    pub(super) steps: Vec<String>,
    /// The node at these keys.
    deepest: &'a Node,
    /// The form of that node in the language, if it defines one.
    form: Option<Within>,
    /// The rest of the path; empty if the path exists.
    pub(super) rest: String,
}

/// The form of a node in the language.
#[derive(Clone, Copy)]
pub(super) enum Within {
    Shape(&'static Shape),
    Form(&'static Form),
}

impl Within {
    pub(super) fn root(kind: FileKind) -> Self {
        Self::Shape(kind.shape())
    }

    /// Returns the form of the value of a key.
    pub(super) fn step(self, key: &str) -> Option<Self> {
        let form = match self.shape() {
            Some(shape) => &shape.key(key)?.form,
            None => match self {
                Self::Form(Form::Map(entries)) => &entries.iter().find(|entry| entry.name.fits(key))?.form,
                Self::Form(Form::List(form) | Form::OneOrList(form)) => form,
                Self::Form(Form::Path | Form::BodyType) => &Form::Text,
                _ => return None,
            },
        };
        Some(Self::Form(form))
    }

    /// Returns the shape, if it is a mapping with known keys.
    pub(super) fn shape(self) -> Option<&'static Shape> {
        match self {
            Self::Shape(shape) => Some(shape),
            Self::Form(Form::Shape(shape) | Form::TextOr(shape) | Form::TypeRefOr(shape) | Form::WordOr(_, shape)) => {
                Some(*shape)
            }
            Self::Form(_) => None,
        }
    }

    pub(super) fn is_map(self) -> bool {
        self.shape().is_some() || matches!(self, Self::Form(Form::Map(_)))
    }
}

/// Follows a path from the root as far as it exists.
pub(super) fn find<'a>(kind: FileKind, root: &'a Node, at: &Text) -> Found<'a> {
    let mut found = Found {
        steps: Vec::new(),
        deepest: root,
        form: Some(Within::root(kind)),
        rest: at.text.trim_matches('/').to_owned(),
    };
    while !found.rest.is_empty() {
        let Some((key, node)) = step(found.deepest, &found.rest) else {
            break;
        };
        found.rest = found.rest[key.len()..].trim_start_matches('/').to_owned();
        found.form = found.form.and_then(|form| form.step(&key));
        found.steps.push(key);
        found.deepest = node;
    }
    found
}

/// Returns the next entry of the path. A key may contain slashes, so the longest match wins.
fn step<'a>(node: &'a Node, rest: &str) -> Option<(String, &'a Node)> {
    let fits = |key: &str| {
        rest.strip_prefix(key)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .filter(|(key, _)| !key.text.is_empty() && fits(key.as_str()))
            .max_by_key(|(key, _)| key.text.len())
            .map(|(key, node)| (key.text.clone(), node)),
        Value::List(items) => {
            let index = rest.split('/').next()?;
            Some((index.to_owned(), items.get(index.parse::<usize>().ok()?)?))
        }
        Value::Scalar(_) => None,
    }
}

impl<'a> Found<'a> {
    /// Returns the node at the path, if it exists.
    pub(super) fn node(&self) -> Option<&'a Node> {
        self.rest.is_empty().then_some(self.deepest)
    }

    /// Returns the form of the deepest node.
    pub(super) fn within(&self) -> Option<Within> {
        self.form
    }

    /// Returns where to correct a shared type, if the path leads into one.
    fn shared(&self) -> Option<String> {
        let [section, name] = &self.steps[..] else { return None };
        let is_shared = section == "types" && self.deepest.scalar().is_some_and(|word| word.text == "shared");
        is_shared.then(|| {
            format!(
                "correct `shared_types/{name}/{}` in the errata of the platform",
                self.rest
            )
        })
    }

    /// Returns the diagnostic that the path of an erratum does not exist, with a similar path as suggestion.
    pub(super) fn not_found(&self, at: &Text) -> Diagnostic {
        self.not_found_as(Code::ErratumNowhere, at)
    }

    /// Like [`not_found`](Self::not_found), with a code.
    pub(super) fn not_found_as(&self, code: Code, at: &Text) -> Diagnostic {
        let missing = self.rest.split('/').next().unwrap_or_default();
        let known = self
            .form
            .and_then(Within::shape)
            .map(|shape| shape.keys().map(|key| key.name));
        let similar = nearest_key(self.deepest, missing).or_else(|| nearest(missing, known?));
        let diagnostic = Diagnostic::new(code, format!("the path `{}` does not exist", at.text))
            .at(at.at, format!("there is no `{missing}`"));
        match similar {
            Some(name) => {
                let after = &self.rest[missing.len()..];
                let steps: Vec<&str> = self.steps.iter().map(String::as_str).chain([name]).collect();
                let definition = self.deepest.entries().iter().find(|(key, _)| key.as_str() == name);
                let diagnostic = diagnostic.fix("a similar path exists", at.at, steps.join("/") + after);
                match definition {
                    Some((key, _)) => diagnostic.at(key.at, "a similar path"),
                    None => diagnostic,
                }
            }
            None => match self.shared() {
                Some(help) => diagnostic.at(self.deepest.at, "the API shares it").help(help),
                None => diagnostic.at(self.deepest.at, "the path exists up to here"),
            },
        }
    }
}

//! Places in a file as errata write them: `operations/list/parameters/userId`.

use super::nearest_key;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::keys::{Form, Shape};
use crate::load::FileKind;
use crate::tree::{Node, Text, Value};

/// How far a path leads.
pub(super) struct Found<'a> {
    /// The keys that are there.
    pub(super) steps: Vec<String>,
    /// The node they lead to.
    deepest: &'a Node,
    /// What the language says of that node, where it says something.
    form: Option<Within>,
    /// What is left of the path: nothing, when the place is there.
    pub(super) rest: String,
}

/// What a node is to the language.
#[derive(Clone, Copy)]
pub(super) enum Within {
    Shape(&'static Shape),
    Form(&'static Form),
}

impl Within {
    pub(super) fn root(kind: FileKind) -> Self {
        Self::Shape(kind.shape())
    }

    /// What stands under a key.
    pub(super) fn step(self, key: &str) -> Option<Self> {
        let form = match self.shape() {
            Some(shape) => &shape.key(key)?.form,
            None => match self {
                Self::Form(Form::Map(entries)) => &entries.iter().find(|entry| entry.name.fits(key))?.form,
                Self::Form(Form::List(form) | Form::OneOrList(form)) => form,
                _ => return None,
            },
        };
        Some(Self::Form(form))
    }

    /// The known keys of the mapping that it is.
    pub(super) fn shape(self) -> Option<&'static Shape> {
        match self {
            Self::Shape(shape) => Some(shape),
            Self::Form(Form::Shape(shape) | Form::TextOr(shape) | Form::TypeRefOr(shape)) => Some(*shape),
            Self::Form(_) => None,
        }
    }

    pub(super) fn is_map(self) -> bool {
        self.shape().is_some() || matches!(self, Self::Form(Form::Map(_)))
    }
}

/// Follows a path from the root as far as it leads.
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

/// The entry that the path goes on with. A key may hold slashes itself, so the longest that fits is taken.
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
    /// The node at the place; none when the path leads nowhere.
    pub(super) fn node(&self) -> Option<&'a Node> {
        self.rest.is_empty().then_some(self.deepest)
    }

    /// What the language says of where the path ends.
    pub(super) fn within(&self) -> Option<Within> {
        self.form
    }

    /// The diagnostic that the place of an erratum leads nowhere, with the nearest place that is there.
    pub(super) fn nowhere(&self, at: &Text) -> Diagnostic {
        self.leads_nowhere(Code::ErratumNowhere, at)
    }

    /// The same with a code for whose place it is.
    pub(super) fn leads_nowhere(&self, code: Code, at: &Text) -> Diagnostic {
        let missing = self.rest.split('/').next().unwrap_or_default();
        let known = self
            .form
            .and_then(Within::shape)
            .map(|shape| shape.keys().map(|key| key.name));
        let similar = nearest_key(self.deepest, missing).or_else(|| nearest(missing, known?));
        let diagnostic = Diagnostic::new(code, format!("the place `{}` is not there", at.text))
            .at(at.at, format!("there is no `{missing}`"));
        match similar {
            Some(name) => {
                let after = &self.rest[missing.len()..];
                let steps: Vec<&str> = self.steps.iter().map(String::as_str).chain([name]).collect();
                let stands = self.deepest.entries().iter().find(|(key, _)| key.as_str() == name);
                let diagnostic = diagnostic.fix("a similar place exists", at.at, steps.join("/") + after);
                match stands {
                    Some((key, _)) => diagnostic.at(key.at, "a similar place"),
                    None => diagnostic,
                }
            }
            None => diagnostic.at(self.deepest.at, "this is as far as it leads"),
        }
    }
}

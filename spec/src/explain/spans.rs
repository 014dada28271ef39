//! The source spans of a specification. They are separate from the contract, which does not depend on source locations.

use std::collections::BTreeMap;

use crate::api::Evidence;
use crate::errata;
use crate::load::{FileKind, Tree};
use crate::sources::FileId;
use crate::tree::{Node, Span, Value};

use super::Item;

/// The source spans of the effective specification, and its errata as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spans {
    /// Rows by API and path of keys.
    rows: BTreeMap<(String, Vec<String>), Row>,
    /// Errata by span.
    errata: Vec<WrittenErratum>,
    /// The API of the platform, which has the rows of shared types.
    platform: Option<String>,
}

/// The spans of a key and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    key: Span,
    value: Span,
}

/// Whether a row stands for one of the API's `parameters`, or for a shared type.
fn is_shared(path: &[String], node: &Node) -> bool {
    let is_parameter =
        matches!(path, [operations, _, parameters, _] if operations == "operations" && parameters == "parameters");
    let is_type = matches!(path, [types, _] if types == "types");
    (is_parameter || is_type) && node.text().is_some_and(|text| text.text == "shared")
}

/// An erratum as written in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenErratum {
    /// The id, unique across all APIs.
    pub id: String,
    /// Where it is defined.
    pub at: Span,
    /// What the documentation says: completes "The documentation says …".
    pub says: String,
    /// What the service does: completes "The service …".
    pub does: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// The evidence.
    pub evidence: Vec<Evidence>,
}

impl Spans {
    /// Collects the spans of the effective trees, and the errata of the loaded trees.
    pub(crate) fn of(effective: &[Tree], loaded: &[Tree]) -> Self {
        let mut places = Self::default();
        for tree in effective {
            let Some(api) = tree.root.text_of("api") else { continue };
            if tree.kind == FileKind::Platform {
                places.platform = Some(api.text.clone());
            }
            places.rows.insert(
                (api.text.clone(), Vec::new()),
                Row {
                    key: api.at,
                    value: api.at,
                },
            );
            places.add(&api.text, &mut Vec::new(), &tree.root);
        }
        let errata = loaded.iter().filter(|tree| tree.kind == FileKind::Errata);
        let corrections = errata.flat_map(|tree| tree.root.get("corrections").map_or(&[][..], Node::items));
        places.errata = corrections.filter_map(written).collect();
        places.errata.sort_by_key(|erratum| erratum.at);
        places
    }

    /// Adds the contents of a node. The loader limits the depth of trees, so recursion is safe.
    fn add(&mut self, api: &str, path: &mut Vec<String>, node: &Node) {
        let mut enter = |name: String, key: Span, node: &Node| {
            path.push(name);
            let row = Row { key, value: node.at };
            if !is_shared(path, node) {
                self.rows.insert((api.to_owned(), path.clone()), row);
            }
            self.add(api, path, node);
            path.pop();
        };
        match &node.value {
            Value::Map(entries) => entries
                .iter()
                .for_each(|(key, node)| enter(key.text.clone(), key.at, node)),
            Value::List(items) => (0..).zip(items).for_each(|(index, node): (usize, &Node)| {
                enter(index.to_string(), node.at, node);
            }),
            Value::Scalar(_) => {}
        }
    }

    /// Returns the span of an item's key.
    #[must_use]
    pub fn of_item(&self, item: &Item<'_>) -> Option<Span> {
        self.row(item.api_key(), item.path()).map(|row| row.key)
    }

    /// Returns true if the row of an item sets its name in the SDK.
    #[must_use]
    pub fn is_named(&self, item: &Item<'_>) -> bool {
        let mut path = item.path().to_vec();
        path.push(String::from("name"));
        item.can_be_named() && self.row(item.api_key(), &path).is_some()
    }

    /// Returns the errata that affect an item: those in its documentation, those that added it, and for a row those
    /// that changed a part of it.
    #[must_use]
    pub fn errata_of(&self, item: &Item<'_>) -> Vec<&WrittenErratum> {
        let shown = |erratum: &&WrittenErratum| item.doc().errata.iter().any(|own| own.id == erratum.id);
        let mut touched: Vec<usize> = self
            .row(item.api_key(), item.path())
            .and_then(|row| self.erratum_at(row.key))
            .into_iter()
            .collect();
        if item.is_row() {
            touched.extend(self.within(item.api_key(), item.path()).flat_map(|row| {
                let places = [row.key, row.value];
                places.into_iter().filter_map(|place| self.erratum_at(place))
            }));
        }
        let errata = self.errata.iter().enumerate();
        let errata = errata.filter(|(index, erratum)| shown(erratum) || touched.contains(index));
        errata.map(|(_, erratum)| erratum).collect()
    }

    /// Returns the row at a path. The row of a response that all operations share is among the API's `failures`, and that
    /// of a shared parameter among its `parameters`.
    fn row(&self, api: &str, path: &[String]) -> Option<&Row> {
        let row = |path: &[String]| self.rows.get(&(api.to_owned(), path.to_vec()));
        row(path).or_else(|| match path {
            [types, _, ..] if types == "types" => {
                let (platform, path) = self.shared(api, path)?;
                self.rows.get(&(platform.to_owned(), path))
            }
            [operations, _, parameters, rest @ ..] if operations == "operations" && parameters == "parameters" => {
                row(&[&["parameters".to_owned()], rest].concat())
            }
            [operations, _, responses, status] if operations == "operations" && responses == "responses" => {
                row(&["failures".to_owned(), status.clone()])
            }
            _ => None,
        })
    }

    /// Returns the rows at a path and below.
    fn within<'a>(&'a self, api: &'a str, path: &[String]) -> impl Iterator<Item = &'a Row> {
        let (api, path) = self.shared(api, path).unwrap_or((api, path.to_vec()));
        let rows = self.rows.range((api.to_owned(), path.clone())..);
        let rows = rows.take_while(move |((own, below), _)| own == api && below.starts_with(&path));
        rows.map(|(_, row)| row)
    }

    /// Returns the path of a shared type, or of a row of it, in the platform; `None` if the API has a type of its own.
    fn shared<'a>(&'a self, api: &str, path: &[String]) -> Option<(&'a str, Vec<String>)> {
        let [types, name, rest @ ..] = path else { return None };
        let own = [types.clone(), name.clone()];
        let is_own = types != "types" || self.rows.contains_key(&(api.to_owned(), own.to_vec()));
        let shared = [String::from("shared_types"), name.clone()];
        (!is_own).then_some((self.platform.as_deref()?, [&shared[..], rest].concat()))
    }

    /// Returns the index of the erratum that contains a span.
    fn erratum_at(&self, place: Span) -> Option<usize> {
        let in_file = |file: FileId| {
            self.errata
                .iter()
                .enumerate()
                .filter(move |(_, own)| own.at.file == file)
        };
        let mut before = in_file(place.file).filter(|(_, erratum)| erratum.at.range().start <= place.range().start);
        before.next_back().map(|(index, _)| index)
    }
}

fn written(node: &Node) -> Option<WrittenErratum> {
    let text = |key| node.text_of(key).map(|text| text.text);
    Some(WrittenErratum {
        id: text("id")?,
        at: node.at,
        says: text("says")?,
        does: text("does")?,
        confidence: text("confidence")?,
        evidence: errata::evidence(node),
    })
}

//! Explains why an item of the SDK looks the way it does: its row in the specification, its resolved properties, the
//! Rust items generated from it with the rules behind them, and the errata that affect it.

mod rules;
mod rust;
mod rust_item;
mod text;

use std::collections::BTreeSet;
use std::fmt;

use concur_spec::explain::{Found, Item, WrittenErratum, find, items};
use concur_spec::{Sources, Span, Specification};
use serde_json::{Map, Value, json};

use crate::InternalError;

pub use rules::Rule;
pub use rust_item::RustItem;

/// Everything known about an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The name of the item: `request.Expense.custom7`.
    pub name: String,
    /// The kind of the item: `field of a family`.
    pub what: &'static str,
    /// The documentation, in Markdown.
    pub doc: String,
    /// The line of its row.
    pub row: Option<Line>,
    /// The title of the document that has the row.
    pub document: Option<String>,
    /// The section of the document.
    pub section: Option<String>,
    /// The resolved properties, by the keys that `describe` uses.
    pub facts: Map<String, Value>,
    /// The Rust items generated from it.
    pub rust: Vec<RustItem>,
    /// The errata that affect it, each with the line where it starts.
    pub errata: Vec<(WrittenErratum, Option<Line>)>,
}

/// A line of a file of the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file: `spec/request.yaml`.
    pub file: String,
    /// The line number, starting at 1.
    pub number: usize,
    /// The column in characters, starting at 1.
    pub column: usize,
    /// The text of the line, without the indentation.
    pub text: String,
}

impl Line {
    fn of(place: Span, sources: &Sources) -> Option<Self> {
        let source = sources.file(place.file)?;
        let (number, column) = source.line_and_column(place.range().start);
        Some(Self {
            file: source.path().to_owned(),
            number,
            column,
            text: source.text().lines().nth(number - 1)?.trim().to_owned(),
        })
    }

    fn json(&self) -> Value {
        json!({ "file": self.file, "line": self.number, "column": self.column, "text": self.text })
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.number, self.column)
    }
}

/// Why a name cannot be explained.
#[derive(Debug)]
pub enum Unexplained {
    /// No item has the name. Contains the most similar names.
    Unknown(String, Vec<String>),
    /// Several items have names that end like this.
    Ambiguous(String, Vec<String>),
    /// The documents have the item, but an erratum removes it.
    Removed(String),
    /// The generator failed.
    Internal(InternalError),
}

impl From<InternalError> for Unexplained {
    fn from(error: InternalError) -> Self {
        Self::Internal(error)
    }
}

impl fmt::Display for Unexplained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sentence, names) = match self {
            Self::Unknown(name, near) if near.is_empty() => return write!(f, "there is no item `{name}`"),
            Self::Unknown(name, near) => (format!("there is no item `{name}`; similar names"), near),
            Self::Ambiguous(name, names) => (format!("`{name}` is ambiguous, with {} candidates", names.len()), names),
            Self::Removed(name) => {
                return write!(
                    f,
                    "`{name}` is in the documents only: the service does not have it, and an erratum removes it"
                );
            }
            Self::Internal(error) => return error.fmt(f),
        };
        write!(f, "{sentence}:")?;
        names.iter().try_for_each(|name| write!(f, "\n  {name}"))
    }
}

impl std::error::Error for Unexplained {}

/// Explains the items of a specification.
pub struct Explainer<'a> {
    specification: &'a Specification,
    sources: &'a Sources,
    items: Vec<Item<'a>>,
    rust: Vec<Vec<RustItem>>,
    /// Paths of the SDK, each with the index of its item.
    paths: Vec<(String, usize)>,
}

impl<'a> Explainer<'a> {
    /// Creates an explainer for a specification and the sources that it was loaded from.
    ///
    /// # Errors
    /// Returns an error only for a bug in the generator.
    pub fn new(specification: &'a Specification, sources: &'a Sources) -> Result<Self, InternalError> {
        let contract = &specification.effective;
        let (_, public_api) = crate::rust::crate_files(contract)?.finished()?;
        let items = items(contract);
        let of = |item: &Item<'_>| rust::of(item, specification.spans.is_named(item), &public_api);
        let rust: Vec<Vec<RustItem>> = items.iter().map(of).collect();
        let own = rust.iter().enumerate();
        let paths = own.flat_map(|(at, own)| own.iter().map(move |item| (without_raw_prefixes(&item.path()), at)));
        Ok(Self {
            specification,
            sources,
            paths: paths.collect(),
            rust,
            items,
        })
    }

    /// Returns every item that can be explained, in the order of the contract.
    #[must_use]
    pub fn items(&self) -> &[Item<'a>] {
        &self.items
    }

    /// Explains a name: that of an item, its last parts if they are unique, or a path of the SDK. Returns several
    /// explanations if several items have exactly this name.
    ///
    /// # Errors
    /// Returns an error if no item has the name, or if it is ambiguous.
    pub fn explain(&self, wanted: &str) -> Result<Vec<Explanation>, Unexplained> {
        let wanted = wanted.trim();
        let found = if wanted.contains("::") {
            self.by_path(wanted)
        } else {
            let names: Vec<&str> = self.items.iter().map(|item| item.name.as_str()).collect();
            find(&names, wanted, ".")
        };
        let names = |positions: &[usize]| -> Vec<String> {
            let items = positions.iter().filter_map(|at| self.items.get(*at));
            let shown = items.map(|item| format!("{}  ({})", item.name, item.what()));
            shown.collect()
        };
        match found {
            Found::These(positions) => Ok(positions.into_iter().filter_map(|at| self.at(at)).collect()),
            Found::Ambiguous(positions) => Err(Unexplained::Ambiguous(wanted.to_owned(), names(&positions))),
            Found::Unknown(near) => Err(match self.removed(wanted) {
                Some(name) => Unexplained::Removed(name),
                None => Unexplained::Unknown(wanted.to_owned(), names(&near)),
            }),
        }
    }

    /// Returns the full name of an item that only the documents have.
    fn removed(&self, wanted: &str) -> Option<String> {
        let documented = items(&self.specification.as_documented);
        let names: Vec<&str> = documented.iter().map(|item| item.name.as_str()).collect();
        match find(&names, wanted, ".") {
            Found::These(positions) => Some((*names.get(*positions.first()?)?).to_owned()),
            Found::Ambiguous(_) | Found::Unknown(_) => None,
        }
    }

    /// Finds a path of the SDK, with or without the crate. A field may follow a dot, as in the listing.
    fn by_path(&self, wanted: &str) -> Found {
        let wanted = without_raw_prefixes(&wanted.replace('.', "::"));
        let paths: Vec<&str> = self.paths.iter().map(|(path, _)| path.as_str()).collect();
        let items = |positions: Vec<usize>| -> Vec<usize> {
            let mut seen = BTreeSet::new();
            let items = positions.into_iter().filter_map(|at| Some(self.paths.get(at)?.1));
            items.filter(|item| seen.insert(*item)).collect()
        };
        match find(&paths, &wanted, "::") {
            // A method and its arguments share a path, as do a family and its first field; the first one is meant.
            Found::These(positions) => Found::These(items(positions).into_iter().take(1).collect()),
            Found::Ambiguous(positions) => match items(positions) {
                one if one.len() == 1 => Found::These(one),
                several => Found::Ambiguous(several),
            },
            Found::Unknown(near) => Found::Unknown(items(near)),
        }
    }

    fn at(&self, position: usize) -> Option<Explanation> {
        let item = self.items.get(position)?;
        let places = &self.specification.spans;
        let line = |place| Line::of(place, self.sources);
        let (document, section) = item.document_and_section();
        let errata = places.errata_of(item).into_iter();
        Some(Explanation {
            name: item.name.clone(),
            what: item.what(),
            doc: item.doc().text.clone(),
            row: places.of_item(item).and_then(line),
            document: document.map(str::to_owned),
            section: section.map(str::to_owned),
            facts: item.facts(),
            rust: self.rust.get(position).cloned().unwrap_or_default(),
            errata: errata.map(|erratum| (erratum.clone(), line(erratum.at))).collect(),
        })
    }
}

/// Removes `r#` from a path.
fn without_raw_prefixes(path: &str) -> String {
    path.replace("r#", "")
}

impl Explanation {
    /// Returns the explanation as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let rules = |item: &RustItem| -> Vec<Value> {
            let rules = item.rules.iter();
            rules
                .map(|rule| json!({ "rule": rule.id(), "sentence": rule.sentence() }))
                .collect()
        };
        let rust = self.rust.iter();
        let errata = self.errata.iter().map(|(erratum, line)| {
            let evidence = erratum.evidence.iter();
            json!({
                "id": erratum.id,
                "says": erratum.says,
                "does": erratum.does,
                "confidence": erratum.confidence,
                "evidence": evidence.map(|one| json!({ "grade": one.grade, "source": one.source })).collect::<Vec<_>>(),
                "at": line.as_ref().map(Line::json),
            })
        });
        json!({
            "name": self.name,
            "what": self.what,
            "doc": self.doc,
            "row": self.row.as_ref().map(Line::json),
            "document": self.document,
            "section": self.section,
            "facts": self.facts,
            "rust": rust
                .map(|item| json!({ "path": item.path(), "line": item.line, "rules": rules(item) }))
                .collect::<Vec<_>>(),
            "errata": errata.collect::<Vec<_>>(),
        })
    }
}

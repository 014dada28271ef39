//! Why an item of the SDK looks as it does: its row in the specification, what is resolved of it, the items of Rust that
//! come of it and by which rules, and the errata that touch it.

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

/// All that is known of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What it is asked for by: `request.Expense.custom7`.
    pub name: String,
    /// What it is: `field of a family`.
    pub what: &'static str,
    /// What is said of it, Markdown.
    pub doc: String,
    /// Where its row stands.
    pub row: Option<Line>,
    /// The title of the document that it stands in.
    pub document: Option<String>,
    /// The section of the document.
    pub section: Option<String>,
    /// What is resolved of it, by the keys that `describe` uses.
    pub facts: Map<String, Value>,
    /// What it becomes.
    pub rust: Vec<RustItem>,
    /// The errata that touch it, each with the line where it starts.
    pub errata: Vec<(WrittenErratum, Option<Line>)>,
}

/// A line of a file of the specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file: `spec/request.yaml`.
    pub file: String,
    /// The line, counted from 1.
    pub number: usize,
    /// The column of the place in characters, counted from 1.
    pub column: usize,
    /// What stands in it, without the indentation.
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
    /// No item has it; the names of the nearest.
    Unknown(String, Vec<String>),
    /// The names of several items end like it.
    Ambiguous(String, Vec<String>),
    /// The documents have an item of this whole name, and an erratum removes it.
    Removed(String),
    /// The generator is to blame.
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
            Self::Unknown(name, near) => (format!("there is no item `{name}`; similar ones are"), near),
            Self::Ambiguous(name, names) => (format!("`{name}` can be any of {}", names.len()), names),
            Self::Removed(name) => {
                return write!(
                    f,
                    "`{name}` stands in the documents only: the service does not have it, and an erratum removes it"
                );
            }
            Self::Internal(error) => return error.fmt(f),
        };
        write!(f, "{sentence}:")?;
        names.iter().try_for_each(|name| write!(f, "\n  {name}"))
    }
}

impl std::error::Error for Unexplained {}

/// Explanations of items, made at once for many questions.
pub struct Explainer<'a> {
    specification: &'a Specification,
    sources: &'a Sources,
    items: Vec<Item<'a>>,
    rust: Vec<Vec<RustItem>>,
    /// Paths of the SDK, each with the position of its item.
    paths: Vec<(String, usize)>,
}

impl<'a> Explainer<'a> {
    /// Of a specification and the texts that it was loaded from.
    ///
    /// # Errors
    /// Only a diagnostic of the generator itself.
    pub fn new(specification: &'a Specification, sources: &'a Sources) -> Result<Self, InternalError> {
        let contract = &specification.effective;
        let (_, public_api) = crate::rust::crate_files(contract)?.finished()?;
        let items = items(contract);
        let of = |item: &Item<'_>| rust::of(item, specification.places.is_named(item), &public_api);
        let rust: Vec<Vec<RustItem>> = items.iter().map(of).collect();
        let own = rust.iter().enumerate();
        let paths = own.flat_map(|(at, own)| own.iter().map(move |item| (without_quotes(&item.path()), at)));
        Ok(Self {
            specification,
            sources,
            paths: paths.collect(),
            rust,
            items,
        })
    }

    /// Every item that can be explained, in the order of the contract.
    #[must_use]
    pub fn items(&self) -> &[Item<'a>] {
        &self.items
    }

    /// Explains what a name means: that of an item, its last parts where no other ends like it, or a path of the SDK. Several
    /// items where they have this very name.
    ///
    /// # Errors
    /// No item has the name, or several end like it.
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

    /// The whole name of an item that only the documents have.
    fn removed(&self, wanted: &str) -> Option<String> {
        let documented = items(&self.specification.as_documented);
        let names: Vec<&str> = documented.iter().map(|item| item.name.as_str()).collect();
        match find(&names, wanted, ".") {
            Found::These(positions) => Some((*names.get(*positions.first()?)?).to_owned()),
            Found::Ambiguous(_) | Found::Unknown(_) => None,
        }
    }

    /// Looks for a path of the SDK, with or without the crate; a field may stand behind a dot, as in the listing.
    fn by_path(&self, wanted: &str) -> Found {
        let wanted = without_quotes(&wanted.replace('.', "::"));
        let paths: Vec<&str> = self.paths.iter().map(|(path, _)| path.as_str()).collect();
        let items = |positions: Vec<usize>| -> Vec<usize> {
            let mut seen = BTreeSet::new();
            let items = positions.into_iter().filter_map(|at| Some(self.paths.get(at)?.1));
            items.filter(|item| seen.insert(*item)).collect()
        };
        match find(&paths, &wanted, "::") {
            // A method and its arguments, a family and its first field have one path: the first is what it is.
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
        let places = &self.specification.places;
        let line = |place| Line::of(place, self.sources);
        let (document, section) = item.stands_in();
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

/// A path without the marks of names that are keywords, which nobody has to type.
fn without_quotes(path: &str) -> String {
    path.replace("r#", "")
}

impl Explanation {
    /// As JSON.
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

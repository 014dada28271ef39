//! The errata that the documentation of each item shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::Erratum;
use crate::diagnostics::{Code, Diagnostic, Label};
use crate::load::Tree;
use crate::sources::FileId;
use crate::tree::{Node, Value};

/// Errata by the item whose documentation shows them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    notes: Vec<Note>,
    /// The files of each API, by the one that identifies it.
    files: BTreeMap<FileId, Vec<FileId>>,
}

#[derive(Clone, Debug)]
struct Note {
    file: FileId,
    path: Vec<String>,
    erratum: Erratum,
}

/// The paths of items with documentation; `*` matches any key.
const ITEMS: &[&[&str]] = &[
    &["scopes", "*"],
    &["failures", "*"],
    &["parameters", "*"],
    &["operations", "*"],
    &["operations", "*", "parameters", "*"],
    &["operations", "*", "responses", "*"],
    &["types", "*"],
    &["types", "*", "fields", "*"],
    &["types", "*", "values", "*"],
    &["shared_types", "*"],
    &["shared_types", "*", "fields", "*"],
    &["shared_types", "*", "values", "*"],
    &["error_codes", "*"],
    &["uncoded_errors", "*"],
    &["waiters", "*"],
    &["imports", "*"],
    &["exports", "*"],
    &["resources", "*"],
    &["data_centers", "*"],
    &["headers", "*"],
    &["envelopes", "*"],
    &["limits", "*"],
    &["grants", "*"],
    &["tokens"],
    &["tokens", "authorize"],
];

/// The section of the platform with the types that APIs share.
const SHARED_TYPES: &str = "shared_types";

impl Notes {
    /// Records an erratum that was applied at a path.
    pub(super) fn add(&mut self, file: FileId, path: Vec<String>, erratum: &Erratum) {
        self.notes.push(Note {
            file,
            path,
            erratum: erratum.clone(),
        });
    }

    /// Moves every note to the deepest item that contains its path. Called after all errata are applied, since a later
    /// one may remove an item that an earlier one changed.
    pub(super) fn attach(&mut self, trees: &[Tree]) {
        self.files = trees.iter().map(|tree| (tree.file, tree.files.clone())).collect();
        for note in &mut self.notes {
            let root = trees.iter().find(|tree| tree.file == note.file).map(|tree| &tree.root);
            let is_item = |path: &[String]| is_item(path) && root.is_some_and(|root| exists(root, path));
            let depth = (0..=note.path.len()).rev().find(|depth| is_item(&note.path[..*depth]));
            note.path.truncate(depth.unwrap_or(0));
        }
    }

    /// Adds a hint to the diagnostics that only the effective reading has: errata caused them, and the file itself may
    /// look correct.
    pub(crate) fn mark_caused_by_errata(&self, documented: &[Diagnostic], effective: &mut [Diagnostic]) {
        const CAUSED_BY_ERRATA: &str = "caused by applied errata";
        for diagnostic in effective {
            // These are checked in the effective reading only.
            let one_reading = matches!(diagnostic.code, Code::UnusedType | Code::ExampleContent);
            let is_new = !one_reading && !documented.iter().any(|other| other.is_same(diagnostic));
            let is_of = |file: &FileId, label: &Label| {
                let files = self.files.get(file);
                files.is_some_and(|files| files.contains(&label.span.file))
            };
            let is_corrected = |label: &Label| self.notes.iter().any(|note| is_of(&note.file, label));
            if is_new && diagnostic.labels.first().is_some_and(is_corrected) {
                diagnostic.help = Some(match diagnostic.help.take() {
                    Some(help) => format!("{help} ({CAUSED_BY_ERRATA})"),
                    None => CAUSED_BY_ERRATA.to_owned(),
                });
            }
        }
    }

    /// Returns the number of errata. An erratum with several paths counts once.
    pub(crate) fn count(&self) -> usize {
        let ids: BTreeSet<&str> = self.notes.iter().map(|note| note.erratum.id.as_str()).collect();
        ids.len()
    }

    /// Returns the errata of a whole API and of several of its items, each once.
    pub(crate) fn shared(&self, file: FileId) -> Vec<Erratum> {
        let mut first: Vec<&Note> = Vec::new();
        let mut shared: Vec<Erratum> = Vec::new();
        // Shared types are not in the module of the platform's own API.
        let is_elsewhere = |note: &Note| note.path.first().is_some_and(|key| key == SHARED_TYPES);
        let notes = self
            .notes
            .iter()
            .filter(|note| note.file == file && !is_elsewhere(note));
        for note in notes {
            let other = first.iter().find(|other| other.erratum.id == note.erratum.id);
            let is_shared = note.path.is_empty() || other.is_some_and(|other| other.path != note.path);
            if is_shared && !shared.contains(&note.erratum) {
                shared.push(note.erratum.clone());
            }
            if other.is_none() {
                first.push(note);
            }
        }
        shared
    }

    /// Returns the errata of an item.
    pub(crate) fn of(&self, file: FileId, path: &[&str]) -> Vec<Erratum> {
        let mut errata: Vec<Erratum> = Vec::new();
        for note in self.notes.iter().filter(|note| note.file == file && note.path == path) {
            // Several paths of an erratum may be in the same item.
            if !errata.contains(&note.erratum) {
                errata.push(note.erratum.clone());
            }
        }
        errata
    }
}

fn is_item(path: &[String]) -> bool {
    let fits = |pattern: &&[&str]| {
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(part, key)| *part == "*" || part == key)
    };
    path.is_empty() || ITEMS.iter().any(fits)
}

fn exists(root: &Node, path: &[String]) -> bool {
    let mut node = root;
    for key in path {
        let next = match &node.value {
            Value::List(items) => key.parse::<usize>().ok().and_then(|index| items.get(index)),
            _ => node.get(key),
        };
        match next {
            Some(next) => node = next,
            None => return false,
        }
    }
    true
}

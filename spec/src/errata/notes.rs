//! Which erratum is shown at which item.

use std::collections::BTreeSet;

use crate::api::Erratum;
use crate::diagnostics::{Code, Diagnostic, Label};
use crate::load::Tree;
use crate::sources::FileId;
use crate::tree::{Node, Value};

/// Errata by the item in whose documentation they appear.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    notes: Vec<Note>,
}

#[derive(Clone, Debug)]
struct Note {
    file: FileId,
    path: Vec<String>,
    erratum: Erratum,
}

/// The items that have documentation; `*` is any key.
const ITEMS: &[&[&str]] = &[
    &["scopes", "*"],
    &["operations", "*"],
    &["operations", "*", "parameters", "*"],
    &["operations", "*", "responses", "*"],
    &["types", "*"],
    &["types", "*", "fields", "*"],
    &["types", "*", "values", "*"],
    &["error_codes", "*"],
    &["uncoded_errors", "*"],
    &["waiters", "*"],
    &["data_centers", "*"],
    &["headers", "*"],
    &["envelopes", "*"],
    &["limits", "*"],
    &["grants", "*"],
    &["tokens"],
    &["tokens", "authorize"],
];

impl Notes {
    /// Remembers an erratum that was applied at a place.
    pub(super) fn add(&mut self, file: FileId, path: Vec<String>, erratum: &Erratum) {
        self.notes.push(Note {
            file,
            path,
            erratum: erratum.clone(),
        });
    }

    /// Moves every note to the deepest item that its place lies in. Called when all errata are applied, for a later one
    /// may remove what an earlier one changed.
    pub(super) fn attach(&mut self, trees: &[Tree]) {
        for note in &mut self.notes {
            let root = trees.iter().find(|tree| tree.file == note.file).map(|tree| &tree.root);
            let is_item = |path: &[String]| is_item(path) && root.is_some_and(|root| exists(root, path));
            let depth = (0..=note.path.len()).rev().find(|depth| is_item(&note.path[..*depth]));
            note.path.truncate(depth.unwrap_or(0));
        }
    }

    /// Says of diagnostics that only the effective reading has, from `known` on, that errata led to them: the file that they
    /// are in may look sound.
    pub(crate) fn blame(&self, diagnostics: &mut [Diagnostic], known: usize) {
        const BLAME: &str = "it is so once the errata are applied";
        let (documented, effective) = diagnostics.split_at_mut(known);
        for diagnostic in effective {
            // These are looked for in the effective reading alone.
            let one_reading = matches!(diagnostic.code, Code::UnusedType | Code::ExampleContent);
            let is_new = !one_reading && !documented.iter().any(|other| other.is_same(diagnostic));
            let is_corrected = |label: &Label| self.notes.iter().any(|note| note.file == label.place.file);
            if is_new && diagnostic.labels.first().is_some_and(is_corrected) {
                diagnostic.help = Some(match diagnostic.help.take() {
                    Some(help) => format!("{help} ({BLAME})"),
                    None => BLAME.to_owned(),
                });
            }
        }
    }

    /// How many errata there are, each counted once however many places it has.
    pub(crate) fn count(&self) -> usize {
        let ids: BTreeSet<&str> = self.notes.iter().map(|note| note.erratum.id.as_str()).collect();
        ids.len()
    }

    /// The errata of an item.
    pub(crate) fn of(&self, file: FileId, path: &[&str]) -> Vec<Erratum> {
        let mut errata: Vec<Erratum> = Vec::new();
        for note in self.notes.iter().filter(|note| note.file == file && note.path == path) {
            // An erratum with several places may meet an item more than once.
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

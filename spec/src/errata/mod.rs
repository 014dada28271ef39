//! Errata: where the service differs from its documents, applied to the trees before anything is made of them.
//!
//! Working on trees, an erratum can change whatever the language can say. Whether what comes out is sound is checked on
//! the corrected trees, whose nodes still know the file that they came from.

mod compare;
mod edit;
mod notes;
mod path;

use crate::api::{Erratum, Evidence};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::keys::Name;
use crate::load::{FileKind, Loaded, Tree};
use crate::tree::{Node, ScalarForm, Text, Value};

pub(crate) use notes::Notes;

/// The specification as it holds.
pub(crate) struct Corrected {
    pub(crate) trees: Vec<Tree>,
    pub(crate) notes: Notes,
}

/// Applies the errata among the trees to the others.
///
/// Of a file that has diagnostics of form itself it is not known what it would say; that its errata do not fit is a
/// consequence then, and is not reported.
pub(crate) fn apply(loaded: &Loaded, diagnostics: &mut Vec<Diagnostic>) -> Corrected {
    let Loaded { trees, lost, unsound } = loaded;
    let documented: Vec<&Tree> = trees.iter().filter(|tree| tree.kind != FileKind::Errata).collect();
    let mut effective: Vec<Tree> = documented.iter().map(|tree| (*tree).clone()).collect();
    let mut notes = Notes::default();
    let mut ids: Vec<Text> = Vec::new();
    for file in trees.iter().filter(|tree| tree.kind == FileKind::Errata) {
        let corrections = file.root.get("corrections").map_or(&[][..], Node::items);
        let corrections: Vec<Correction<'_>> = corrections.iter().filter_map(Correction::read).collect();
        corrections
            .iter()
            .for_each(|correction| refuse_duplicate(correction, &mut ids, diagnostics));
        let Some(api) = file.root.text_of("errata") else {
            continue;
        };
        let Some(index) = documented
            .iter()
            .position(|tree| api_key(tree).as_ref() == Some(&api.text))
        else {
            let is_nameless = |tree: &&Tree| api_key(tree).is_none_or(|key| !Name::Snake.fits(&key));
            let nameless = documented.iter().any(is_nameless);
            if !nameless && !lost.may_hold(&api.text) {
                diagnostics.push(unknown_api(&api, &documented));
            }
            continue;
        };
        let documented = documented[index];
        let mut consequences = Vec::new();
        for correction in &corrections {
            refuse_idle(correction, diagnostics);
            correction.apply(documented, &mut effective[index], &mut notes, &mut consequences);
        }
        if !unsound.contains(&documented.file) {
            diagnostics.append(&mut consequences);
        }
    }
    notes.attach(&effective);
    Corrected {
        trees: effective,
        notes,
    }
}

/// A place is there, or it could be: all that is missing is its last step, or what the language knows on the way.
///
/// # Errors
/// The diagnostic that it is not, with the nearest place.
pub(crate) fn check_place(tree: &Tree, at: &Text, code: Code) -> Result<(), Box<Diagnostic>> {
    let found = path::find(tree.kind, &tree.root, at);
    if found.node().is_some() || edit::new_keys(&found).is_some() {
        return Ok(());
    }
    Err(Box::new(found.leads_nowhere(code, at)))
}

/// The node at a place, or the deepest one on the way to it, with its key.
pub(crate) fn deepest<'a>(tree: &'a Tree, at: &str) -> (Option<&'a Text>, &'a Node) {
    let at = Text::new(at, tree.root.at);
    let steps = path::find(tree.kind, &tree.root, &at).steps;
    let mut deepest = (None, &tree.root);
    for step in &steps {
        deepest = match &deepest.1.value {
            Value::Map(entries) => match entries.iter().find(|(key, _)| key.text == *step) {
                Some((key, node)) => (Some(key), node),
                None => return deepest,
            },
            Value::List(items) => match step.parse::<usize>().ok().and_then(|index| items.get(index)) {
                Some(node) => (None, node),
                None => return deepest,
            },
            Value::Scalar(_) => return deepest,
        };
    }
    deepest
}

/// It stands for nothing at all. In quotes it is a text like any other.
fn is_absent(node: &Node) -> bool {
    node.scalar()
        .is_some_and(|scalar| scalar.form == ScalarForm::Plain && scalar.text == "absent")
}

fn api_key(tree: &Tree) -> Option<String> {
    tree.root.text_of("api").map(|key| key.text)
}

fn refuse_duplicate(correction: &Correction<'_>, ids: &mut Vec<Text>, diagnostics: &mut Vec<Diagnostic>) {
    match ids.iter().find(|id| id.text == correction.id.text) {
        Some(first) => diagnostics.push(
            Diagnostic::new(Code::DuplicateErratum, format!("there are two errata `{}`", first.text))
                .at(correction.id.at, "a second one here")
                .at(first.at, "the first one here"),
        ),
        None => ids.push(correction.id.clone()),
    }
}

fn refuse_idle(correction: &Correction<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if correction.holds.is_none() && correction.accepts.is_none() {
        let title = format!("the erratum `{}` changes nothing", correction.id.text);
        diagnostics.push(
            Diagnostic::new(Code::ErratumIdle, title)
                .at(correction.id.at, "it has neither `holds` nor `accepts`")
                .at(correction.documented.last(), "so this stays as it is"),
        );
    }
}

fn unknown_api(api: &Text, documented: &[&Tree]) -> Diagnostic {
    let known: Vec<String> = documented.iter().filter_map(|tree| api_key(tree)).collect();
    Diagnostic::new(Code::ErratumApi, format!("there is no API `{}`", api.text))
        .at(api.at, "no file has this key")
        .suggest(api.at, api.as_str(), known.iter().map(String::as_str))
}

/// What an erratum rests on, by its node.
pub(crate) fn evidence(node: &Node) -> Vec<Evidence> {
    let written = node.get("evidence").map_or(&[][..], Node::items).iter();
    let read = written.filter_map(|one| {
        Some(Evidence {
            grade: one.text_of("grade")?.text,
            source: one.text_of("source")?.text,
        })
    });
    read.collect()
}

/// An erratum as written.
struct Correction<'a> {
    id: Text,
    at: Vec<Text>,
    documented: &'a Node,
    holds: Option<&'a Node>,
    accepts: Option<&'a Node>,
    note: Erratum,
}

impl<'a> Correction<'a> {
    /// None when a key is missing, which has been reported.
    fn read(node: &'a Node) -> Option<Self> {
        let text = |key| node.text_of(key).map(|text| text.text);
        let id = node.text_of("id")?;
        Some(Self {
            at: node.texts_of("at"),
            documented: node.get("documented")?,
            holds: node.get("holds"),
            accepts: node.get("accepts"),
            note: Erratum {
                id: id.text.clone(),
                says: text("says")?,
                does: text("does")?,
                confidence: text("confidence")?,
                evidence: evidence(node),
            },
            id,
        })
    }

    fn apply(&self, documented: &Tree, effective: &mut Tree, notes: &mut Notes, diagnostics: &mut Vec<Diagnostic>) {
        for at in &self.at {
            match self.apply_at(at, documented, effective, diagnostics) {
                Ok(()) => notes.add(
                    documented.file,
                    path::find(documented.kind, &effective.root, at).steps,
                    &self.note,
                ),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
    }

    fn apply_at(
        &self,
        at: &Text,
        documented: &Tree,
        effective: &mut Tree,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(), Box<Diagnostic>> {
        diagnostics.extend(self.outdated_at(at, documented)?);
        if let Some(holds) = self.holds {
            edit::put(effective, at, holds)?;
        }
        if let Some(accepts) = self.accepts {
            edit::accept(effective, at, accepts)?;
        }
        Ok(())
    }

    /// The diagnostic that the transcription does not say at the place what the erratum claims. It is applied all the same, for
    /// without it other things may be wrong that are right. An error when there is nothing to apply it to.
    fn outdated_at(&self, at: &Text, documented: &Tree) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
        let found = path::find(documented.kind, &documented.root, at);
        Ok(match (found.node(), is_absent(self.documented)) {
            (None, true) => None,
            (None, false) => return Err(Box::new(found.nowhere(at))),
            (Some(node), true) => Some(self.outdated(self.documented, node, "it is there")),
            (Some(node), false) => compare::compare(self.documented, node)
                .map_err(|difference| self.outdated(difference.claimed, difference.found, &difference.says()))
                .err(),
        })
    }

    fn outdated(&self, claimed: &Node, found: &Node, says: &str) -> Diagnostic {
        let title = format!(
            "the transcription does not say what the erratum `{}` claims",
            self.id.text
        );
        Diagnostic::new(Code::ErratumOutdated, title)
            .at(claimed.at, "the erratum claims this")
            .at(found.at, says)
            .help("correct `documented`, and the erratum with it, or delete the erratum")
    }
}

/// Some entries of a mapping, for messages about names that are not in it.
fn nearest_key<'a>(node: &'a Node, wrong: &str) -> Option<&'a str> {
    match &node.value {
        Value::Map(entries) => nearest(wrong, entries.iter().map(|(key, _)| key.as_str())),
        _ => None,
    }
}

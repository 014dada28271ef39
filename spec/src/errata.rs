//! Errata: differences between the service and its documents, applied to the trees before they are lowered.
//!
//! Since errata work on trees, an erratum can change anything that the language can express. The corrected trees are
//! checked again; their nodes keep the spans of their source files.

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

/// The effective specification.
pub(crate) struct Corrected {
    pub(crate) trees: Vec<Tree>,
    pub(crate) notes: Notes,
}

/// Applies the errata files to the other trees.
///
/// If a file has diagnostics itself, errata that do not match it are likely a consequence and are not reported.
pub(crate) fn apply(loaded: &Loaded, diagnostics: &mut Vec<Diagnostic>) -> Corrected {
    let Loaded {
        trees,
        unparsed,
        invalid,
    } = loaded;
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
            if !nameless && !unparsed.may_contain(&api.text) {
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
        if !invalid.contains(&documented.file) {
            diagnostics.append(&mut consequences);
        }
    }
    notes.attach(&effective);
    Corrected {
        trees: effective,
        notes,
    }
}

/// Checks that a path exists or could be created: only its last step, or mappings that the language defines, may be
/// missing.
///
/// # Errors
/// Returns a diagnostic that suggests a similar path.
pub(crate) fn check_place(tree: &Tree, at: &Text, code: Code) -> Result<(), Box<Diagnostic>> {
    let found = path::find(tree.kind, &tree.root, at);
    if found.node().is_some() || edit::new_keys(&found).is_some() {
        return Ok(());
    }
    Err(Box::new(found.not_found_as(code, at)))
}

/// Returns the node at a path, or its deepest existing ancestor, with its key.
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

/// Returns true for the unquoted word `absent`. In quotes it is an ordinary string.
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
            Diagnostic::new(Code::DuplicateErratum, format!("duplicate erratum `{}`", first.text))
                .at(correction.id.at, "duplicate here")
                .at(first.at, "first defined here"),
        ),
        None => ids.push(correction.id.clone()),
    }
}

fn refuse_idle(correction: &Correction<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if correction.holds.is_none() && correction.accepts.is_none() {
        let title = format!("the erratum `{}` has no effect", correction.id.text);
        diagnostics.push(
            Diagnostic::new(Code::ErratumIdle, title)
                .at(correction.id.at, "it has neither `holds` nor `accepts`")
                .at(correction.documented.last(), "so this is unchanged"),
        );
    }
}

fn unknown_api(api: &Text, documented: &[&Tree]) -> Diagnostic {
    let known: Vec<String> = documented.iter().filter_map(|tree| api_key(tree)).collect();
    Diagnostic::new(Code::ErratumApi, format!("there is no API `{}`", api.text))
        .at(api.at, "no file has this key")
        .suggest(api.at, api.as_str(), known.iter().map(String::as_str))
}

/// Returns the evidence of an erratum.
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
    /// Returns `None` if a key is missing, which `load` has reported.
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
                module: None,
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

    /// Returns a diagnostic if the transcription differs from the erratum's claim. Such an erratum is applied anyway,
    /// to avoid follow-up diagnostics. Returns an error if there is nothing to apply it to.
    fn outdated_at(&self, at: &Text, documented: &Tree) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
        let found = path::find(documented.kind, &documented.root, at);
        Ok(match (found.node(), is_absent(self.documented)) {
            (None, true) => None,
            (None, false) => return Err(Box::new(found.not_found(at))),
            (Some(node), true) => Some(self.outdated(self.documented, node, "it exists here")),
            (Some(node), false) => compare::compare(self.documented, node)
                .map_err(|difference| self.outdated(difference.claimed, difference.found, &difference.describe()))
                .err(),
        })
    }

    fn outdated(&self, claimed: &Node, found: &Node, found_label: &str) -> Diagnostic {
        let title = format!("the transcription does not match the erratum `{}`", self.id.text);
        Diagnostic::new(Code::ErratumOutdated, title)
            .at(claimed.at, "the erratum claims this")
            .at(found.at, found_label)
            .help("correct `documented` and the rest of the erratum, or delete it")
    }
}

/// Returns the most similar key of a mapping, for suggestions.
fn nearest_key<'a>(node: &'a Node, wrong: &str) -> Option<&'a str> {
    match &node.value {
        Value::Map(entries) => nearest(wrong, entries.iter().map(|(key, _)| key.as_str())),
        _ => None,
    }
}

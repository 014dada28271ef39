//! Joins the files of a folder to one API, as if they were one file.

use std::collections::BTreeMap;

use super::{FileKind, Loaded, Tree};
use crate::diagnostics::{Code, Diagnostic};
use crate::keys;
use crate::sources::{FileId, Sources};
use crate::tree::{Node, Scalar, Text, Value};

/// The files of a folder.
#[derive(Default)]
struct Folder {
    /// The trees, ordered by file name.
    trees: Vec<Tree>,
    /// A file could not be parsed.
    is_incomplete: bool,
}

/// Joins the files of each folder, in the order of their names, to one tree.
///
/// An API is left out if one of its files could not be parsed, or if no file is its first: whatever the missing file
/// defines would be reported as missing.
pub(super) fn join(loaded: &mut Loaded, unparsed: &[FileId], sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let folder_of = |file: FileId| sources.file(file).and_then(|source| source.folder());
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    for tree in std::mem::take(&mut loaded.trees) {
        match folder_of(tree.file) {
            Some(name) if tree.kind != FileKind::Errata => folders.entry(name).or_default().trees.push(tree),
            None if tree.kind == FileKind::Part => diagnostics.push(without_folder(&tree)),
            _ => loaded.trees.push(tree),
        }
    }
    for name in unparsed.iter().filter_map(|file| folder_of(*file)) {
        folders.entry(name).and_modify(|folder| folder.is_incomplete = true);
    }
    for (name, folder) in folders {
        folder.join(name, loaded, diagnostics);
    }
    // The place of the API is that of a file with the name of the folder.
    loaded.trees.sort_by_key(|tree| tree.file);
}

impl Folder {
    fn join(self, name: &str, loaded: &mut Loaded, diagnostics: &mut Vec<Diagnostic>) {
        let heads: Vec<&Tree> = self.trees.iter().filter(|tree| tree.kind != FileKind::Part).collect();
        let Some(head) = heads.first() else {
            if !self.is_incomplete {
                diagnostics.extend(self.trees.first().map(|first| without_head(name, first)));
            }
            loaded.unparsed.unnamed = true;
            return;
        };
        match &heads[1..] {
            [] => diagnostics.extend(other_name(name, head)),
            more => diagnostics.extend(more.iter().map(|second| second_head(name, second, head))),
        }
        if self.is_incomplete {
            loaded.unparsed.platform |= head.kind == FileKind::Platform;
            loaded.unparsed.apis.extend(key_of(head).map(|key| key.text));
            return;
        }
        let files: Vec<FileId> = self.trees.iter().map(|tree| tree.file).collect();
        if files.iter().any(|file| loaded.invalid.contains(file)) {
            loaded.invalid.insert(head.file);
        }
        let (file, kind, at) = (head.file, head.kind, head.root.at);
        let parts = self.trees.into_iter();
        let parts = parts.filter(|tree| tree.kind == FileKind::Part || tree.file == file);
        let entries = parts.fold(Vec::new(), |mut entries, part| {
            add(&mut entries, part, diagnostics);
            entries
        });
        loaded.trees.push(Tree {
            file,
            files,
            is_folder: true,
            kind,
            root: Node {
                at,
                value: Value::Map(entries),
            },
        });
    }
}

/// Adds the keys of a file: the items of a section follow those of the files before. What has the wrong form has been
/// reported.
fn add(entries: &mut Vec<(Text, Node)>, part: Tree, diagnostics: &mut Vec<Diagnostic>) {
    let is_part = part.kind == FileKind::Part;
    let document = part.root.text_of("document").filter(|_| is_part);
    let Value::Map(added) = part.root.value else { return };
    for (key, mut node) in added {
        if is_part && key.text == "document" {
            continue;
        }
        if let Some(document) = document.as_ref().filter(|_| WITH_DOCUMENT.contains(&key.as_str())) {
            put_document(&mut node, document);
        }
        match entries.iter_mut().find(|(known, _)| known.text == key.text) {
            Some((_, known)) => extend(known, node, diagnostics),
            None => entries.push((key, node)),
        }
    }
}

/// The sections whose items can name their document.
const WITH_DOCUMENT: [&str; 3] = ["operations", "types", "error_codes"];

/// Puts the document of a part into each item that names none. A shared type is a word and no mapping.
fn put_document(section: &mut Node, document: &Text) {
    let Value::Map(items) = &mut section.value else { return };
    for (_, item) in items {
        let names_one = item.get("document").is_some();
        if let (Value::Map(keys), false) = (&mut item.value, names_one) {
            let value = Value::Scalar(Scalar {
                text: document.text.clone(),
                form: document.form,
            });
            keys.push((Text::new("document", document.at), Node { at: document.at, value }));
        }
    }
}

fn extend(section: &mut Node, more: Node, diagnostics: &mut Vec<Diagnostic>) {
    match (&mut section.value, more.value) {
        (Value::Map(known), Value::Map(more)) => {
            for (key, node) in more {
                match known.iter().find(|(first, _)| first.text == key.text) {
                    Some((first, _)) => diagnostics.push(duplicate(&key, first)),
                    None => known.push((key, node)),
                }
            }
        }
        (Value::List(known), Value::List(more)) => known.extend(more),
        _ => {}
    }
}

/// A file directly in the folder of the specification has only sections.
fn without_folder(part: &Tree) -> Diagnostic {
    Diagnostic::new(Code::Folder, "a part of an API outside of the folder of the API")
        .at(part.root.at, "the file has sections and no key `api`")
        .help("add the keys of an API, or move the file to the folder of its API, such as `spec/pets`")
}

fn without_head(name: &str, first: &Tree) -> Diagnostic {
    let title = format!("no file of the folder `{name}` has the key `api`");
    Diagnostic::new(Code::Folder, title)
        .at(first.root.at, "the first file of the folder")
        .help(format!(
            "add `api: {}` and the other keys of an API to one of them",
            name.replace('-', "_")
        ))
}

fn second_head(name: &str, second: &Tree, first: &Tree) -> Diagnostic {
    let title = format!("two files of the folder `{name}` have the key `api`");
    let at = |tree: &Tree| key_of(tree).map_or(tree.root.at, |key| key.at);
    Diagnostic::new(Code::Folder, title)
        .at(at(second), "second one here")
        .at(at(first), "first one here")
        .help("a folder is one API: leave only the sections in the second file, or move it")
}

/// Reports a folder that is not named after its API.
fn other_name(name: &str, head: &Tree) -> Option<Diagnostic> {
    let key = key_of(head).filter(|key| keys::Name::Snake.fits(key.as_str()))?;
    let expected = key.text.replace('_', "-");
    (name != expected).then(|| {
        Diagnostic::new(
            Code::Folder,
            format!("the folder of the API `{}` is named `{name}`", key.text),
        )
        .at(key.at, "the name of the folder is this key, with dashes")
        .help(format!("rename the folder to `{expected}`"))
    })
}

fn duplicate(second: &Text, first: &Text) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateKey,
        format!("two files of the API define `{}`", first.text),
    )
    .at(second.at, "defined again here")
    .at(first.at, "first defined here")
}

fn key_of(tree: &Tree) -> Option<Text> {
    tree.root.text_of("api")
}

/// Returns true if a file with these keys is a part of an API: it has a section and no key of the first file.
pub(super) fn is_part(root: &Node) -> bool {
    let has = |key: &&keys::Key| root.get(key.name).is_some();
    keys::PART.keys().any(|key| has(&key)) && !keys::HEAD.iter().any(|key| has(&key))
}

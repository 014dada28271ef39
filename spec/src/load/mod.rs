//! Text to trees: syntax, and whether every mapping has the keys it must have and no others.

mod context;
mod shape;
mod yaml;

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::keys::{self, Shape};
use crate::sources::{FileId, Source, Sources};
use crate::tree::{Node, ScalarForm, Span};

pub(crate) use shape::check as check_shape;

/// A file as a tree.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub(crate) file: FileId,
    pub(crate) kind: FileKind,
    pub(crate) root: Node,
}

/// What a file is, by the keys of its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Platform,
    Api,
    Errata,
}

impl FileKind {
    /// The keys of its root.
    pub(crate) fn shape(self) -> &'static Shape {
        match self {
            Self::Platform => &keys::PLATFORM,
            Self::Api => &keys::API,
            Self::Errata => &keys::ERRATA,
        }
    }
}

/// The files that could be read, and what is lost with the others.
pub(crate) struct Loaded {
    pub(crate) trees: Vec<Tree>,
    pub(crate) lost: Lost,
    /// Files that have a tree and diagnostics in it.
    pub(crate) unsound: BTreeSet<FileId>,
}

/// What the files that could not be read are. What they might have said is not reported as missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost {
    pub(crate) platform: bool,
    pub(crate) errata: bool,
    /// The keys of APIs.
    pub(crate) apis: Vec<String>,
    /// Files that may be an API of any key.
    pub(crate) unnamed: bool,
}

impl Lost {
    /// An API with this key may be among them.
    pub(crate) fn may_hold(&self, api: &str) -> bool {
        self.unnamed || self.apis.iter().any(|key| key == api)
    }

    /// Adds a file, by what its lines look like: it has no tree to go by.
    fn add(&mut self, source: &Source) {
        let api = source.value_of("api:").map(|key| key.trim().to_owned());
        self.errata |= source.is_errata();
        self.platform |= source.value_of("documents:").is_some();
        self.unnamed |= api.is_none() && !source.is_errata();
        self.apis.extend(api);
    }
}

/// Reads every file that can be read, and reports what is wrong with the form of each.
pub(crate) fn load(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Loaded {
    let mut loaded = Loaded {
        trees: Vec::new(),
        lost: Lost::default(),
        unsound: BTreeSet::new(),
    };
    for (file, source) in sources.iter() {
        let known = diagnostics.len();
        match load_file(file, source, diagnostics) {
            Some(tree) => {
                check_shape(&tree, diagnostics);
                if diagnostics.len() > known {
                    loaded.unsound.insert(file);
                }
                loaded.trees.push(tree);
            }
            None => loaded.lost.add(source),
        }
    }
    loaded
}

fn load_file(file: FileId, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Tree> {
    if let Some(diagnostic) = not_plain_text(file, source) {
        diagnostics.push(diagnostic);
        return None;
    }
    if source.text().trim().is_empty() {
        diagnostics
            .push(Diagnostic::new(Code::EmptyFile, "the file is empty").at(Span::new(file, 0..0), "nothing here"));
        return None;
    }
    let root = yaml::parse(file, source.text(), diagnostics)?;
    if root.scalar().is_some_and(|scalar| scalar.form == ScalarForm::Null) {
        diagnostics.push(Diagnostic::new(Code::EmptyFile, "the file is empty").at(root.at, "nothing but comments"));
        return None;
    }
    let kind = kind_of(&root);
    if kind.is_none() {
        diagnostics.push(unknown_kind(&root));
    }
    Some(Tree {
        file,
        kind: kind?,
        root,
    })
}

/// UTF-8 with line feeds, and no invisible mark at the start.
fn not_plain_text(file: FileId, source: &Source) -> Option<Diagnostic> {
    let text = source.text();
    if let Some(byte) = source.invalid_at() {
        let at = Span::new(file, byte..byte + 1);
        return Some(Diagnostic::new(Code::NotPlainText, "the file is not valid UTF-8").at(at, "this byte is not"));
    }
    if text.starts_with('\u{feff}') {
        let at = Span::new(file, 0..'\u{feff}'.len_utf8());
        return Some(
            Diagnostic::new(Code::NotPlainText, "the file starts with a byte order mark")
                .at(at, "three bytes that no editor shows")
                .help("save the file as UTF-8 without a byte order mark"),
        );
    }
    let byte = text.find('\r')?;
    Some(
        Diagnostic::new(Code::NotPlainText, "the file has carriage returns")
            .at(
                Span::new(file, byte..byte + 1),
                "the first of them is at the end of this line",
            )
            .help("save the file with LF as its line end"),
    )
}

fn kind_of(root: &Node) -> Option<FileKind> {
    let has = |key| root.get(key).is_some();
    if has("errata") {
        Some(FileKind::Errata)
    } else if has("documents") {
        Some(FileKind::Platform)
    } else if has("api") {
        Some(FileKind::Api)
    } else {
        None
    }
}

fn unknown_kind(root: &Node) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownFileKind, "this is none of the files of a specification");
    if root.entries().is_empty() {
        return diagnostic.at(
            root.at,
            format!("found {} where the keys of a file belong", root.describe()),
        );
    }
    diagnostic.at(root.at, "the file has none of the keys `api`, `documents`, `errata`")
}

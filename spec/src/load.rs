//! Parses the files into trees and checks them against the tables of keys.

mod context;
mod folders;
mod shape;
mod unquoted;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::keys::{self, Shape};
use crate::sources::{FileId, Problem, Source, Sources};
use crate::tree::{Node, ScalarForm, Span};

pub(crate) use shape::check as check_shape;

/// A file, or the files of an API in a folder, as a tree.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// The file, or the one with the key `api`. It identifies the API.
    pub(crate) file: FileId,
    /// All files, ordered by name.
    pub(crate) files: Vec<FileId>,
    /// The files are in a folder of their own.
    pub(crate) is_folder: bool,
    pub(crate) kind: FileKind,
    pub(crate) root: Node,
}

/// The kind of a file, determined by the keys of its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Platform,
    Api,
    /// A part of an API whose files are in a folder. [`load`] joins them.
    Part,
    Errata,
}

impl FileKind {
    /// Returns the shape of the root.
    pub(crate) fn shape(self) -> &'static Shape {
        match self {
            Self::Platform => &keys::PLATFORM,
            Self::Api => &keys::API,
            Self::Part => &keys::PART,
            Self::Errata => &keys::ERRATA,
        }
    }
}

/// The files that could be parsed, and what is known about the others.
pub(crate) struct Loaded {
    pub(crate) trees: Vec<Tree>,
    pub(crate) unparsed: Unparsed,
    /// Files that were parsed but have diagnostics.
    pub(crate) invalid: BTreeSet<FileId>,
}

/// What the files that could not be parsed may contain. That is not reported as missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unparsed {
    pub(crate) platform: bool,
    pub(crate) errata: bool,
    /// The keys of APIs.
    pub(crate) apis: Vec<String>,
    /// There is a file that may be any API.
    pub(crate) unnamed: bool,
}

impl Unparsed {
    /// Returns true if one of the files may be the API with this key.
    pub(crate) fn may_contain(&self, api: &str) -> bool {
        self.unnamed || self.apis.iter().any(|key| key == api)
    }

    /// Adds a file. Only looks at its lines, since it has no tree.
    fn add(&mut self, source: &Source) {
        let api = source.value_of("api:").map(|key| key.trim().to_owned());
        self.errata |= source.is_errata();
        self.platform |= source.value_of("documents:").is_some();
        self.unnamed |= api.is_none() && !source.is_errata();
        self.apis.extend(api);
    }
}

/// Parses all files and reports the diagnostics of each.
pub(crate) fn load(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Loaded {
    let mut loaded = Loaded {
        trees: Vec::new(),
        unparsed: Unparsed::default(),
        invalid: BTreeSet::new(),
    };
    let mut unparsed = Vec::new();
    for (file, source) in sources.iter() {
        let known = diagnostics.len();
        match load_file(file, source, diagnostics) {
            Some(tree) => {
                check_shape(&tree, diagnostics);
                if diagnostics.len() > known {
                    loaded.invalid.insert(file);
                }
                loaded.trees.push(tree);
            }
            None => {
                loaded.unparsed.add(source);
                unparsed.push(file);
            }
        }
    }
    folders::join(&mut loaded, &unparsed, sources, diagnostics);
    report_second_files(&mut loaded.trees, diagnostics);
    loaded
}

/// Reports a second platform and a second file of an API, and removes them: all they contain would be reported as
/// defined twice.
fn report_second_files(trees: &mut Vec<Tree>, diagnostics: &mut Vec<Diagnostic>) {
    let mut platform: Option<Span> = None;
    let mut apis: BTreeMap<String, Span> = BTreeMap::new();
    trees.retain(|tree| {
        let key = match tree.kind {
            FileKind::Errata => return true,
            FileKind::Platform | FileKind::Api | FileKind::Part => tree.root.text_of("api"),
        };
        let at = key.as_ref().map_or(tree.root.at, |key| key.at);
        let second_platform = platform.filter(|_| tree.kind == FileKind::Platform);
        let second_api = key.as_ref().and_then(|key| apis.get(key.as_str()).copied());
        if tree.kind == FileKind::Platform {
            platform.get_or_insert(at);
        }
        let (diagnostic, first) = match (second_platform, second_api, key) {
            (Some(first), ..) => (
                Diagnostic::new(Code::Platform, "there are two files with the key `documents`"),
                first,
            ),
            (None, Some(first), Some(key)) => (
                Diagnostic::new(Code::DuplicateApi, format!("two files have the API key `{}`", key.text)),
                first,
            ),
            (None, _, key) => {
                apis.extend(key.map(|key| (key.text, at)));
                return true;
            }
        };
        let diagnostic = diagnostic.at(at, "second one here").at(first, "first one here");
        diagnostics.push(diagnostic.help("delete one of the files, or give it another key"));
        false
    });
}

fn load_file(file: FileId, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Tree> {
    if let Some(problem) = source.problem() {
        diagnostics.push(unreadable(file, problem));
        return None;
    }
    if let Some(diagnostic) = not_plain_text(file, source) {
        diagnostics.push(diagnostic);
        return None;
    }
    if source.text().trim().is_empty() {
        diagnostics.push(Diagnostic::new(Code::EmptyFile, "the file is empty").at(Span::new(file, 0..0), "this file"));
        return None;
    }
    let root = yaml::parse(file, source.text(), diagnostics)?;
    if root.scalar().is_some_and(|scalar| scalar.form == ScalarForm::Null) {
        diagnostics.push(Diagnostic::new(Code::EmptyFile, "the file is empty").at(root.at, "only comments"));
        return None;
    }
    let kind = kind_of(&root, source);
    if kind.is_none() {
        diagnostics.push(unknown_kind(&root));
    }
    Some(Tree {
        file,
        files: vec![file],
        is_folder: false,
        kind: kind?,
        root,
    })
}

/// Reports an entry of the folder that is not a file of the specification.
fn unreadable(file: FileId, problem: &Problem) -> Diagnostic {
    let at = Span::new(file, 0..0);
    match problem {
        Problem::NotAFile(why) => Diagnostic::new(Code::NotAFile, "not a file that can be read")
            .at(at, why.clone())
            .help("make it a file, or remove it"),
        Problem::UnknownFolder { file, others } => {
            let files = match others {
                0 => format!("`{file}` is not read"),
                1 => format!("`{file}` and another YAML file are not read"),
                others => format!("`{file}` and {others} other YAML files are not read"),
            };
            Diagnostic::new(Code::UnknownFolder, "a folder with YAML files that are not read")
                .at(at, files)
                .help("move them to the folder of the specification, its `errata`, or the folder of their API")
        }
    }
}

/// Checks that the file is valid UTF-8 with LF line endings and without a byte order mark.
fn not_plain_text(file: FileId, source: &Source) -> Option<Diagnostic> {
    let text = source.text();
    if let Some(byte) = source.invalid_at() {
        let at = Span::new(file, byte..byte + 1);
        return Some(Diagnostic::new(Code::NotPlainText, "the file is not valid UTF-8").at(at, "invalid byte"));
    }
    if text.starts_with('\u{feff}') {
        let at = Span::new(file, 0..'\u{feff}'.len_utf8());
        return Some(
            Diagnostic::new(Code::NotPlainText, "the file starts with a byte order mark")
                .at(at, "three bytes that editors do not show")
                .help("save the file as UTF-8 without a byte order mark"),
        );
    }
    let byte = text.find('\r')?;
    Some(
        Diagnostic::new(Code::NotPlainText, "the file has carriage returns")
            .at(
                Span::new(file, byte..byte + 1),
                "the first one is at the end of this line",
            )
            .help("save the file with LF line endings"),
    )
}

/// Determines the kind of a file by its keys. In the folder of an API, any other mapping is a part.
fn kind_of(root: &Node, source: &Source) -> Option<FileKind> {
    let has = |key| root.get(key).is_some();
    if has("errata") {
        Some(FileKind::Errata)
    } else if has("documents") {
        Some(FileKind::Platform)
    } else if has("api") {
        Some(FileKind::Api)
    } else if folders::is_part(root) || (source.folder().is_some() && !root.entries().is_empty()) {
        Some(FileKind::Part)
    } else {
        None
    }
}

fn unknown_kind(root: &Node) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownFileKind, "unknown kind of file");
    if root.entries().is_empty() {
        return diagnostic.at(
            root.at,
            format!("expected a mapping with the keys of a file, found {}", root.describe()),
        );
    }
    diagnostic.at(root.at, "the file has none of the keys `api`, `documents`, `errata`")
}

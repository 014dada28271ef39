//! Which part of the specification a document belongs to.

use std::path::Path;

use super::compare::Subject;
use super::page::Page;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Document, VendorDocument};
use crate::sources::{FileId, Source};
use crate::tree::Span;

/// A document of the specification and the APIs that name it.
pub(super) struct Claimed<'a> {
    pub(super) key: String,
    pub(super) subjects: Vec<Subject<'a>>,
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

pub(super) fn not_text(file: FileId, source: &Source) -> Option<Diagnostic> {
    let byte = source.invalid_at()?;
    let at = Span::new(file, byte..byte + 1);
    Some(Diagnostic::new(Code::NotPlainText, "the document is not valid UTF-8").at(at, "this byte is not"))
}

/// By the name of the file: that of `documents`, or the key with any extension.
pub(super) fn claimed<'a>(
    file: FileId,
    name: &str,
    specification: &'a Document,
) -> Result<Claimed<'a>, Box<Diagnostic>> {
    let known = specification
        .platform
        .as_ref()
        .map_or(&[][..], |platform| &platform.documents);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_it = |document: &&VendorDocument| {
        document.file.as_deref() == Some(name) || document.file.is_none() && document.key.text == stem
    };
    let Some(document) = known.iter().find(is_it) else {
        return Err(Box::new(unknown(file, name, known)));
    };
    let key = &document.key;
    let subjects: Vec<Subject<'_>> = specification
        .apis
        .iter()
        .filter_map(|api| {
            let is_main = api.document.text == key.text;
            let is_more = api.more_documents.iter().any(|more| more.text == key.text);
            (is_main || is_more).then_some(Subject { api, is_main })
        })
        .collect();
    if subjects.is_empty() {
        return Err(Box::new(unclaimed(document, specification)));
    }
    Ok(Claimed {
        key: key.text.clone(),
        subjects,
    })
}

fn unknown(file: FileId, name: &str, known: &[VendorDocument]) -> Diagnostic {
    let names: Vec<String> = known
        .iter()
        .map(|document| {
            document
                .file
                .clone()
                .unwrap_or_else(|| format!("{}.md", document.key.text))
        })
        .collect();
    let list = format!("the documents are {}", names.join(", "));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("a similar name exists: `{near}`; {list}"),
        None => list,
    };
    Diagnostic::new(
        Code::UnknownDocument,
        format!("`{name}` is none of the documents of the specification"),
    )
    .at(Span::new(file, 0..0), "this file")
    .help(help)
}

fn unclaimed(document: &VendorDocument, specification: &Document) -> Diagnostic {
    let mut named: Vec<&str> = Vec::new();
    for api in &specification.apis {
        for key in [&api.document].into_iter().chain(&api.more_documents) {
            if !named.contains(&key.as_str()) {
                named.push(key.as_str());
            }
        }
    }
    let key = &document.key;
    Diagnostic::new(
        Code::DocumentUnclaimed,
        format!("no API names the document `{}`", key.text),
    )
    .at(key.at, "it is listed here")
    .help(format!(
        "give it to an API with `document` or `more_documents`; those that have one are {}",
        named.join(", ")
    ))
}

pub(super) fn nothing(file: FileId, page: &Page) -> Diagnostic {
    Diagnostic::new(Code::NothingToCompare, "nothing in the document can be compared").at(
        Span::new(file, page.start.clone()),
        "no table, no call and no address from here on",
    )
}

//! Finds the APIs that a document belongs to.

use concur_spec::document::{Document, VendorDocument};
use concur_spec::{Code, Diagnostic, FileId, Source, Span, nearest};

use crate::compare::Subject;

/// A document and the APIs that list it.
pub(crate) struct Claimed<'a> {
    pub(crate) key: String,
    pub(crate) subjects: Vec<Subject<'a>>,
}

pub(crate) fn not_text(file: FileId, source: &Source) -> Option<Diagnostic> {
    let byte = source.invalid_at()?;
    let at = Span::new(file, byte..byte + 1);
    Some(Diagnostic::new(Code::NotPlainText, "the document is not valid UTF-8").at(at, "invalid byte"))
}

/// Finds a document by its file name: the one in `documents`, or the key with any extension.
pub(crate) fn claimed<'a>(
    file: FileId,
    name: &str,
    specification: &'a Document,
) -> Result<Claimed<'a>, Box<Diagnostic>> {
    let known = documents(specification);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let has_name = |document: &&VendorDocument| {
        document.file.as_deref() == Some(name) || document.file.is_none() && document.key.text == stem
    };
    let Some(document) = known.iter().find(has_name) else {
        return Err(Box::new(unknown(file, name, "this file", file_names(known))));
    };
    of_document(document, specification)
}

/// Finds a document by its key. `file` is the first of its pages.
pub(crate) fn named<'a>(file: FileId, key: &str, specification: &'a Document) -> Result<Claimed<'a>, Box<Diagnostic>> {
    let known = documents(specification);
    match known.iter().find(|document| document.key.text == key) {
        Some(document) => of_document(document, specification),
        None => {
            let keys = known.iter().map(|document| document.key.text.clone()).collect();
            Err(Box::new(unknown(file, key, "its first page", keys)))
        }
    }
}

fn documents(specification: &Document) -> &[VendorDocument] {
    let platform = specification.platform.as_ref();
    platform.map_or(&[][..], |platform| &platform.documents)
}

fn of_document<'a>(document: &'a VendorDocument, specification: &'a Document) -> Result<Claimed<'a>, Box<Diagnostic>> {
    let key = &document.key;
    let subjects: Vec<Subject<'_>> = specification
        .apis
        .iter()
        .filter_map(|api| {
            let is_main = api.document.text == key.text;
            let is_more = api.more_documents.iter().any(|more| more.text == key.text);
            (is_main || is_more).then_some(Subject {
                api,
                is_main,
                key: key.as_str(),
            })
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

fn file_names(known: &[VendorDocument]) -> Vec<String> {
    let name = |document: &VendorDocument| format!("{}.md", document.key.text);
    let names = known
        .iter()
        .map(|document| document.file.clone().unwrap_or_else(|| name(document)));
    names.collect()
}

fn unknown(file: FileId, name: &str, label: &str, names: Vec<String>) -> Diagnostic {
    let list = format!("the documents are {}", names.join(", "));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("a similar name exists: `{near}`; {list}"),
        None => list,
    };
    Diagnostic::new(
        Code::UnknownDocument,
        format!("`{name}` is not a document of the specification"),
    )
    .at(Span::new(file, 0..0), label)
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
        format!("no API lists the document `{}`", key.text),
    )
    .at(key.at, "defined here")
    .help(format!(
        "add it to an API as `document` or `more_documents`; the documents of APIs are {}",
        named.join(", ")
    ))
}

/// `start` is the first line of the document.
pub(crate) fn nothing(start: Span) -> Diagnostic {
    Diagnostic::new(Code::NothingToCompare, "the document has nothing to compare")
        .at(start, "no table, no call and no URL from here on")
}

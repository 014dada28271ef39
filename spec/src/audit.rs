//! Compares the vendor's documents with the documented reading of the specification, for `cargo xtask audit`.
//!
//! The stages are `markdown` (parses the text into blocks), `read` (blocks to a `page`, using the vocabulary in
//! `words`) and `compare` (the page with the specification). `listed` removes deliberate differences, and `report`
//! renders the rest.

mod claims;
mod compare;
mod json;
mod listed;
mod markdown;
mod page;
mod read;
mod report;
mod words;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::sources::{FileId, Source, Sources};
use crate::tree::Span;
use crate::{Trees, document};
use claims::Claimed;
use compare::{Finding, Totals};
pub(crate) use listed::check_places;
use page::Page;
pub use report::Audit;

/// The result for one document.
struct Audited {
    file: FileId,
    /// The key of the document.
    key: String,
    /// The keys of the APIs that it describes.
    apis: Vec<String>,
    /// The differences that are not listed as deliberate.
    findings: Vec<Finding>,
    counts: Totals,
    deliberate: usize,
    /// What could not be read, with its span.
    unread: Vec<(Span, String)>,
}

/// Compares documents with the specification, without errata.
pub(crate) fn audit(sources: &Sources, documents: Vec<Source>) -> Result<Audit, Diagnostics> {
    let (.., Trees { written: trees, .. }) = crate::read(sources)?;
    let specification = document::lower(&trees);
    let (sources, files) = sources.with(documents);
    let mut diagnostics = Vec::new();
    let mut read = Vec::new();
    for file in files {
        match open(&sources, file, &specification) {
            Ok(opened) => read.push((file, opened)),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    if !diagnostics.is_empty() {
        return Err(Diagnostics::new(diagnostics, sources));
    }
    let mut listed = listed::Listed::of(&specification);
    let audited: Vec<Audited> = read
        .into_iter()
        .map(|(file, (page, claimed))| audit_one(file, &page, &claimed, &specification, &mut listed))
        .collect();
    let gone = listed.gone(&audited);
    Ok(Audit::new(sources, &trees, audited, gone))
}

/// Reads the page in a file and finds the APIs that it describes.
fn open<'a>(
    sources: &Sources,
    file: FileId,
    specification: &'a Document,
) -> Result<(Page, Claimed<'a>), Box<Diagnostic>> {
    let source = sources.file(file).map_or((String::new(), ""), |source| {
        (claims::file_name(source.path()), source.text())
    });
    if let Some(diagnostic) = sources.file(file).and_then(|source| claims::not_text(file, source)) {
        return Err(Box::new(diagnostic));
    }
    let claimed = claims::claimed(file, &source.0, specification)?;
    let page = read::read(source.1);
    if page.is_empty() {
        return Err(Box::new(claims::nothing(file, &page)));
    }
    Ok((page, claimed))
}

fn audit_one(
    file: FileId,
    page: &Page,
    claimed: &Claimed<'_>,
    specification: &Document,
    listed: &mut listed::Listed<'_>,
) -> Audited {
    let shared = specification.apis.iter().find(|api| api.is_platform);
    let platform = specification.platform.as_ref().zip(shared);
    let (mut findings, counts) = compare::compare(page, &claimed.subjects, platform);
    let found = findings.len();
    findings.retain(|finding| !listed.covers(&claimed.key, finding));
    Audited {
        file,
        key: claimed.key.clone(),
        apis: claimed
            .subjects
            .iter()
            .map(|subject| subject.api.key.text.clone())
            .collect(),
        deliberate: found - findings.len(),
        findings,
        counts,
        unread: page
            .unread
            .iter()
            .map(|unread| (Span::new(file, unread.at.clone()), unread.text.clone()))
            .collect(),
    }
}

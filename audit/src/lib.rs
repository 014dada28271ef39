//! Compares the vendor's documents with their transcription in the specification, for `cargo xtask audit`, and drafts
//! a transcription, for `cargo xtask draft`.
//!
//! The stages are `volume` (joins the pages of a document), `markdown` (parses the text into blocks), `read` (blocks to
//! a `page`, using the vocabulary in `words`) and `compare` (the page with the specification). `listed` removes
//! deliberate differences, and `report` renders the rest. `draft` writes a file from a `page`.

mod claims;
mod compare;
mod draft;
mod json;
mod listed;
mod markdown;
mod page;
mod read;
mod report;
mod volume;
mod words;

use concur_spec::document::Document;
use concur_spec::{Diagnostic, Diagnostics, FileId, Source, Sources, Span};

use claims::Claimed;
use compare::{Finding, Totals};
pub use draft::{Draft, Names, draft};
use page::Page;
pub use report::Audit;
use volume::Volume;

/// The result for one document.
struct Audited {
    volume: Volume,
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

/// Compares the vendor's documents, in Markdown, with their transcription. Reports what only one side has and where the
/// two differ. The file name of a document determines the APIs that it is compared with.
///
/// # Errors
/// Returns all diagnostics of the specification or, if it has none, those of documents that cannot be compared.
pub fn audit(sources: &Sources, documents: Vec<Source>) -> Result<Audit, Diagnostics> {
    run(sources, documents, None)
}

/// Compares pages of any file name with the transcription, all of them together as the document with this key. Links
/// lead from one page to another, and what one page has the others need not have.
///
/// # Errors
/// Returns all diagnostics of the specification or, if it has none, those of pages that cannot be compared.
pub fn audit_as(sources: &Sources, document: &str, pages: Vec<Source>) -> Result<Audit, Diagnostics> {
    run(sources, pages, Some(document))
}

/// Compares files, each as a document or all as one.
fn run(sources: &Sources, files: Vec<Source>, key: Option<&str>) -> Result<Audit, Diagnostics> {
    let transcription = concur_spec::transcription(sources)?;
    let (sources, files) = sources.with(files);
    let mut diagnostics = Vec::new();
    let mut read = Vec::new();
    let documents: Vec<&[FileId]> = match key {
        Some(_) if files.is_empty() => Vec::new(),
        Some(_) => vec![&files],
        None => files.chunks(1).collect(),
    };
    for files in documents {
        match open(&sources, files, key, &transcription.document) {
            Ok(opened) => read.push(opened),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    if !diagnostics.is_empty() {
        return Err(Diagnostics::new(diagnostics, sources));
    }
    let mut listed = listed::Listed::of(&transcription.document);
    let audited: Vec<Audited> = read
        .into_iter()
        .map(|opened| opened.audit(&transcription.document, &mut listed))
        .collect();
    let gone = listed.gone(&audited);
    Ok(Audit::new(sources, &transcription, audited, gone))
}

/// Compares the vendor's documents with their transcription, as [`audit`] does. Returns the differences or, if there is
/// nothing to compare, the diagnostics that say why.
#[must_use]
pub fn diagnostics(sources: &Sources, documents: Vec<Source>) -> Diagnostics {
    match audit(sources, documents) {
        Ok(audit) => audit.diagnostics().clone(),
        Err(diagnostics) => diagnostics,
    }
}

/// A document that has been read.
struct Opened<'a> {
    volume: Volume,
    page: Page,
    claimed: Claimed<'a>,
}

/// Reads the pages of a document and finds the APIs that it describes.
fn open<'a>(
    sources: &Sources,
    files: &[FileId],
    key: Option<&str>,
    specification: &'a Document,
) -> Result<Opened<'a>, Box<Diagnostic>> {
    let volume = read_text(sources, files)?;
    let first = &volume.leaves[0];
    let claimed = match key {
        Some(key) => claims::named(first.file, key, specification)?,
        None => claims::claimed(first.file, &first.name, specification)?,
    };
    let page = read::read(&volume);
    if page.is_empty() {
        return Err(Box::new(claims::nothing(volume.span(page.start.clone()))));
    }
    Ok(Opened { volume, page, claimed })
}

/// Joins the texts of files, at least one.
fn read_text(sources: &Sources, files: &[FileId]) -> Result<Volume, Box<Diagnostic>> {
    let broken = files
        .iter()
        .find_map(|file| claims::not_text(*file, sources.file(*file)?));
    match broken {
        Some(diagnostic) => Err(Box::new(diagnostic)),
        None => Ok(Volume::of(sources, files)),
    }
}

impl Opened<'_> {
    fn audit(self, specification: &Document, listed: &mut listed::Listed<'_>) -> Audited {
        let Self { volume, page, claimed } = self;
        let shared = specification.apis.iter().find(|api| api.is_platform);
        let platform = specification.platform.as_ref().zip(shared);
        let (mut findings, counts) = compare::compare(&page, &claimed.subjects, platform);
        let found = findings.len();
        findings.retain(|finding| !listed.covers(&claimed.key, finding));
        let unread = page.unread.iter();
        Audited {
            key: claimed.key,
            apis: claimed
                .subjects
                .iter()
                .map(|subject| subject.api.key.text.clone())
                .collect(),
            deliberate: found - findings.len(),
            findings,
            counts,
            unread: unread
                .map(|unread| (volume.span(unread.at.clone()), unread.text.clone()))
                .collect(),
            volume,
        }
    }
}

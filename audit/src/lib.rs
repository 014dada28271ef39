//! Compares the vendor's documents with their transcription in the specification, for `cargo xtask audit`.
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

use concur_spec::document::Document;
use concur_spec::{Diagnostic, Diagnostics, FileId, Source, Sources, Span};

use claims::Claimed;
use compare::{Finding, Totals};
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

/// Compares the vendor's documents, in Markdown, with their transcription. Reports what only one side has and where the
/// two differ. The file name of a document determines the APIs that it is compared with.
///
/// # Errors
/// Returns all diagnostics of the specification or, if it has none, those of documents that cannot be compared.
pub fn audit(sources: &Sources, documents: Vec<Source>) -> Result<Audit, Diagnostics> {
    let transcription = concur_spec::transcription(sources)?;
    let (sources, files) = sources.with(documents);
    let mut diagnostics = Vec::new();
    let mut read = Vec::new();
    for file in files {
        match open(&sources, file, &transcription.document) {
            Ok(opened) => read.push((file, opened)),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    if !diagnostics.is_empty() {
        return Err(Diagnostics::new(diagnostics, sources));
    }
    let mut listed = listed::Listed::of(&transcription.document);
    let audited: Vec<Audited> = read
        .into_iter()
        .map(|(file, (page, claimed))| audit_one(file, &page, &claimed, &transcription.document, &mut listed))
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

//! Deliberate differences, which the specification lists with a reason.

use concur_spec::document::{Difference, Document};
use concur_spec::{Code, Diagnostic, FileId, Text, nearest};

use crate::Audited;
use crate::compare::Finding;

/// The deliberate differences of all APIs.
pub(crate) struct Listed<'a> {
    entries: Vec<Entry<'a>>,
}

/// One path of a deliberate difference.
struct Entry<'a> {
    file: FileId,
    at: &'a Text,
    difference: &'a Difference,
    occurs: bool,
}

impl<'a> Listed<'a> {
    pub(crate) fn of(specification: &'a Document) -> Self {
        let entries = specification.apis.iter().flat_map(|api| {
            api.differences.iter().flat_map(|difference| {
                difference.at.iter().map(|at| Entry {
                    file: api.file,
                    at,
                    difference,
                    occurs: false,
                })
            })
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// Returns true if the difference is deliberate, and marks its entry as occurring.
    pub(crate) fn covers(&mut self, document: &str, finding: &Finding) -> bool {
        let mut covers = false;
        for entry in self.entries.iter_mut().filter(|entry| entry.is_at(document, finding)) {
            if entry.fits(finding) {
                entry.occurs = true;
                covers = true;
            }
        }
        covers
    }

    /// Returns the listed differences of the audited documents that do not occur.
    pub(crate) fn gone(&self, audited: &[Audited]) -> Vec<Diagnostic> {
        let is_audited = |entry: &&Entry<'_>| audited.iter().any(|one| one.key == entry.difference.document.text);
        let gone = self.entries.iter().filter(|entry| !entry.occurs).filter(is_audited);
        gone.map(|entry| entry.gone(audited)).collect()
    }
}

impl Entry<'_> {
    fn is_at(&self, document: &str, finding: &Finding) -> bool {
        self.file == finding.file
            && self.difference.document.text == document
            && self.at.text.trim_matches('/') == finding.at
    }

    /// Returns true if the values of both sides match the entry. A value that the entry omits matches anything.
    fn fits(&self, finding: &Finding) -> bool {
        let matches = |claim: &Option<Text>, found: &Option<String>| match (claim, found) {
            (None, _) => true,
            (Some(claim), None) => claim.text == "absent",
            (Some(claim), Some(found)) => claim.text == *found,
        };
        matches(&self.difference.documented, &finding.page_value)
            && matches(&self.difference.transcribed, &finding.spec_value)
    }

    fn gone(&self, audited: &[Audited]) -> Diagnostic {
        let document = &self.difference.document.text;
        let of_document = audited.iter().filter(|one| one.key == *document);
        let findings: Vec<&Finding> = of_document
            .flat_map(|one| &one.findings)
            .filter(|finding| finding.file == self.file)
            .collect();
        let title = format!("`{document}` has no such difference at `{}`", self.at.text);
        let diagnostic = Diagnostic::new(Code::DifferenceGone, title).at(self.at.at, "listed here as deliberate");
        match findings.iter().find(|finding| self.is_at(document, finding)) {
            Some(finding) => {
                let shown =
                    |text: &Option<String>| text.as_ref().map_or("nothing".to_owned(), |text| format!("`{text}`"));
                diagnostic.help(format!(
                    "the document has {} there, and the specification has {}",
                    shown(&finding.page_value),
                    shown(&finding.spec_value)
                ))
            }
            None => match nearest(&self.at.text, findings.iter().map(|finding| finding.at.as_str())) {
                Some(near) => diagnostic.fix("there is a difference at a similar path", self.at.at, near),
                None => diagnostic.help("delete it: the document and the specification agree there"),
            },
        }
    }
}

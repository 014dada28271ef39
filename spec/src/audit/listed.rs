//! Deliberate differences: those that the specification lists with a reason.

use super::compare::Finding;
use super::{Audited, compare};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::document::{Difference, Document};
use crate::errata;
use crate::load::{FileKind, Tree};
use crate::sources::FileId;
use crate::tree::{Node, Text};

/// Reports deliberate differences whose place cannot be.
pub(crate) fn check_places(trees: &[Tree], diagnostics: &mut Vec<Diagnostic>) {
    for tree in trees.iter().filter(|tree| tree.kind != FileKind::Errata) {
        let listed = tree.root.get("differences").map_or(&[][..], Node::items);
        for at in listed.iter().flat_map(|node| node.texts_of("at")) {
            if let Err(diagnostic) = errata::check_place(tree, &at, Code::DifferenceNowhere) {
                diagnostics.push(*diagnostic);
            }
        }
    }
}

/// The deliberate differences of all APIs.
pub(super) struct Listed<'a> {
    entries: Vec<Entry<'a>>,
}

/// One place of one of them.
struct Entry<'a> {
    file: FileId,
    at: &'a Text,
    difference: &'a Difference,
    occurs: bool,
}

impl<'a> Listed<'a> {
    pub(super) fn of(specification: &'a Document) -> Self {
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

    /// The difference is deliberate. Takes note of that.
    pub(super) fn covers(&mut self, document: &str, finding: &Finding) -> bool {
        let mut covers = false;
        for entry in self.entries.iter_mut().filter(|entry| entry.is_at(document, finding)) {
            if entry.fits(finding) {
                entry.occurs = true;
                covers = true;
            }
        }
        covers
    }

    /// Those of the audited documents that are no difference any more.
    pub(super) fn gone(&self, audited: &[Audited]) -> Vec<Diagnostic> {
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

    /// What it claims of both sides is so. What it says nothing of can be anything.
    fn fits(&self, finding: &Finding) -> bool {
        let says = |claim: &Option<Text>, found: &Option<String>| match (claim, found) {
            (None, _) => true,
            (Some(claim), None) => claim.text == "absent",
            (Some(claim), Some(found)) => claim.text == *found,
        };
        says(&self.difference.documented, &finding.page_says) && says(&self.difference.transcribed, &finding.spec_says)
    }

    fn gone(&self, audited: &[Audited]) -> Diagnostic {
        let document = &self.difference.document.text;
        let of_document = audited.iter().filter(|one| one.key == *document);
        let findings: Vec<&compare::Finding> = of_document
            .flat_map(|one| &one.findings)
            .filter(|finding| finding.file == self.file)
            .collect();
        let title = format!("`{document}` has no such difference at `{}`", self.at.text);
        let diagnostic = Diagnostic::new(Code::DifferenceGone, title).at(self.at.at, "listed here as deliberate");
        match findings.iter().find(|finding| self.is_at(document, finding)) {
            Some(finding) => {
                let says =
                    |text: &Option<String>| text.as_ref().map_or("nothing".to_owned(), |text| format!("`{text}`"));
                diagnostic.help(format!(
                    "there the document says {} and the specification {}",
                    says(&finding.page_says),
                    says(&finding.spec_says)
                ))
            }
            None => match nearest(&self.at.text, findings.iter().map(|finding| finding.at.as_str())) {
                Some(near) => diagnostic.fix("there is a difference at a similar place", self.at.at, near),
                None => diagnostic.help("delete it: document and specification agree there"),
            },
        }
    }
}

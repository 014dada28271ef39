//! Differences as they are found.

use std::ops::Range;

use crate::document::Api;
use crate::sources::FileId;

/// Which side has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    MissingInSpecification,
    MissingInDocument,
    Different,
}

/// A difference between a page and the specification.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    /// The file of the specification.
    pub(crate) file: FileId,
    /// The key of its API.
    pub(crate) api: String,
    /// The place there, as errata write it; what is missing has the place where it would be.
    pub(crate) at: String,
    pub(crate) title: String,
    /// Where the page has it, or where it would be.
    pub(crate) page_at: Range<usize>,
    /// What the page says; none when it has nothing there.
    pub(crate) page_says: Option<String>,
    /// What the specification says; none when it has nothing there.
    pub(crate) spec_says: Option<String>,
}

#[derive(Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Finding>,
}

impl Findings {
    pub(super) fn missing_in_spec(&mut self, api: &Api, at: &str, what: &str, page_at: &Range<usize>, says: &str) {
        self.push(Finding {
            kind: Kind::MissingInSpecification,
            file: api.file,
            api: api.key.text.clone(),
            at: at.to_owned(),
            title: format!("the specification lacks {what}"),
            page_at: page_at.clone(),
            page_says: Some(says.to_owned()),
            spec_says: None,
        });
    }

    /// `near` is where it would be.
    pub(super) fn missing_in_page(&mut self, api: &Api, at: &str, what: &str, near: &Range<usize>, says: &str) {
        self.push(Finding {
            kind: Kind::MissingInDocument,
            file: api.file,
            api: api.key.text.clone(),
            at: at.to_owned(),
            title: format!("the document lacks {what}"),
            page_at: near.clone(),
            page_says: None,
            spec_says: Some(says.to_owned()),
        });
    }

    pub(super) fn differ(&mut self, api: &Api, at: &str, what: &str, page_at: &Range<usize>, page: &str, spec: &str) {
        self.push(Finding {
            kind: Kind::Different,
            file: api.file,
            api: api.key.text.clone(),
            at: at.to_owned(),
            title: format!("{what} differs"),
            page_at: page_at.clone(),
            page_says: Some(page.to_owned()),
            spec_says: Some(spec.to_owned()),
        });
    }

    /// A value set that many rows use, or a key that an example has more than once, differs once.
    fn push(&mut self, finding: Finding) {
        let is_same = |known: &Finding| {
            known.file == finding.file
                && known.at == finding.at
                && known.kind == finding.kind
                // The text that says what is missing is no part of what it is, save where the place is that of a list.
                && (known.title == finding.title)
        };
        if !self.list.iter().any(is_same) {
            self.list.push(finding);
        }
    }
}

//! The differences that are found.

use std::ops::Range;

use concur_spec::FileId;
use concur_spec::document::Api;

/// The kind of difference.
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
    /// The key of the API.
    pub(crate) api: String,
    /// The path in the file, as errata write it, even if the item is missing.
    pub(crate) at: String,
    pub(crate) title: String,
    /// Where the page has it, or where it is missing.
    pub(crate) page_at: Range<usize>,
    /// The value on the page, if it has one.
    pub(crate) page_value: Option<String>,
    /// The value in the specification, if it has one.
    pub(crate) spec_value: Option<String>,
}

#[derive(Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Finding>,
}

impl Findings {
    pub(super) fn missing_in_spec(&mut self, api: &Api, at: &str, what: &str, page_at: &Range<usize>, value: &str) {
        self.push(Finding {
            kind: Kind::MissingInSpecification,
            file: api.file,
            api: api.key.text.clone(),
            at: at.to_owned(),
            title: format!("the specification lacks {what}"),
            page_at: page_at.clone(),
            page_value: Some(value.to_owned()),
            spec_value: None,
        });
    }

    /// Adds an item that the page lacks. `near` is where it is missing.
    pub(super) fn missing_in_page(&mut self, api: &Api, at: &str, what: &str, near: &Range<usize>, value: &str) {
        self.push(Finding {
            kind: Kind::MissingInDocument,
            file: api.file,
            api: api.key.text.clone(),
            at: at.to_owned(),
            title: format!("the document lacks {what}"),
            page_at: near.clone(),
            page_value: None,
            spec_value: Some(value.to_owned()),
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
            page_value: Some(page.to_owned()),
            spec_value: Some(spec.to_owned()),
        });
    }

    /// Adds a finding, unless it is a duplicate: a value set may be used by many rows, and a key may occur several
    /// times in an example.
    fn push(&mut self, finding: Finding) {
        let is_same = |known: &Finding| {
            known.file == finding.file
                && known.at == finding.at
                && known.kind == finding.kind
                // The title distinguishes items whose path is that of a list.
                && (known.title == finding.title)
        };
        if !self.list.iter().any(is_same) {
            self.list.push(finding);
        }
    }
}

//! The text of several pages, one after the other, so that a place in any of them is one range.

use std::ops::Range;

use concur_spec::{FileId, Sources, Span};

/// Separates two pages.
const GAP: &str = "\n\n";

/// One or more pages that are one document.
pub(crate) struct Volume {
    pub(crate) text: String,
    pub(crate) leaves: Vec<Leaf>,
}

/// A page of a volume.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) file: FileId,
    /// The file name, to which links of other pages refer.
    pub(crate) name: String,
    /// Its place in the text.
    pub(crate) at: Range<usize>,
}

impl Volume {
    /// Joins the texts of files, at least one.
    pub(crate) fn of(sources: &Sources, files: &[FileId]) -> Self {
        let mut text = String::new();
        let mut leaves: Vec<Leaf> = Vec::new();
        for file in files.iter().copied() {
            let (path, page) = sources.file(file).map_or(("", ""), |page| (page.path(), page.text()));
            if !leaves.is_empty() {
                text.push_str(GAP);
            }
            let start = text.len();
            text.push_str(page);
            leaves.push(Leaf {
                file,
                name: file_name(path),
                at: start..text.len(),
            });
        }
        Self { text, leaves }
    }

    /// Returns the span of a range, in the file that contains it.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let leaf = self.leaves.iter().rev().find(|leaf| leaf.at.start <= range.start);
        let leaf = leaf.unwrap_or(&self.leaves[0]);
        let within = |offset: usize| offset.clamp(leaf.at.start, leaf.at.end) - leaf.at.start;
        Span::new(leaf.file, within(range.start)..within(range.end))
    }
}

/// Returns the last component of a path.
pub(crate) fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

//! Checks the paths of deliberate differences between the transcription and the documents.

use crate::diagnostics::{Code, Diagnostic};
use crate::errata;
use crate::load::{FileKind, Tree};
use crate::tree::Node;

/// Reports deliberate differences whose path does not exist.
pub(crate) fn check_differences(trees: &[Tree], diagnostics: &mut Vec<Diagnostic>) {
    for tree in trees.iter().filter(|tree| tree.kind != FileKind::Errata) {
        let listed = tree.root.get("differences").map_or(&[][..], Node::items);
        for at in listed.iter().flat_map(|node| node.texts_of("at")) {
            if let Err(diagnostic) = errata::check_place(tree, &at, Code::DifferenceNowhere) {
                diagnostics.push(*diagnostic);
            }
        }
    }
}

//! Exports, as written.

use super::nodes::{placed_text, text, with};
use crate::tree::{Node, Text};

#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(crate) key: Text,
    pub(crate) doc: String,
    pub(crate) list: Text,
    pub(crate) with: Vec<(Text, Text)>,
    pub(crate) since: Text,
    pub(crate) id: Text,
    pub(crate) modified: Text,
    pub(crate) get: Option<Text>,
}

pub(super) fn export(key: &Text, node: &Node) -> Export {
    Export {
        key: key.clone(),
        doc: text(node, "doc"),
        list: placed_text(node, "list"),
        with: with(node),
        since: placed_text(node, "since"),
        id: placed_text(node, "id"),
        modified: placed_text(node, "modified"),
        get: node.text_of("get"),
    }
}

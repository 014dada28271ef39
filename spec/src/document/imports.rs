//! Imports, as written.

use super::nodes::{placed_text, text, with};
use crate::tree::{Node, Span, Text};

#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) key: Text,
    pub(crate) doc: String,
    pub(crate) create: Text,
    pub(crate) id: Text,
    pub(crate) number: Option<Text>,
    pub(crate) item_of: Option<Text>,
    pub(crate) lines: Option<ImportLines>,
    pub(crate) confirm: Option<ImportConfirm>,
    pub(crate) submit: Option<ImportCall>,
    pub(crate) search: Option<ImportSearch>,
}

/// The lines of an import: exactly one of `field` and `call` is valid.
#[derive(Clone, Debug)]
pub(crate) struct ImportLines {
    pub(crate) at: Span,
    pub(crate) field: Option<Text>,
    pub(crate) call: Option<ImportCall>,
    /// The parameters of `with`, whether or not there is a call.
    pub(crate) with: Vec<(Text, Text)>,
}

#[derive(Clone, Debug)]
pub(crate) struct ImportCall {
    pub(crate) operation: Text,
    pub(crate) with: Vec<(Text, Text)>,
}

#[derive(Clone, Debug)]
pub(crate) struct ImportConfirm {
    pub(crate) waiter: Text,
    pub(crate) number: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct ImportSearch {
    pub(crate) list: Text,
    pub(crate) get: Option<ImportCall>,
}

pub(super) fn import(key: &Text, node: &Node) -> Import {
    Import {
        key: key.clone(),
        doc: text(node, "doc"),
        create: placed_text(node, "create"),
        id: placed_text(node, "id"),
        number: node.text_of("number"),
        item_of: node.text_of("item_of"),
        lines: node.get("lines").map(lines),
        confirm: node.get("confirm").map(|confirm| ImportConfirm {
            waiter: placed_text(confirm, "waiter"),
            number: confirm.text_of("number"),
        }),
        submit: node.get("submit").map(|submit| ImportCall {
            operation: placed_text(submit, "call"),
            with: with(submit),
        }),
        search: node.get("search").map(|search| ImportSearch {
            list: placed_text(search, "list"),
            get: search.text_of("get").map(|operation| ImportCall {
                operation,
                with: Vec::new(),
            }),
        }),
    }
}

fn lines(node: &Node) -> ImportLines {
    let with = with(node);
    ImportLines {
        at: node.at,
        field: node.text_of("in"),
        call: node.text_of("call").map(|operation| ImportCall {
            operation,
            with: with.clone(),
        }),
        with,
    }
}

//! Lowers the keys that only `concur.yaml` has.

use super::nodes::{entries, flag, optional_text, text, texts};
use super::{DataCenter, Envelope, Header, Limit, Platform, VendorDocument, tokens};
use crate::api::{EnvelopeMore, KeyPath};
use crate::tree::{Node, Text};

pub(super) fn lower_platform(root: &Node) -> Platform {
    Platform {
        documents: entries(root, "documents")
            .iter()
            .map(|(key, node)| VendorDocument {
                key: key.clone(),
                title: text(node, "title"),
                file: optional_text(node, "file"),
            })
            .collect(),
        data_centers: lower_entries(root, "data_centers", data_center),
        headers: lower_entries(root, "headers", header),
        envelopes: lower_entries(root, "envelopes", envelope),
        limits: lower_entries(root, "limits", limit),
        retry_statuses: texts(root, "retry_statuses")
            .iter()
            .filter_map(|status| status.parse::<u16>().ok())
            .collect(),
        grants: lower_entries(root, "grants", tokens::grant),
        tokens: root.get("tokens").map(tokens::tokens),
        guide: root.texts_of("guide"),
        allowed_hosts: texts(root, "allowed_hosts"),
    }
}

fn lower_entries<T>(root: &Node, key: &str, lower: impl Fn(&Text, &Node) -> T) -> Vec<T> {
    entries(root, key).iter().map(|(key, node)| lower(key, node)).collect()
}

fn data_center(key: &Text, node: &Node) -> DataCenter {
    DataCenter {
        key: key.clone(),
        uri: text(node, "uri"),
        browser_uri: optional_text(node, "browser_uri"),
        superseded: flag(node, "superseded", false),
        doc: text(node, "doc"),
    }
}

fn header(role: &Text, node: &Node) -> Header {
    Header {
        role: role.clone(),
        name: text(node, "name"),
        doc: text(node, "doc"),
    }
}

fn envelope(name: &Text, node: &Node) -> Envelope {
    Envelope {
        name: name.clone(),
        doc: text(node, "doc"),
        present: path(node, "present"),
        list: path(node, "list"),
        code: path(node, "code"),
        message: path(node, "message").unwrap_or(KeyPath(Vec::new())),
        data_path: path(node, "data_path"),
        more: node.get("more").map(|more| EnvelopeMore {
            list: path(more, "list").unwrap_or(KeyPath(Vec::new())),
            code: path(more, "code"),
            message: path(more, "message").unwrap_or(KeyPath(Vec::new())),
            data_path: path(more, "data_path"),
        }),
    }
}

/// Lowers a path: a text with dots, or a list of keys.
fn path(node: &Node, key: &str) -> Option<KeyPath> {
    let path = node.get(key)?;
    match path.text() {
        Some(path) => Some(KeyPath::of_dotted(path.as_str())),
        None => Some(KeyPath(texts(node, key))),
    }
}

fn limit(key: &Text, node: &Node) -> Limit {
    Limit {
        key: key.clone(),
        value: text(node, "value").parse().unwrap_or_default(),
        unit: text(node, "unit"),
        doc: text(node, "doc"),
    }
}

//! The keys that only `concur.yaml` has.

use super::nodes::{entries, flag, optional_text, text, texts};
use super::{DataCenter, Envelope, Header, Limit, Platform, VendorDocument, tokens};
use crate::api::EnvelopeMore;
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
            .filter_map(|status| status.parse().ok())
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
        list: optional_text(node, "list"),
        code: text(node, "code"),
        message: text(node, "message"),
        data_path: optional_text(node, "data_path"),
        more: node.get("more").map(|more| EnvelopeMore {
            list: text(more, "list"),
            message: text(more, "message"),
            data_path: optional_text(more, "data_path"),
        }),
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

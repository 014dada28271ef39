//! Rows of the JSON output.

use serde_json::{Map, Value, json};

use crate::api::Doc;

/// Adds the documentation of an item: text, section, example and the ids of its errata. Empty parts are omitted.
pub(super) fn row(mut row: Value, doc: &Doc) -> Value {
    if let Value::Object(row) = &mut row {
        row.retain(|_, value| !value.is_null());
        insert(row, "doc", (!doc.text.is_empty()).then_some(&doc.text));
        insert(row, "document", doc.document.as_ref());
        insert(row, "document_key", doc.document_key.as_ref());
        insert(row, "section", doc.section.as_ref());
        insert(row, "example", doc.example.as_ref());
        let errata: Vec<&String> = doc.errata.iter().map(|erratum| &erratum.id).collect();
        if !errata.is_empty() {
            row.insert("errata".into(), json!(errata));
        }
    }
    row
}

fn insert(row: &mut Map<String, Value>, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        row.insert(key.into(), Value::String(value.clone()));
    }
}

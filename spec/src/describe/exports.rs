//! Describes exports.

use serde_json::{Map, Value, json};

use super::row::row;
use crate::api::{Api, Export};

pub(crate) fn describe_export(api: &Api, export: &Export) -> Value {
    let with = export.with.iter();
    let with: Map<String, Value> = with
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    let about = json!({
        "api": api.key,
        "name": export.key,
        "list": export.list,
        "with": with,
        "since": export.since,
        "id": export.id,
        "modified": export.modified,
        "get": export.get.as_ref().map(|get| &get.operation),
        "id_parameter": export.get.as_ref().map(|get| &get.id_parameter),
    });
    row(about, &export.doc)
}

/// Returns the cells of an export in a table: its key and its steps, in order.
pub(super) fn export_row(export: &Export) -> Vec<String> {
    let with: String = export
        .with
        .iter()
        .map(|(name, value)| format!(", {name}={value}"))
        .collect();
    let list = format!("list by {}({}{with})", export.list, export.since);
    let get = export.get.as_ref();
    let get = get.map(|get| format!("get by {}({})", get.operation, get.id_parameter));
    let fields = format!("id in {}, modified in {}", export.id, export.modified);
    let steps = [Some(list), get, Some(fields)].into_iter().flatten();
    vec![export.key.clone(), steps.collect::<Vec<_>>().join("; ")]
}

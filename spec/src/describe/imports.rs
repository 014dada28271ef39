//! Describes imports.

use serde_json::{Map, Value, json};

use super::row::row;
use crate::api::{Api, Import, ImportCall, ImportLines};

pub(crate) fn describe_import(api: &Api, import: &Import) -> Value {
    let about = json!({
        "api": api.key,
        "name": import.key,
        "create": import.create,
        "id": import.id,
        "number": import.number,
        "item_of": import.item_of,
        "lines": import.lines.as_ref().map(|lines| match lines {
            ImportLines::Field(field) => json!({ "in": field }),
            ImportLines::Call(call) => describe_call(call),
        }),
        "confirm": import.confirm.as_ref().map(|confirm| json!({
            "waiter": confirm.waiter, "id_parameter": confirm.id_parameter, "number": confirm.number,
        })),
        "submit": import.submit.as_ref().map(describe_call),
        "search": import.search.as_ref().map(|search| json!({
            "list": search.list,
            "get": search.get.as_ref().map(|get| &get.operation),
            "id_parameter": search.get.as_ref().map(|get| &get.id_parameter),
        })),
    });
    row(about, &import.doc)
}

fn describe_call(call: &ImportCall) -> Value {
    let with: Map<String, Value> = call
        .with
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    json!({ "call": call.operation, "id_parameter": call.id_parameter, "with": with })
}

/// Returns the cells of an import in a table: its key and its steps, in order.
pub(super) fn import_row(import: &Import) -> Vec<String> {
    let id = format!("id in {}", import.id);
    let number = import.number.as_ref().map(|number| format!("number in {number}"));
    let item = import.item_of.as_ref().map(|list| format!("as the item of {list}"));
    let known: Vec<String> = item.into_iter().chain([id]).chain(number).collect();
    let create = format!("create by {} ({})", import.create, known.join(", "));
    let lines = import.lines.as_ref().map(|lines| match lines {
        ImportLines::Field(field) => format!("lines in {field}"),
        ImportLines::Call(call) => format!("lines by {call}"),
    });
    let confirm = import.confirm.as_ref().map(|confirm| match &confirm.number {
        Some(number) => format!("confirm by {} (number in {number})", confirm.waiter),
        None => format!("confirm by {}", confirm.waiter),
    });
    let submit = import.submit.as_ref();
    let submit = submit.map(|submit| format!("submit by {submit}"));
    let search = import.search.as_ref().map(|search| match &search.get {
        Some(get) => format!("search by {}, {get}", search.list),
        None => format!("search by {}", search.list),
    });
    let steps = [Some(create), lines, confirm, submit, search].into_iter().flatten();
    vec![import.key.clone(), steps.collect::<Vec<_>>().join("; ")]
}

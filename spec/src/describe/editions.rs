//! Editions: which document each row is from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::api::{Api, Contract, Doc, Operation, Type, ValueSet};

/// The lists of rows from documents, each with the lists inside of a row.
const LISTS: &[(&str, &[&str])] = &[
    ("operations", &["parameters", "response_details"]),
    ("types", &["fields"]),
    ("families", &[]),
    ("value_sets", &[]),
    ("unions", &[]),
    ("error_codes", &[]),
    ("uncoded_errors", &[]),
    ("scopes", &[]),
];

/// Adds the key of the document to each row that has none: it is from the document of its API.
pub(super) fn name(contract: &Contract, described: &mut Value) {
    let keys: BTreeMap<&str, &str> = contract.apis.iter().map(|api| (api.key.as_str(), own(api))).collect();
    for (list, inner) in LISTS {
        for row in rows(described, list) {
            let Some(key) = row["api"].as_str().and_then(|api| keys.get(api)) else {
                continue;
            };
            put(row, key);
            for list in *inner {
                rows(row, list).into_iter().for_each(|row| put(row, key));
            }
        }
    }
}

/// Returns the rows of a list, or of a mapping.
fn rows<'a>(of: &'a mut Value, list: &str) -> Vec<&'a mut Value> {
    match of.get_mut(list) {
        Some(Value::Array(rows)) => rows.iter_mut().collect(),
        Some(Value::Object(rows)) => rows.values_mut().collect(),
        _ => Vec::new(),
    }
}

fn put(row: &mut Value, key: &str) {
    if let Value::Object(row) = row {
        row.entry("document_key").or_insert_with(|| key.into());
    }
}

/// Returns the documents of the values that are not from that of their set.
pub(super) fn of_values(set: &ValueSet) -> Option<Value> {
    let others = set
        .values
        .iter()
        .filter(|value| value.doc.document_key != set.doc.document_key);
    let others: Map<String, Value> = others
        .map(|value| (value.wire.clone(), json!(value.doc.document_key)))
        .collect();
    (!others.is_empty()).then_some(Value::Object(others))
}

/// Returns the documents of the headers that are not from that of their operation.
pub(super) fn of_headers(operation: &Operation) -> Option<Value> {
    let others = operation.headers();
    let others = others.filter(|header| header.document_key != operation.doc.document_key);
    let others: Map<String, Value> = others
        .map(|header| (header.name.clone(), json!(header.document_key)))
        .collect();
    (!others.is_empty()).then_some(Value::Object(others))
}

/// Says which document the rows of an API are from, if some are from another.
pub(super) fn others(api: &Api) -> String {
    match keys(api).len() {
        0 | 1 => String::new(),
        _ => format!(", from {} where a row names no other document", own(api)),
    }
}

/// The key of an API's document.
fn own(api: &Api) -> &str {
    api.doc.document_key.as_deref().unwrap_or_default()
}

/// The keys of the documents that have rows of an API.
fn keys(api: &Api) -> BTreeSet<&str> {
    docs(api)
        .map(|doc| doc.document_key.as_deref().unwrap_or(own(api)))
        .collect()
}

/// Returns the documentation of all rows of an API that are from documents.
fn docs(api: &Api) -> impl Iterator<Item = &Doc> {
    let operations = api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|row| &row.doc);
        let responses = operation.responses.iter().map(|row| &row.doc);
        std::iter::once(&operation.doc).chain(parameters).chain(responses)
    });
    let types = api
        .types
        .iter()
        .flat_map(|ty| std::iter::once(&ty.doc).chain(row_docs(ty)));
    let sets = api.value_sets.iter();
    let sets = sets.flat_map(|set| std::iter::once(&set.doc).chain(set.values.iter().map(|value| &value.doc)));
    let unions = api.unions.iter().map(|union| &union.doc);
    let codes = api.error_codes.iter().map(|code| &code.doc);
    let errors = api.uncoded_errors.iter().map(|error| &error.doc);
    let scopes = api.scopes.iter().map(|scope| &scope.doc);
    operations
        .chain(types)
        .chain(sets)
        .chain(unions)
        .chain(codes)
        .chain(errors)
        .chain(scopes)
}

fn row_docs(ty: &Type) -> impl Iterator<Item = &Doc> {
    let fields = ty.fields.iter().map(|field| &field.doc);
    fields.chain(ty.families.iter().map(|family| &family.doc))
}

/// Returns the keys of the documents that have rows of a contract.
pub(crate) fn all(contract: &Contract) -> BTreeSet<&str> {
    contract.apis.iter().flat_map(keys).collect()
}

/// Returns the part of a contract that is from one document: its rows, and what has one of them.
pub(crate) fn only(contract: &Contract, document: &str) -> Contract {
    let mut part = contract.clone();
    for api in &mut part.apis {
        keep(api, document);
    }
    part.apis.retain(|api| docs(api).next().is_some());
    // What all APIs share is from the document of the platform, whose API has no feature.
    if !part.apis.iter().any(|api| api.feature.is_none()) {
        let platform = &mut part.platform;
        platform.data_centers.clear();
        platform.headers.clear();
        platform.envelopes.clear();
        platform.limits.clear();
        platform.grants.clear();
        platform.tokens = None;
        platform.retry_statuses.clear();
        platform.allowed_hosts.clear();
    }
    part
}

fn keep(api: &mut Api, document: &str) {
    let own = own(api).to_owned();
    let is_from = |doc: &Doc| doc.document_key.as_ref().unwrap_or(&own) == document;
    let has_key = |key: &Option<String>| key.as_ref().unwrap_or(&own) == document;
    for operation in &mut api.operations {
        operation.parameters.retain(|row| is_from(&row.doc));
        operation.responses.retain(|row| is_from(&row.doc));
        operation.request_headers.retain(|row| has_key(&row.document_key));
        operation.response_headers.retain(|row| has_key(&row.document_key));
        operation.examples.retain(|row| has_key(&row.document_key));
    }
    api.operations.retain(|operation| {
        let has_rows = !(operation.parameters.is_empty() && operation.responses.is_empty());
        let is_shown = operation.headers().next().is_some() || !operation.examples.is_empty();
        is_from(&operation.doc) || has_rows || is_shown
    });
    for ty in &mut api.types {
        ty.fields.retain(|field| is_from(&field.doc));
        ty.families.retain(|family| is_from(&family.doc));
    }
    api.types.retain(|ty| is_from(&ty.doc) || row_docs(ty).next().is_some());
    for set in &mut api.value_sets {
        set.values.retain(|value| is_from(&value.doc));
    }
    api.value_sets.retain(|set| is_from(&set.doc) || !set.values.is_empty());
    api.unions.retain(|union| is_from(&union.doc));
    api.error_codes.retain(|code| is_from(&code.doc));
    api.uncoded_errors.retain(|error| is_from(&error.doc));
    api.scopes.retain(|scope| is_from(&scope.doc));
    // These are no rows of a document.
    api.waiters.clear();
    api.imports.clear();
    api.exports.clear();
}

//! Describes a contract as human-readable tables.

use std::fmt::Write;

use super::conveniences;
use super::editions;
use super::exports::export_row;
use super::imports::import_row;
use super::resources::resource_row;
use super::type_text;
use crate::api::{Api, Contract, Doc, Grant, Operation, Output, Platform, Required, Tokens, Type, ValueSet};

/// Describes a contract, API by API.
pub(crate) fn describe_table(contract: &Contract) -> String {
    let mut text = String::new();
    for api in &contract.apis {
        describe_api(api, &mut text);
    }
    describe_platform(&contract.platform, &mut text);
    let counts = contract.counts();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} APIs, {} operations, {} types ({} of them inline), {} fields, {} families of {} fields, {} value sets, {} error codes",
        counts.apis,
        counts.operations,
        counts.types(),
        counts.inline_types,
        counts.fields,
        counts.families,
        counts.expanded_fields,
        counts.value_sets,
        counts.error_codes,
    );
    text
}

fn describe_api(api: &Api, text: &mut String) {
    let _ = writeln!(
        text,
        "{} v{} ({}), {}{}\n",
        api.title,
        api.version,
        api.key,
        or_root(&api.base_path),
        editions::others(api)
    );
    let operations = api.operations.iter().map(operation_row).collect();
    section(text, "Operations", columns(operations));
    for ty in &api.types {
        let inline = if ty.inline { ", inline" } else { "" };
        let shared = if ty.is_shared { ", shared" } else { "" };
        section(text, &format!("{}{inline}{shared}", ty.name), columns(field_rows(ty)));
    }
    section(text, "Conveniences", columns(conveniences::rows(api)));
    section(text, "Values", columns(api.value_sets.iter().map(value_row).collect()));
    let codes = api.error_codes.iter().map(|code| {
        let status: Vec<String> = code.status.iter().map(u16::to_string).collect();
        let mut row = vec![
            code.wire.clone(),
            status.join(", "),
            code.messages.first().cloned().unwrap_or_default(),
        ];
        if code.not_carried_out {
            row.push("not carried out".to_owned());
        }
        row.push(errata(&code.doc));
        row
    });
    section(text, "Error codes", columns(codes.collect()));
    let imports = api.imports.iter().map(|import| {
        let mut row = import_row(import);
        row.push(errata(&import.doc));
        row
    });
    section(text, "Imports", columns(imports.collect()));
    let exports = api.exports.iter().map(|export| {
        let mut row = export_row(export);
        row.push(errata(&export.doc));
        row
    });
    section(text, "Exports", columns(exports.collect()));
    let resources = api.resources.iter().map(|resource| {
        let mut row = resource_row(resource);
        row.push(errata(&resource.doc));
        row
    });
    section(text, "Resources", columns(resources.collect()));
}

/// Describes the grants and the token call, if there are any.
fn describe_platform(platform: &Platform, text: &mut String) {
    let grants: Vec<_> = platform.grants.iter().map(grant_row).collect();
    let tokens: Vec<_> = platform.tokens.iter().flat_map(token_rows).collect();
    if grants.is_empty() && tokens.is_empty() {
        return;
    }
    let _ = writeln!(text, "Tokens\n");
    section(text, "Grants", columns(grants));
    section(text, "Token call", columns(tokens));
}

fn grant_row(grant: &Grant) -> Vec<String> {
    let fixed = grant.fixed.iter().map(|(field, value)| format!("{field}={value}"));
    let optional = grant.optional.iter().map(|field| format!("[{field}]"));
    let fields = grant.required.iter().cloned().chain(fixed).chain(optional);
    let flags = [(grant.repeatable, "repeatable"), (grant.idempotent, "idempotent")];
    let flags = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word);
    vec![
        grant.key.clone(),
        format!("at {}", grant.host),
        fields.collect::<Vec<_>>().join(", "),
        flags.collect::<Vec<_>>().join(", "),
        errata(&grant.doc),
    ]
}

fn token_rows(tokens: &Tokens) -> Vec<Vec<String>> {
    let row = |what: &str, value: String, doc: Option<&Doc>| {
        vec![what.to_owned(), value, doc.map_or_else(String::new, errata)]
    };
    let mut rows = vec![
        row("operation", tokens.operation.clone(), Some(&tokens.doc)),
        row("refreshed by", tokens.refresh.clone(), None),
    ];
    let optional = [
        ("elsewhere", tokens.elsewhere.clone()),
        ("spent", (!tokens.spent.is_empty()).then(|| tokens.spent.join(", "))),
        ("global", tokens.global.clone()),
        ("revoked by", tokens.revoke.clone()),
    ];
    rows.extend(
        optional
            .into_iter()
            .filter_map(|(what, value)| Some(row(what, value?, None))),
    );
    rows.extend(
        tokens
            .authorize
            .iter()
            .map(|page| row("authorize", page.path.clone(), Some(&page.doc))),
    );
    rows
}

fn or_root(base_path: &str) -> &str {
    if base_path.is_empty() { "/" } else { base_path }
}

fn operation_row(operation: &Operation) -> Vec<String> {
    let body = operation.body.as_ref().map(|body| type_text(&body.type_ref()));
    let output = match &operation.output {
        Output::Nothing => "-".to_owned(),
        Output::Value(_) | Output::List { .. } => {
            let success = operation.responses.iter().find_map(|response| response.body.as_ref());
            success.map_or_else(|| "-".to_owned(), type_text)
        }
    };
    vec![
        operation.key.clone(),
        format!("{} {}", operation.http.as_str(), operation.whole_path()),
        body.unwrap_or_else(|| "-".to_owned()),
        format!("→ {output}"),
        operation
            .scope
            .as_ref()
            .map(|required| required.in_words(String::clone))
            .unwrap_or_default(),
        errata(&operation.doc),
    ]
}

fn field_rows(ty: &Type) -> Vec<Vec<String>> {
    let fields = ty.fields.iter().map(|field| {
        let required = match &field.required {
            Required::No => String::new(),
            Required::Always => "required".to_owned(),
            Required::OnCreate => "required on create".to_owned(),
            Required::OneOf(group) => format!("one of {group}"),
        };
        let format = field.format.clone().unwrap_or_default();
        (
            field.row,
            vec![
                field.wire.clone(),
                type_text(&field.ty),
                format,
                required,
                errata(&field.doc),
            ],
        )
    });
    let families = ty.families.iter().map(|family| {
        let name = format!("{0}{1}..{0}{2}", family.prefix, family.from, family.to);
        let format = family.format.clone().unwrap_or_default();
        (
            family.row,
            vec![
                name,
                type_text(&family.element),
                format,
                String::new(),
                errata(&family.doc),
            ],
        )
    });
    let mut rows: Vec<_> = fields.chain(families).collect();
    rows.sort_by_key(|(row, _)| *row);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn value_row(set: &ValueSet) -> Vec<String> {
    let own = &set.doc.document_key;
    let values = set.values.iter().map(|value| match &value.doc.document_key {
        Some(other) if value.doc.document_key != *own => format!("{} (from {other})", value.wire),
        _ => value.wire.clone(),
    });
    let values: Vec<String> = values.collect();
    let open = if set.open { "open" } else { "closed" };
    vec![set.name.clone(), open.to_owned(), values.join(", "), errata(&set.doc)]
}

/// Returns the document of a row, if it is not that of the API, and its errata.
fn errata(doc: &Doc) -> String {
    let ids: Vec<&str> = doc.errata.iter().map(|erratum| erratum.id.as_str()).collect();
    let ids = (!ids.is_empty()).then(|| format!("[{}]", ids.join(", ")));
    let document = doc.document_key.iter().map(|key| format!("from {key}"));
    document.chain(ids).collect::<Vec<_>>().join(" ")
}

fn section(text: &mut String, title: &str, rows: Vec<String>) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "  {title}");
    for row in rows {
        let _ = writeln!(text, "    {row}");
    }
    text.push('\n');
}

/// Aligns the cells of rows in columns.
fn columns(rows: Vec<Vec<String>>) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let length = |cell: &String| cell.chars().count();
    let widths: Vec<usize> = (0..count)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(length).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let cells: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

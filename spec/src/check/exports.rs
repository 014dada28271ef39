//! Checks exports: that a program can read what has changed in a list, page by page, and tell the states of an object
//! apart.

use super::Context;
use super::calls::{
    check_fixed, check_id_parameter, check_list_without_body, check_no_body, check_unique, check_value, find_operation,
    missing, unsuitable,
};
use super::references::{find_path, success_type};
use super::unknown;
use crate::api::{ParameterLocation, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Document, Export, NextPage, Operation, Pagination, Parameter, Type, TypeRef};
use crate::tree::{Span, Text};

/// The code of what is checked here.
const RULES: Code = Code::ExportRules;

/// Checks that no two APIs have an export with the same key.
pub(super) fn check_keys(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let keys = document.apis.iter().flat_map(|api| &api.exports);
    check_unique(
        Code::DuplicateExport,
        "export",
        keys.map(|export| &export.key),
        diagnostics,
    );
}

pub(super) fn check(cx: &Context<'_>, export: &Export, diagnostics: &mut Vec<Diagnostic>) {
    let list = find_operation(cx, &export.list, diagnostics);
    let item = list.and_then(|list| check_list(cx, export, list, diagnostics));
    let object = match &export.get {
        Some(get) => {
            let operation = find_operation(cx, get, diagnostics);
            operation.and_then(|operation| check_get(cx, get, operation, diagnostics))
        }
        None => item,
    };
    // One diagnostic per mistake: the items and the object may be of the same type.
    let mut of_object = Vec::new();
    if let Some(object) = object {
        check_value(cx, object, &export.id, &mut of_object);
        check_modified(cx, object, &export.modified, diagnostics);
    }
    if let Some(item) = item
        && of_object.is_empty()
    {
        check_value(cx, item, &export.id, &mut of_object);
    }
    diagnostics.extend(of_object);
}

/// Checks the operation that lists the objects. Returns the type of its items.
fn check_list<'a>(
    cx: &'a Context<'_>,
    export: &Export,
    list: &Operation,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Type> {
    check_list_without_body(RULES, &export.list, list, diagnostics);
    check_since(export, list, diagnostics);
    let Some(paged) = &list.pagination else {
        let title = format!("`{}` has no `pagination`", list.key.text);
        let label = "an export reads a list page by page";
        diagnostics.push(unsuitable(RULES, &export.list, list, title, label));
        return None;
    };
    check_start(export, list, paged, diagnostics);
    let mut all_known = true;
    for (name, value) in &export.with {
        all_known &= check_fixed(cx, list, name, value, diagnostics);
        check_not_own(export, paged, name, diagnostics);
    }
    // An unknown name is likely that of a parameter that lacks a value.
    if all_known {
        let missing = missing(RULES, &export.list, list, &export.with);
        diagnostics.extend(missing.into_iter().map(|one| one.help("give it a value with `with`")));
    }
    // A wrong pagination has been reported.
    let page = success_type(cx, list, &paged.items, &mut Vec::new())?;
    let items = page.find_field(paged.items.as_str())?;
    cx.type_with_fields(items.column.ty.named_item()?)
}

/// Checks that a parameter is a query parameter with a timestamp.
fn check_since(export: &Export, list: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let name = &export.since;
    let queries = list.parameters.iter();
    let queries: Vec<&Parameter> = queries
        .filter(|parameter| parameter.location == Some(ParameterLocation::Query))
        .collect();
    match queries.iter().find(|parameter| parameter.wire.text == name.text) {
        Some(parameter) => check_timestamp(&parameter.ty, name, diagnostics),
        // An empty name is missing, which has been reported.
        None if name.text.is_empty() => {}
        None => {
            let known = queries.iter().map(|parameter| &parameter.wire);
            diagnostics.push(unknown(Code::UnknownReference, "query parameter", name, known));
        }
    }
}

/// Checks that pages are asked for by the index of their first item, so that two of them can overlap.
fn check_start(export: &Export, list: &Operation, paged: &Pagination, diagnostics: &mut Vec<Diagnostic>) {
    let diagnostic = || {
        let title = format!("the pages of `{}` do not start at an index", list.key.text);
        Diagnostic::new(RULES, title).at(
            export.list.at,
            "an export asks for pages that overlap, so that nothing is skipped",
        )
    };
    let other = paged.next.iter().find(|next| !matches!(next, NextPage::Link { .. }));
    if let Some((key, text)) = other.map(NextPage::key) {
        diagnostics.push(diagnostic().at(text.at, format!("`{key}` does not lead to an index")));
        return;
    }
    let start = list.parameters.iter().find(|one| one.wire.text == paged.start.text);
    // An unknown parameter has been reported.
    if let Some(start) = start.filter(|start| start.ty.scalar() != Some(Scalar::Integer)) {
        diagnostics.push(diagnostic().at(start.ty.at, "expected an `integer`"));
    }
}

/// Checks that `with` does not fix a parameter that the export sets itself.
fn check_not_own(export: &Export, paged: &Pagination, name: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let own: [(&Text, Span); 2] = [(&export.since, export.since.at), (&paged.start, paged.start.at)];
    if let Some((_, at)) = own.iter().find(|(own, _)| own.text == name.text) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("`with` cannot fix `{}`, which an export sets itself", name.text),
            )
            .at(name.at, "remove it")
            .at(*at, "it is set because of this"),
        );
    }
}

/// Checks the operation that returns one object. Returns the type of the object.
fn check_get<'a>(
    cx: &'a Context<'_>,
    get: &Text,
    operation: &Operation,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Type> {
    check_no_body(RULES, get, operation, diagnostics);
    check_id_parameter(RULES, get, operation, &[], diagnostics);
    success_type(cx, operation, get, diagnostics)
}

/// Checks that the value at a path is a timestamp.
fn check_modified(cx: &Context<'_>, object: &Type, path: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let problem = |label: &str| {
        Diagnostic::new(Code::UnknownReference, format!("`{}` is not a single value", path.text)).at(path.at, label)
    };
    if let Some(field) = find_path(cx, object, path, &problem, diagnostics) {
        check_timestamp(&field.column.ty, path, diagnostics);
    }
}

fn check_timestamp(ty: &TypeRef, name: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if ty.scalar() != Some(Scalar::Timestamp) {
        diagnostics.push(
            Diagnostic::new(RULES, format!("`{}` is not a timestamp", name.text))
                .at(name.at, "expected a `timestamp`")
                .at(ty.at, "its type is defined here"),
        );
    }
}

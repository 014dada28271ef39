//! Checks imports: that a program can carry out each step with the rows of a spreadsheet and the id of the document.

use super::Context;
use super::calls::{
    check_fixed, check_id_parameter, check_list_without_body, check_no_body, check_unique, check_value, find_operation,
    listed_body, missing, unsuitable,
};
use super::references::{find_list, find_waiter, success_type};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Document, Field, Import, ImportCall, ImportConfirm, ImportLines, ImportSearch, Operation, Type};
use crate::tree::Text;

/// The code of what is checked here.
const RULES: Code = Code::ImportRules;

/// Checks that no two APIs have an import with the same key.
pub(super) fn check_keys(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let keys = document.apis.iter().flat_map(|api| &api.imports);
    check_unique(
        Code::DuplicateImport,
        "import",
        keys.map(|import| &import.key),
        diagnostics,
    );
}

pub(super) fn check(cx: &Context<'_>, import: &Import, diagnostics: &mut Vec<Diagnostic>) {
    let create = find_operation(cx, &import.create, diagnostics);
    if let Some(create) = create {
        check_create(cx, import, create, diagnostics);
    }
    if let Some(lines) = &import.lines {
        let body = create.and_then(|create| cx.type_with_fields(create.body.as_ref()?.as_str()));
        let document = body.and_then(|body| document_type(cx, body, import));
        check_lines(cx, lines, document, diagnostics);
    }
    if let Some(confirm) = &import.confirm {
        check_confirm(cx, confirm, diagnostics);
    }
    if let Some(submit) = &import.submit
        && let Some(operation) = check_call(cx, submit, diagnostics)
    {
        check_no_body(RULES, &submit.operation, operation, diagnostics);
    }
    if let Some(search) = &import.search {
        check_search(cx, import, search, diagnostics);
    }
}

fn check_create(cx: &Context<'_>, import: &Import, create: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    if check_body(cx, &import.create, create, diagnostics) {
        diagnostics.extend(missing(RULES, &import.create, create, &[]));
    }
    let body = create.body.as_ref().and_then(|body| cx.type_with_fields(body.as_str()));
    if let (Some(body), Some(list)) = (body, &import.item_of) {
        check_sent_list(cx, body, list, diagnostics);
    }
    let answer = success_type(cx, create, &import.id, diagnostics);
    let answer = match (answer, &import.item_of) {
        // The response can have another type than the body.
        (Some(answer), Some(list)) if body.is_none_or(|body| body.name.text != answer.name.text) => {
            find_list(answer, list, diagnostics).and_then(|list| item_type(cx, list))
        }
        (answer, _) => answer.and_then(|answer| document_type(cx, answer, import)),
    };
    if let Some(ty) = answer {
        for path in [&import.id].into_iter().chain(&import.number) {
            check_value(cx, ty, path, diagnostics);
        }
    }
}

/// Checks that an operation has a complete body, which the rows can fill. Returns false if it has none.
fn check_body(cx: &Context<'_>, reference: &Text, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let key = &operation.key.text;
    if operation.body.is_none() {
        let title = format!("`{key}` has no `body`");
        diagnostics.push(unsuitable(
            RULES,
            reference,
            operation,
            title,
            "the rows become its body",
        ));
    } else if operation.body_is_list {
        let reason = "one document, or one row, is sent at a time";
        diagnostics.extend(listed_body(cx, RULES, reference, operation, reason));
    } else if operation.body.as_ref().is_some_and(|body| cx.is_union(body.as_str())) {
        let title = format!("the body of `{key}` is a union");
        let reason = "expected a type with fields";
        diagnostics.push(unsuitable(RULES, reference, operation, title, reason));
    } else if operation.partial {
        let title = format!("the body of `{key}` is a partial update");
        diagnostics.push(unsuitable(
            RULES,
            reference,
            operation,
            title,
            "expected a complete body",
        ));
    }
    operation.body.is_some()
}

/// Returns the type of the document in a body or response: the type itself, or that of the items of the list.
fn document_type<'a>(cx: &'a Context<'_>, ty: &'a Type, import: &Import) -> Option<&'a Type> {
    match &import.item_of {
        Some(list) => item_type(cx, ty.find_field(list.as_str())?),
        None => Some(ty),
    }
}

fn item_type<'a>(cx: &'a Context<'_>, list: &Field) -> Option<&'a Type> {
    cx.type_with_fields(list.column.ty.named_item()?)
}

fn check_lines(cx: &Context<'_>, lines: &ImportLines, document: Option<&Type>, diagnostics: &mut Vec<Diagnostic>) {
    match (&lines.field, &lines.call) {
        (Some(field), Some(call)) => diagnostics.push(
            Diagnostic::new(RULES, "`lines` has both `in` and `call`")
                .at(call.operation.at, "either this call")
                .at(field.at, "or this field"),
        ),
        (None, None) => diagnostics.push(
            Diagnostic::new(RULES, "`lines` has neither `in` nor `call`")
                .at(lines.at, "expected one of `in` and `call`"),
        ),
        (Some(field), None) => {
            if let Some(document) = document {
                check_sent_list(cx, document, field, diagnostics);
            }
            if let Some((name, _)) = lines.with.first() {
                diagnostics.push(
                    Diagnostic::new(Code::NotApplicable, "`with` applies only to `call`")
                        .at(name.at, "there is no call that has this parameter"),
                );
            }
        }
        (None, Some(call)) => {
            if let Some(operation) = check_call(cx, call, diagnostics) {
                check_body(cx, &call.operation, operation, diagnostics);
            }
        }
    }
}

/// Checks that a field of what is sent is a list of objects.
fn check_sent_list(cx: &Context<'_>, body: &Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let Some(field) = find_list(body, name, diagnostics) else {
        return;
    };
    if field.column.access.read_only {
        diagnostics.push(
            Diagnostic::new(RULES, format!("no body has `{}`", name.text))
                .at(name.at, "expected a field that callers set")
                .at(field.wire.at, "this field is read-only"),
        );
    }
    let item = field.column.ty.named_item();
    // An unknown name has been reported.
    let is_object = item.is_some_and(|name| cx.api.find_type(name).is_none_or(|ty| ty.fields.is_some()));
    if !is_object {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("the items of `{}` are not objects", name.text),
            )
            .at(name.at, "expected a list of a type with fields")
            .at(field.column.ty.at, "its type is defined here"),
        );
    }
}

fn check_confirm(cx: &Context<'_>, confirm: &ImportConfirm, diagnostics: &mut Vec<Diagnostic>) {
    find_waiter(cx, &confirm.waiter, diagnostics);
    // A waiter without an operation has been reported.
    let Some(operation) = cx.api.waited_operation(confirm) else {
        return;
    };
    check_id_parameter(RULES, &confirm.waiter, operation, &[], diagnostics);
    if let Some(number) = &confirm.number
        && let Some(ty) = success_type(cx, operation, number, diagnostics)
    {
        check_value(cx, ty, number, diagnostics);
    }
}

fn check_search(cx: &Context<'_>, import: &Import, search: &ImportSearch, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(list) = find_operation(cx, &search.list, diagnostics) {
        check_list_without_body(RULES, &search.list, list, diagnostics);
        diagnostics.extend(missing(RULES, &search.list, list, &[]));
        check_items(cx, &import.id, &search.list, list, diagnostics);
    }
    if let Some(get) = &search.get
        && let Some(operation) = check_call(cx, get, diagnostics)
    {
        match operation.body {
            Some(_) => check_no_body(RULES, &get.operation, operation, diagnostics),
            None => drop(success_type(cx, operation, &get.operation, diagnostics)),
        }
    }
}

/// Checks that an operation is paginated, and that its items have the id of the documents.
fn check_items(cx: &Context<'_>, id: &Text, reference: &Text, list: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let key = &list.key.text;
    let Some(paged) = &list.pagination else {
        let title = format!("`{key}` has no `pagination`");
        diagnostics.push(unsuitable(
            RULES,
            reference,
            list,
            title,
            "a search reads a list page by page",
        ));
        return;
    };
    // A wrong pagination has been reported.
    let page = success_type(cx, list, &paged.items, &mut Vec::new());
    let items = page.and_then(|page| page.find_field(paged.items.as_str()));
    let item = items.and_then(|items| cx.api.find_type(items.column.ty.named_item()?));
    let Some(item) = item.filter(|_| !id.text.is_empty()) else {
        return;
    };
    let mut problems = Vec::new();
    check_value(cx, item, id, &mut problems);
    if !problems.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("the items of `{key}` do not have the id `{}`", id.text),
            )
            .at(reference.at, "a search compares the ids of its items")
            .at(item.name.at, "the items are defined here"),
        );
    }
}

/// Checks a call about a created document, and returns its operation.
fn check_call<'a>(cx: &'a Context<'_>, call: &ImportCall, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Operation> {
    let operation = find_operation(cx, &call.operation, diagnostics)?;
    let mut all_known = true;
    for (name, value) in &call.with {
        all_known &= check_fixed(cx, operation, name, value, diagnostics);
    }
    // An unknown name is likely that of a parameter that lacks a value.
    if all_known {
        check_id_parameter(RULES, &call.operation, operation, &call.with, diagnostics);
    }
    Some(operation)
}

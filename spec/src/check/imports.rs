//! Checks imports: that a program can carry out each step with the rows of a spreadsheet and the id of the document.

use super::references::{find_list, find_path, find_waiter, success_type};
use super::{Context, operations, unknown, unknown_in};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{
    Document, Import, ImportCall, ImportConfirm, ImportLines, ImportSearch, Operation, Parameter, Type,
};
use crate::tree::Text;

/// Checks that no two APIs have an import with the same key.
pub(super) fn check_keys(document: &Document, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: Vec<&Text> = Vec::new();
    for import in document.apis.iter().flat_map(|api| &api.imports) {
        let key = &import.key;
        match known.iter().find(|known| known.text == key.text) {
            // Two keys of one file have been reported.
            Some(first) if first.at.file == key.at.file => {}
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateImport,
                    format!("two APIs have the import `{}`", key.text),
                )
                .at(key.at, "second one here")
                .at(first.at, "first one here"),
            ),
            None => known.push(key),
        }
    }
}

pub(super) fn check(cx: &Context<'_>, import: &Import, diagnostics: &mut Vec<Diagnostic>) {
    let create = find_operation(cx, &import.create, diagnostics);
    if let Some(create) = create {
        check_create(cx, import, create, diagnostics);
    }
    if let Some(lines) = &import.lines {
        check_lines(cx, lines, create, diagnostics);
    }
    if let Some(confirm) = &import.confirm {
        check_confirm(cx, confirm, diagnostics);
    }
    if let Some(submit) = &import.submit
        && let Some(operation) = check_call(cx, submit, diagnostics)
    {
        check_no_body(&submit.operation, operation, diagnostics);
    }
    if let Some(search) = &import.search {
        check_search(cx, import, search, diagnostics);
    }
}

fn find_operation<'a>(cx: &'a Context<'_>, key: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Operation> {
    let found = cx.api.find_operation(key.as_str());
    // An empty key is missing, which has been reported.
    if found.is_none() && !key.text.is_empty() {
        let known = cx.api.operations.iter().map(|operation| &operation.key);
        diagnostics.push(unknown(Code::UnknownReference, "operation", key, known));
    }
    found
}

/// Returns a diagnostic that an operation is not suitable for the step that refers to it.
fn unsuitable(reference: &Text, operation: &Operation, title: String, label: &str) -> Diagnostic {
    Diagnostic::new(Code::ImportRules, title)
        .at(reference.at, label)
        .at(operation.key.at, "the operation is defined here")
}

fn check_create(cx: &Context<'_>, import: &Import, create: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    if check_body(&import.create, create, diagnostics) {
        check_no_arguments(&import.create, create, diagnostics);
    }
    if let Some(ty) = success_type(cx, create, &import.id, diagnostics) {
        for path in [&import.id].into_iter().chain(&import.number) {
            check_value(cx, ty, path, diagnostics);
        }
    }
}

/// Checks that an operation has a complete body, which the rows can fill. Returns false if it has none.
fn check_body(reference: &Text, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let key = &operation.key.text;
    if operation.body.is_none() {
        let title = format!("`{key}` has no `body`");
        diagnostics.push(unsuitable(reference, operation, title, "the rows become its body"));
    } else if operation.partial {
        let title = format!("the body of `{key}` is a partial update");
        diagnostics.push(unsuitable(reference, operation, title, "expected a complete body"));
    }
    operation.body.is_some()
}

fn check_no_body(reference: &Text, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    if operation.body.is_some() {
        let title = format!("`{}` has a body", operation.key.text);
        diagnostics.push(unsuitable(reference, operation, title, "there is nothing to send here"));
    }
}

/// Checks that an operation can be called without a value for any parameter.
fn check_no_arguments(reference: &Text, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    for parameter in operation.parameters.iter().filter(|parameter| is_argument(parameter)) {
        diagnostics.push(without_value(reference, operation, parameter));
    }
}

fn is_argument(parameter: &Parameter) -> bool {
    parameter.required && parameter.default.is_none()
}

fn without_value(reference: &Text, operation: &Operation, parameter: &Parameter) -> Diagnostic {
    let title = format!(
        "`{}` requires the parameter `{}`, which has no value here",
        operation.key.text, parameter.wire.text
    );
    Diagnostic::new(Code::ImportRules, title)
        .at(reference.at, "the call would lack it")
        .at(parameter.wire.at, "the parameter is defined here")
}

fn check_lines(cx: &Context<'_>, lines: &ImportLines, create: Option<&Operation>, diagnostics: &mut Vec<Diagnostic>) {
    match (&lines.field, &lines.call) {
        (Some(field), Some(call)) => diagnostics.push(
            Diagnostic::new(Code::ImportRules, "`lines` has both `in` and `call`")
                .at(call.operation.at, "either this call")
                .at(field.at, "or this field"),
        ),
        (None, None) => diagnostics.push(
            Diagnostic::new(Code::ImportRules, "`lines` has neither `in` nor `call`")
                .at(lines.at, "expected one of `in` and `call`"),
        ),
        (Some(field), None) => {
            check_line_field(cx, field, create, diagnostics);
            if let Some((name, _)) = lines.with.first() {
                diagnostics.push(
                    Diagnostic::new(Code::NotApplicable, "`with` applies only to `call`")
                        .at(name.at, "there is no call that has this parameter"),
                );
            }
        }
        (None, Some(call)) => {
            if let Some(operation) = check_call(cx, call, diagnostics) {
                check_body(&call.operation, operation, diagnostics);
            }
        }
    }
}

/// Checks that a field of the body is a list of objects.
fn check_line_field(cx: &Context<'_>, name: &Text, create: Option<&Operation>, diagnostics: &mut Vec<Diagnostic>) {
    let body = create.and_then(|create| create.body.as_ref());
    let Some(body) = body.and_then(|body| cx.type_with_fields(body.as_str())) else {
        return;
    };
    let Some(field) = find_list(body, name, diagnostics) else {
        return;
    };
    if field.column.read_only {
        diagnostics.push(
            Diagnostic::new(Code::ImportRules, format!("no body has `{}`", name.text))
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
    check_id_parameter(&confirm.waiter, operation, &[], diagnostics);
    if let Some(number) = &confirm.number
        && let Some(ty) = success_type(cx, operation, number, diagnostics)
    {
        check_value(cx, ty, number, diagnostics);
    }
}

fn check_search(cx: &Context<'_>, import: &Import, search: &ImportSearch, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(list) = find_operation(cx, &search.list, diagnostics) {
        check_no_arguments(&search.list, list, diagnostics);
        check_items(cx, &import.id, &search.list, list, diagnostics);
    }
    if let Some(get) = &search.get
        && let Some(operation) = check_call(cx, get, diagnostics)
    {
        match operation.body {
            Some(_) => check_no_body(&get.operation, operation, diagnostics),
            None => drop(success_type(cx, operation, &get.operation, diagnostics)),
        }
    }
}

/// Checks that an operation is paginated, and that its items have the id of the documents.
fn check_items(cx: &Context<'_>, id: &Text, reference: &Text, list: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let key = &list.key.text;
    let Some(paged) = &list.pagination else {
        let title = format!("`{key}` has no `pagination`");
        diagnostics.push(unsuitable(reference, list, title, "a search reads a list page by page"));
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
        check_id_parameter(&call.operation, operation, &call.with, diagnostics);
    }
    Some(operation)
}

/// Checks a parameter of `with` and its value. Returns false if there is no such parameter.
fn check_fixed(
    cx: &Context<'_>,
    operation: &Operation,
    name: &Text,
    value: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let Some(parameter) = operation.parameters.iter().find(|known| known.wire.text == name.text) else {
        let known = operation.parameters.iter().map(|parameter| &parameter.wire);
        diagnostics.push(unknown_in(
            Code::UnknownReference,
            &operation.key,
            "parameter",
            name,
            known,
        ));
        return false;
    };
    if parameter.ty.is_list() {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("`with` cannot fix the list `{}`", name.text),
            )
            .at(name.at, "expected a parameter with a single value")
            .at(parameter.ty.at, "its type is defined here"),
        );
    }
    if let Some(misfit) = operations::misfit(cx, &parameter.ty, value.as_str()) {
        let title = format!("`{}` is not a value of the parameter `{}`", value.text, name.text);
        diagnostics.push(misfit.report(Diagnostic::new(Code::UnknownValue, title), value));
    }
    true
}

/// Checks that exactly one path parameter is left for the id, and that every other parameter has a value.
fn check_id_parameter(
    reference: &Text,
    operation: &Operation,
    with: &[(Text, Text)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let free: Vec<&Text> = operation.free_path_parameters(with).map(|one| &one.wire).collect();
    let key = &operation.key.text;
    match free.as_slice() {
        [_] => {}
        [] => diagnostics.push(unsuitable(
            reference,
            operation,
            format!("`{key}` has no path parameter for the id"),
            "the id of the document has no place in this call",
        )),
        [first, others @ ..] => {
            let title = format!("`{key}` has several path parameters for the id");
            let one = unsuitable(reference, operation, title, "it is unclear which one receives the id")
                .at(first.at, "this one")
                .help("fix all but one of them with `with`");
            diagnostics.push(others.iter().fold(one, |one, other| one.at(other.at, "or this one")));
        }
    }
    let is_given = |parameter: &Parameter| {
        let mut names = free.iter().copied().chain(with.iter().map(|(name, _)| name));
        names.any(|name| name.text == parameter.wire.text)
    };
    let parameters = operation.parameters.iter();
    for parameter in parameters.filter(|parameter| is_argument(parameter) && !is_given(parameter)) {
        diagnostics.push(without_value(reference, operation, parameter).help("give it a value with `with`"));
    }
}

/// Checks that the value at a path is a scalar or a value of a value set.
fn check_value(cx: &Context<'_>, ty: &Type, path: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let problem = |label: &str| {
        Diagnostic::new(Code::UnknownReference, format!("`{}` is not a single value", path.text)).at(path.at, label)
    };
    let Some(field) = find_path(cx, ty, path, &problem, diagnostics) else {
        return;
    };
    let is_object = |name: &str| cx.api.find_type(name).is_some_and(|ty| ty.values.is_none());
    let ty = &field.column.ty;
    if ty.is_list() || ty.named().is_some_and(is_object) {
        diagnostics.push(problem("expected a scalar or a value").at(ty.at, "its type is defined here"));
    }
}

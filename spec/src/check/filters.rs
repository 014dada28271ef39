//! Checks the fields by which filter expressions select.

use super::references::step_span;
use super::{Context, unknown_in};
use crate::api::{ParameterLocation, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Field, Operation, Parameter, Type, first_name};
use crate::tree::Text;

/// Checks the filter expressions of an operation.
pub(super) fn check(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    for parameter in &operation.parameters {
        let Some(first) = parameter.filterable.first() else {
            continue;
        };
        let mut found = Vec::new();
        check_parameter(parameter, first, &mut found);
        match operation.item_type(cx.api) {
            Some(item) => {
                for path in &parameter.filterable {
                    check_path(cx, item, path, &mut found);
                }
                check_same(cx, operation, (parameter, first), item, &mut found);
            }
            None if returns_unknown(cx, operation) => {}
            None => found.push(
                problem(format!("`{}` does not return a list of objects", operation.key.text))
                    .at(first.at, "there is nothing to select from"),
            ),
        }
        check_once(parameter, &mut found);
        // Several operations can have the same parameter.
        found.retain(|one| !diagnostics.contains(one));
        diagnostics.extend(found);
    }
}

/// Whether the type of the response is unknown, which has been reported.
fn returns_unknown(cx: &Context<'_>, operation: &Operation) -> bool {
    let success = operation.responses.iter().find(|response| response.is_success());
    let name = success.and_then(|response| response.ty.as_ref()?.named());
    name.is_some_and(|name| cx.api.find_type(name).is_none())
}

fn check_parameter(parameter: &Parameter, first: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let is_text = parameter.ty.scalar() == Some(Scalar::String) && !parameter.properties.secret;
    let can_have = matches!(
        parameter.location,
        Some(ParameterLocation::Query | ParameterLocation::Body) | None
    );
    if !is_text || !can_have || !parameter.operators.is_empty() {
        let title = format!("the value of `{}` cannot be a filter expression", parameter.wire.text);
        let label = "only a `string` in a query or a JSON body is one; it has no operators and is not secret";
        diagnostics.push(problem(title).at(first.at, label).at(parameter.ty.at, "the type"));
    }
}

fn check_once(parameter: &Parameter, diagnostics: &mut Vec<Diagnostic>) {
    for (index, path) in parameter.filterable.iter().enumerate() {
        let mut before = parameter.filterable[..index].iter();
        if let Some(first) = before.find(|other| other.text == path.text) {
            diagnostics.push(
                problem(format!("`{}` is listed twice", path.text))
                    .at(path.at, "second one here")
                    .at(first.at, "first one here"),
            );
        }
    }
}

/// Checks that a path leads to values that can be compared.
fn check_path(cx: &Context<'_>, item: &Type, path: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let mut ty = item;
    let mut start = 0;
    loop {
        let rest = path.text.get(start..).unwrap_or_default();
        let Some(found) = ty.first_attribute(rest) else {
            let name = first_name(rest);
            let name = Text::new(name, step_span(cx, path, start, name));
            let known = ty.plain_fields().map(|field| &field.wire);
            diagnostics.push(unknown_in(Code::FilterRules, &ty.name, "field", &name, known));
            return;
        };
        let field = found.field;
        if field.column.access.write_only {
            let title = format!("`{}` is write-only", field.wire.text);
            diagnostics.push(
                problem(title)
                    .at(path.at, "no response has it")
                    .at(field.wire.at, "the field is defined here"),
            );
        }
        let Some(next) = found.rest else {
            check_value(cx, path, field, diagnostics);
            return;
        };
        let object = field.column.ty.object_name();
        // An unknown name has been reported.
        if object.is_some_and(|name| cx.api.find_type(name).is_none()) {
            return;
        }
        let Some(object) = object.and_then(|name| cx.type_with_fields(name)) else {
            let title = format!("`{}` leads nowhere", path.text);
            let label = format!("`{}` is no object", field.wire.text);
            diagnostics.push(
                problem(title)
                    .at(path.at, label)
                    .at(field.column.ty.at, "its type is defined here"),
            );
            return;
        };
        ty = object;
        start += next;
    }
}

fn check_value(cx: &Context<'_>, path: &Text, field: &Field, diagnostics: &mut Vec<Diagnostic>) {
    let ty = &field.column.ty;
    if ty
        .innermost()
        .named()
        .is_some_and(|name| cx.api.find_type(name).is_none())
    {
        return;
    }
    let label = match ty.is_filterable(cx.api) {
        true if !field.column.properties.secret => return,
        true => "the value is secret",
        false => "expected a text, a boolean, a number, a time, or a list of these",
    };
    let title = format!("a filter expression cannot compare `{}`", path.text);
    diagnostics.push(problem(title).at(path.at, label).at(ty.at, "its type is defined here"));
}

/// Checks that the first parameter that selects items of the type has the same fields: in the SDK, expressions over a
/// type can be used with each of them.
fn check_same(
    cx: &Context<'_>,
    operation: &Operation,
    (parameter, first): (&Parameter, &Text),
    item: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let selects = |operation: &&Operation| {
        operation
            .item_type(cx.api)
            .is_some_and(|other| other.name.text == item.name.text)
    };
    let before = cx
        .api
        .operations
        .iter()
        .take_while(|other| other.key.at != operation.key.at);
    let before = before.filter(selects).flat_map(|other| &other.parameters);
    let own = operation
        .parameters
        .iter()
        .take_while(|other| other.wire.at != parameter.wire.at);
    let mut others = before.chain(own).filter(|other| !other.filterable.is_empty());
    let Some(other) = others.next() else { return };
    if sorted(&other.filterable) != sorted(&parameter.filterable) {
        let title = format!(
            "two parameters select items of `{}` by different fields",
            item.name.text
        );
        let diagnostic = problem(title).at(first.at, "these fields");
        diagnostics.push(diagnostic.at(other.filterable[0].at, "the fields of the other are here"));
    }
}

fn sorted(paths: &[Text]) -> Vec<&str> {
    let mut paths: Vec<&str> = paths.iter().map(Text::as_str).collect();
    paths.sort_unstable();
    paths
}

fn problem(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::FilterRules, title)
}

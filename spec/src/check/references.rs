//! Checks rules that refer to fields, parameters and values.

use super::{Context, unknown, unknown_in};
use crate::api::Scalar;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Field, Operation, RefusedWhen, Type, Waiter};
use crate::tree::{Span, Text};

pub(super) fn check_scalar(
    field: &Field,
    name: &Text,
    wanted: &[Scalar],
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let matches = field.column.ty.scalar().is_some_and(|scalar| wanted.contains(&scalar));
    if !matches {
        diagnostics.push(
            Diagnostic::new(Code::UnknownReference, format!("`{}` is not {what}", name.text))
                .at(name.at, format!("expected {what}"))
                .at(field.column.ty.at, "its type is defined here"),
        );
    } else if field.column.properties.secret {
        let diagnostic = Diagnostic::new(Code::UnknownReference, format!("`{}` is a secret", name.text));
        let diagnostic = diagnostic.at(name.at, "what tells the next page is sent in a query");
        diagnostics.push(diagnostic.at(field.wire.at, "it is defined here"));
    }
}

pub(super) fn check_refusals(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    for rule in &operation.refused_when {
        let Some(ty) = success_type(cx, operation, &rule.field, diagnostics) else {
            return;
        };
        check_refusal(cx, ty, rule, diagnostics);
    }
}

fn check_refusal(cx: &Context<'_>, ty: &Type, rule: &RefusedWhen, diagnostics: &mut Vec<Diagnostic>) {
    let problem = |label: &str| {
        let message = format!("a refusal cannot be told by `{}`", rule.field.text);
        Diagnostic::new(Code::UnknownReference, message).at(rule.field.at, label)
    };
    let found = find_path_through(Through::Lists, cx, ty, &rule.field, &problem, diagnostics);
    if let (Some(field), Some(is)) = (found, &rule.is)
        && !has_single_value(cx, field)
    {
        diagnostics.push(
            problem("this has no single value")
                .at(is.at, "compared with this")
                .at(field.column.ty.at, "its type is defined here"),
        );
    }
    if let Some(without) = &rule.without {
        find_received(ty, without, diagnostics);
    }
    let beside = holder(cx, ty, &rule.field.text);
    for name in [&rule.code, &rule.message].into_iter().flatten() {
        let field = beside.and_then(|ty| find_received(ty, name, diagnostics));
        if let Some(field) = field.filter(|field| !has_single_value(cx, field)) {
            diagnostics.push(
                problem("a code or message is told beside this")
                    .at(name.at, "this has no single value")
                    .at(field.column.ty.at, "its type is defined here"),
            );
        }
    }
}

/// Whether a field is a scalar or of a value set. An unknown type has been reported.
fn has_single_value(cx: &Context<'_>, field: &Field) -> bool {
    let ty = &field.column.ty;
    let has_parts = |name: &str| cx.api.find_type(name).is_some_and(|ty| ty.values.is_none());
    !ty.is_collection() && !ty.named().is_some_and(has_parts)
}

/// Returns the type that has the last field of a path, which may lead through lists.
fn holder<'a>(cx: &'a Context<'_>, ty: &'a Type, path: &str) -> Option<&'a Type> {
    let Some((first, rest)) = path.split_once('.') else {
        return Some(ty);
    };
    let of = &ty.find_field(first)?.column.ty;
    holder(cx, cx.type_with_fields(of.named_item().or_else(|| of.named())?)?, rest)
}

/// Returns the type with fields that the operation returns on success. `rule` is the rule that requires it.
pub(super) fn success_type<'a>(
    cx: &'a Context<'_>,
    operation: &Operation,
    rule: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Type> {
    let success = operation.responses.iter().find(|response| response.is_success())?;
    let found = match success.ty.as_ref().filter(|_| !success.ignored) {
        Some(ty) if ty.is_collection() => None,
        // An unknown name has been reported.
        Some(ty) => match ty.named() {
            Some(name) if cx.api.find_type(name).is_none() => return None,
            Some(name) => cx.type_with_fields(name),
            None => None,
        },
        None => None,
    };
    if found.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownReference,
                format!("`{}` does not return a type with fields", operation.key.text),
            )
            .at(rule.at, "required by this")
            .at(success.status.at, "the response is defined here"),
        );
    }
    found
}

/// Returns the field with this name, if it is a list.
pub(super) fn find_list<'a>(ty: &'a Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Field> {
    let field = find_received(ty, name, diagnostics)?;
    if field.column.ty.is_list() {
        return Some(field);
    }
    diagnostics.push(
        Diagnostic::new(Code::UnknownReference, format!("`{}` is not a list", name.text))
            .at(name.at, "expected a list")
            .at(field.column.ty.at, "its type is defined here"),
    );
    None
}

pub(super) fn find_field<'a>(ty: &'a Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Field> {
    let found = ty.find_field(name.as_str());
    if found.is_none() && !name.text.is_empty() {
        let known = ty.plain_fields().map(|field| &field.wire);
        diagnostics.push(unknown_in(Code::UnknownReference, &ty.name, "field", name, known));
    }
    found
}

/// Finds a field of a response.
pub(super) fn find_received<'a>(ty: &'a Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Field> {
    let field = find_field(ty, name, diagnostics)?;
    if field.column.access.write_only {
        diagnostics.push(
            Diagnostic::new(Code::NotApplicable, format!("`{}` is write-only", name.text))
                .at(name.at, "no response has it")
                .at(field.wire.at, "the field is defined here"),
        );
    }
    Some(field)
}

pub(super) fn check_waiter(cx: &Context<'_>, waiter: &Waiter, diagnostics: &mut Vec<Diagnostic>) {
    let Some(operation) = cx.api.find_operation(waiter.operation.as_str()) else {
        if !waiter.operation.text.is_empty() {
            let known = cx.api.operations.iter().map(|operation| &operation.key);
            diagnostics.push(unknown(Code::UnknownReference, "operation", &waiter.operation, known));
        }
        return;
    };
    if waiter.done.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                Code::UnknownValue,
                format!("the waiter `{}` never succeeds", waiter.key.text),
            )
            .at(waiter.key.at, "`done` needs at least one value"),
        );
    }
    check_times(waiter, diagnostics);
    let Some(values) = waited_values(cx, operation, &waiter.field, diagnostics) else {
        return;
    };
    if let Some(wire) = &values.wire {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                "the state that a waiter waits for must be a string",
            )
            .at(waiter.field.at, "the values of this field are integers")
            .at(wire.at, "because of this"),
        );
    }
    let known: Vec<&Text> = values.values.iter().flatten().map(|value| &value.wire).collect();
    let mut seen: Vec<&Text> = Vec::new();
    for value in waiter.done.iter().chain(&waiter.failed).chain(&waiter.pending) {
        if !known.iter().any(|known| known.text == value.text) {
            let known = known.iter().copied();
            diagnostics.push(unknown_in(Code::UnknownValue, &values.name, "value", value, known));
        }
        match seen.iter().find(|other| other.text == value.text) {
            Some(first) => diagnostics.push(
                Diagnostic::new(Code::UnknownValue, format!("the waiter lists `{}` twice", value.text))
                    .at(value.at, "listed again here")
                    .at(first.at, "first listed here"),
            ),
            None => seen.push(value),
        }
    }
}

/// Checks that the durations of a waiter are consistent and not zero.
fn check_times(waiter: &Waiter, diagnostics: &mut Vec<Diagnostic>) {
    let parts = [
        (("initial_delay", waiter.initial_delay), ("max_delay", waiter.max_delay)),
        (("max_delay", waiter.max_delay), ("within", waiter.within)),
        (("absent_for", waiter.absent_for), ("within", waiter.within)),
    ];
    let longer = parts.iter().find(|((_, part), (_, whole))| part > whole);
    let title = match longer {
        Some(((part, seconds), (whole, limit))) => {
            format!("`{part}` ({seconds} seconds) is longer than `{whole}` ({limit} seconds)")
        }
        None if waiter.initial_delay == 0 => "`initial_delay` is zero".to_owned(),
        None => return,
    };
    diagnostics.push(
        Diagnostic::new(Code::NotApplicable, title).at(waiter.key.at, "the durations of this waiter are inconsistent"),
    );
}

/// Returns the value set of the field at a path.
fn waited_values<'a>(
    cx: &'a Context<'_>,
    operation: &Operation,
    path: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Type> {
    let ty = success_type(cx, operation, path, diagnostics)?;
    let problem = |label: &str| {
        Diagnostic::new(Code::UnknownReference, format!("a waiter cannot check `{}`", path.text)).at(path.at, label)
    };
    let field = find_path(cx, ty, path, &problem, diagnostics)?;
    let name = field.column.ty.named().filter(|_| !field.column.ty.is_collection());
    // An unknown name has been reported.
    if name.is_some_and(|name| cx.api.find_type(name).is_none()) {
        return None;
    }
    let found = name.and_then(|name| cx.api.find_type(name));
    let found = found.filter(|ty| ty.values.is_some());
    if found.is_none() {
        diagnostics.push(problem("this is not a single value of a value set"));
    }
    found
}

/// Returns the field at a path of wire names separated by dots. `problem` is the diagnostic, with a label for the path,
/// that it leads nowhere.
pub(super) fn find_path<'a>(
    cx: &'a Context<'_>,
    ty: &'a Type,
    path: &Text,
    problem: &dyn Fn(&str) -> Diagnostic,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    find_path_through(Through::Objects, cx, ty, path, problem, diagnostics)
}

/// What a path may lead through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    Objects,
    /// The items of lists too.
    Lists,
}

fn find_path_through<'a>(
    through: Through,
    cx: &'a Context<'_>,
    ty: &'a Type,
    path: &Text,
    problem: &dyn Fn(&str) -> Diagnostic,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Field> {
    let mut ty = ty;
    let mut start = 0;
    loop {
        let rest = path.text.get(start..)?;
        let step = rest.split('.').next()?;
        if step.is_empty() {
            // An empty path is missing, which has been reported.
            diagnostics.extend((!path.text.is_empty()).then(|| problem("a name between dots is empty")));
            return None;
        }
        let field = find_received(ty, &Text::new(step, step_span(cx, path, start, step)), diagnostics)?;
        if step.len() == rest.len() {
            return Some(field);
        }
        let of = &field.column.ty;
        let is_listed = through == Through::Lists && of.is_list();
        let name = if is_listed { of.named_item() } else { of.named() };
        // An unknown name has been reported.
        if name.is_some_and(|name| cx.api.find_type(name).is_none()) {
            return None;
        }
        let next = name.filter(|_| is_listed || !of.is_collection());
        let Some(next) = next.and_then(|name| cx.type_with_fields(name)) else {
            diagnostics.push(problem(&format!("`{step}` is not an object")).at(of.at, "its type is defined here"));
            return None;
        };
        ty = next;
        start += step.len() + 1;
    }
}

/// Returns the span of a step of a path, or of the whole path if it is not written as it is read.
pub(super) fn step_span(cx: &Context<'_>, path: &Text, start: usize, step: &str) -> Span {
    let range = path.at.range();
    let file = cx.sources.file(path.at.file);
    let written = file.and_then(|file| file.text().get(range.clone()));
    if written == Some(path.as_str()) {
        let start = range.start + start;
        Span::new(path.at.file, start..start + step.len())
    } else {
        path.at
    }
}

pub(super) fn find_waiter<'a>(
    cx: &'a Context<'_>,
    key: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Waiter> {
    let found = cx.api.find_waiter(key.as_str());
    if found.is_none() && !key.text.is_empty() {
        let known = cx.api.waiters.iter().map(|waiter| &waiter.key);
        diagnostics.push(unknown(Code::UnknownReference, "waiter", key, known));
    }
    found
}

//! Checks what imports and exports have in common: that a program can make a call with what it knows.
//!
//! `rules` is the code of the rules that the caller checks.

use super::references::find_path;
use super::{Context, parameters, unknown, unknown_in};
use crate::api::ParameterLocation;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Operation, Parameter, Type};
use crate::tree::Text;

/// Finds the operation that an import or export refers to.
pub(super) fn find_operation<'a>(
    cx: &'a Context<'_>,
    key: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'a Operation> {
    let found = cx.api.find_operation(key.as_str());
    // An empty key is missing, which has been reported.
    if found.is_none() && !key.text.is_empty() {
        let known = cx.api.operations.iter().map(|operation| &operation.key);
        diagnostics.push(unknown(Code::UnknownReference, "operation", key, known));
    }
    found
}

/// Returns a diagnostic that an operation is not suitable for the step that refers to it.
pub(super) fn unsuitable(
    rules: Code,
    reference: &Text,
    operation: &Operation,
    title: String,
    label: &str,
) -> Diagnostic {
    Diagnostic::new(rules, title)
        .at(reference.at, label)
        .at(operation.key.at, "the operation is defined here")
}

/// Checks that an operation has no body.
pub(super) fn check_no_body(rules: Code, reference: &Text, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    if operation.body.is_some() {
        diagnostics.push(with_body(rules, reference, operation));
    }
}

/// Checks that a list has no body, nor parameters that together are one.
pub(super) fn check_list_without_body(
    rules: Code,
    reference: &Text,
    list: &Operation,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let in_body = [Some(ParameterLocation::Form), Some(ParameterLocation::Body)];
    let mut parameters = list.parameters.iter();
    if list.body.is_some() || parameters.any(|parameter| in_body.contains(&parameter.location)) {
        diagnostics.push(with_body(rules, reference, list));
    }
}

fn with_body(rules: Code, reference: &Text, operation: &Operation) -> Diagnostic {
    let title = format!("`{}` has a body", operation.key.text);
    unsuitable(rules, reference, operation, title, "there is nothing to send here")
}

/// Returns a diagnostic that the body of an operation is a list, where a single object is sent. It suggests an operation
/// that takes one.
pub(super) fn listed_body(
    cx: &Context<'_>,
    rules: Code,
    reference: &Text,
    operation: &Operation,
    reason: &str,
) -> Option<Diagnostic> {
    let body = operation.body.as_ref().filter(|_| operation.body_is_list)?;
    let title = format!("the body of `{}` is a list", operation.key.text);
    let diagnostic = Diagnostic::new(rules, title)
        .at(reference.at, reason)
        .at(body.at, "the list is defined here");
    let method = |operation: &Operation| operation.http.as_ref().and_then(|http| http.method);
    let is_single = |other: &&Operation| {
        let own = other.body.as_ref().filter(|_| !other.body_is_list);
        own.is_some_and(|own| own.text == body.text) && method(other) == method(operation)
    };
    let single = cx.api.operations.iter().find(is_single);
    Some(match single {
        Some(single) => {
            let title = format!("the body of `{}` is a single `{}`", single.key.text, body.text);
            diagnostic.fix(title, reference.at, single.key.as_str())
        }
        None => diagnostic.help(format!("name an operation whose body is a single `{}`", body.text)),
    })
}

/// Returns a diagnostic for each required parameter that has neither a default nor a value by `with`.
pub(super) fn missing(rules: Code, reference: &Text, operation: &Operation, with: &[(Text, Text)]) -> Vec<Diagnostic> {
    let is_given = |parameter: &Parameter| with.iter().any(|(name, _)| name.text == parameter.wire.text);
    let is_argument = |parameter: &Parameter| parameter.required && parameter.default.is_none();
    let missing = operation.parameters.iter();
    let missing = missing.filter(|parameter| is_argument(parameter) && !is_given(parameter));
    missing
        .map(|parameter| without_value(rules, reference, operation, parameter))
        .collect()
}

fn without_value(rules: Code, reference: &Text, operation: &Operation, parameter: &Parameter) -> Diagnostic {
    let title = format!(
        "`{}` requires the parameter `{}`, which has no value here",
        operation.key.text, parameter.wire.text
    );
    Diagnostic::new(rules, title)
        .at(reference.at, "the call would lack it")
        .at(parameter.wire.at, "the parameter is defined here")
}

/// Checks a parameter of `with` and its value. Returns false if there is no such parameter.
pub(super) fn check_fixed(
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
    if let Some(misfit) = parameters::misfit(cx, &parameter.ty, value.as_str()) {
        let title = format!("`{}` is not a value of the parameter `{}`", value.text, name.text);
        diagnostics.push(misfit.report(Diagnostic::new(Code::UnknownValue, title), value));
    }
    true
}

/// Checks that exactly one path parameter is left for the id, and that every other parameter has a value.
pub(super) fn check_id_parameter(
    rules: Code,
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
            rules,
            reference,
            operation,
            format!("`{key}` has no path parameter for the id"),
            "the id of the document has no place in this call",
        )),
        [first, others @ ..] => {
            let title = format!("`{key}` has several path parameters for the id");
            let one = unsuitable(
                rules,
                reference,
                operation,
                title,
                "it is unclear which one receives the id",
            )
            .at(first.at, "this one")
            .help("fix all but one of them with `with`");
            diagnostics.push(others.iter().fold(one, |one, other| one.at(other.at, "or this one")));
        }
    }
    let id: Vec<(Text, Text)> = free.iter().map(|name| ((*name).clone(), (*name).clone())).collect();
    let missing = missing(rules, reference, operation, &[with, &id].concat());
    diagnostics.extend(missing.into_iter().map(|one| one.help("give it a value with `with`")));
}

/// Checks that the value at a path is a scalar or a value of a value set.
pub(super) fn check_value(cx: &Context<'_>, ty: &Type, path: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let problem = |label: &str| {
        Diagnostic::new(Code::UnknownReference, format!("`{}` is not a single value", path.text)).at(path.at, label)
    };
    let Some(field) = find_path(cx, ty, path, &problem, diagnostics) else {
        return;
    };
    let is_object = |name: &str| cx.api.find_type(name).is_some_and(|ty| ty.values.is_none());
    let ty = &field.column.ty;
    if ty.is_collection() || ty.named().is_some_and(is_object) {
        diagnostics.push(problem("expected a scalar or a value").at(ty.at, "its type is defined here"));
    }
}

/// Checks that no two files have the same key. Programs name an import or export by its key alone.
pub(super) fn check_unique<'a>(
    code: Code,
    what: &str,
    keys: impl Iterator<Item = &'a Text>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut known: Vec<&Text> = Vec::new();
    for key in keys {
        match known.iter().find(|known| known.text == key.text) {
            // Two keys of one file have been reported.
            Some(first) if first.at.file == key.at.file => {}
            Some(first) => diagnostics.push(
                Diagnostic::new(code, format!("two APIs have the {what} `{}`", key.text))
                    .at(key.at, "second one here")
                    .at(first.at, "first one here"),
            ),
            None => known.push(key),
        }
    }
}

//! Checks what a type and an operation have for convenience: `display`, `accessors`, `constructors` and `methods`.

use super::references::{find_field, find_path, find_received};
use super::{Context, Reading};
use crate::api::ParameterLocation;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Accessor, Constructor, Field, Methods, Operation, Required, Type};
use crate::tree::Text;

/// The methods of the response that a model comes in. They would hide an accessor of the same name.
const OF_RESPONSES: [&str; 10] = [
    "status",
    "headers",
    "correlation_id",
    "attempts",
    "retry_after",
    "api_warning",
    "sunset",
    "into_inner",
    "map",
    "warnings",
];

pub(super) fn check(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    if ty.fields.is_none() || cx.reading != Reading::Effective {
        return;
    }
    for wire in &ty.display {
        check_shown(cx, ty, wire, diagnostics);
    }
    for accessor in &ty.accessors {
        check_accessor(cx, ty, accessor, diagnostics);
    }
    for constructor in &ty.constructors {
        check_constructor(ty, constructor, diagnostics);
    }
}

fn not_applicable(title: String, at: &Text, label: &str) -> Diagnostic {
    Diagnostic::new(Code::NotApplicable, title).at(at.at, label)
}

fn check_shown(cx: &Context<'_>, ty: &Type, wire: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let Some(field) = find_received(ty, wire, diagnostics) else {
        return;
    };
    if field.column.properties.secret {
        diagnostics.push(not_applicable(
            format!("`{}` is a secret", wire.text),
            wire,
            "it would be printed",
        ));
    }
    if !is_single_value(cx, field) {
        diagnostics.push(not_applicable(
            format!("`{}` is not a single value", wire.text),
            wire,
            "it cannot be printed",
        ));
    }
}

/// Whether a field is a scalar or a value of a value set. An unknown type has been reported.
fn is_single_value(cx: &Context<'_>, field: &Field) -> bool {
    let ty = &field.column.ty;
    let named = ty.named().and_then(|name| cx.api.find_type(name));
    !ty.is_collection() && named.is_none_or(|ty| ty.values.is_some())
}

fn check_accessor(cx: &Context<'_>, ty: &Type, accessor: &Accessor, diagnostics: &mut Vec<Diagnostic>) {
    let (name, path) = (&accessor.name, &accessor.path);
    if OF_RESPONSES.contains(&name.as_str()) {
        diagnostics.push(not_applicable(
            format!("every response has a method `{}`", name.text),
            name,
            "it would hide this accessor",
        ));
    }
    let problem = |label: &str| {
        Diagnostic::new(
            Code::UnknownReference,
            format!("the accessor `{}` cannot read `{}`", name.text, path.text),
        )
        .at(path.at, label)
    };
    // The first step may be a list: the accessor reads the others of each item.
    let listed = path.text.split_once('.').and_then(|(first, rest)| {
        let field = ty.find_field(first).filter(|field| field.column.ty.is_list())?;
        let item = cx.type_with_fields(field.column.ty.named_item()?)?;
        Some((item, Text::new(rest, path.at)))
    });
    let found = match &listed {
        Some((item, rest)) => find_path(cx, item, rest, &problem, diagnostics),
        None => find_path(cx, ty, path, &problem, diagnostics),
    };
    let Some(field) = found else { return };
    if field.column.ty.is_list() {
        diagnostics.push(problem("this is a list; name a field of its items"));
    }
    if field.column.ty.is_map() {
        diagnostics.push(problem("this is a map, which has no single value"));
    }
    if field.column.properties.secret {
        diagnostics.push(not_applicable(
            format!("`{}` is a secret", path.text),
            path,
            "it has no accessor",
        ));
    }
}

fn check_constructor(ty: &Type, constructor: &Constructor, diagnostics: &mut Vec<Diagnostic>) {
    let name = &constructor.name;
    if constructor.fields.is_empty() {
        diagnostics.push(not_applicable(
            format!("the constructor `{}` takes no field", name.text),
            name,
            "this is what the builder is for",
        ));
    }
    for (index, wire) in constructor.fields.iter().enumerate() {
        if constructor.fields[..index]
            .iter()
            .any(|before| before.text == wire.text)
        {
            diagnostics.push(not_applicable(
                format!("the constructor `{}` takes `{}` twice", name.text, wire.text),
                wire,
                "each field is set once",
            ));
        }
        let Some(field) = find_field(ty, wire, diagnostics) else {
            continue;
        };
        let reason = match &field.required {
            Required::OneOf(_) => "is an alternative of a choice",
            _ if field.column.access.read_only => "is read-only",
            _ => continue,
        };
        diagnostics.push(not_applicable(
            format!("`{}` {reason}", wire.text),
            wire,
            "no constructor can set it",
        ));
    }
    let is_given = |field: &Field| constructor.fields.iter().any(|wire| wire.text == field.wire.text);
    let is_needed =
        |field: &&Field| !matches!(field.required, Required::No) && field.default.is_none() && !is_given(field);
    if let Some(field) = ty.plain_fields().find(is_needed) {
        diagnostics.push(
            not_applicable(
                format!("the constructor `{}` leaves out `{}`", name.text, field.wire.text),
                name,
                "it would not create a whole value",
            )
            .at(field.wire.at, "this is required"),
        );
    }
}

/// Checks the rule for the methods that an operation has besides its own.
pub(super) fn check_methods(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let Some(Methods { of, with }) = &operation.methods else {
        return;
    };
    let known = operation.parameters.iter().map(|parameter| &parameter.wire);
    let Some(parameter) = operation
        .parameters
        .iter()
        .find(|parameter| parameter.wire.text == of.text)
    else {
        diagnostics.push(super::unknown_in(
            Code::UnknownReference,
            &operation.key,
            "parameter",
            of,
            known,
        ));
        return;
    };
    let set = parameter.ty.named().and_then(|name| cx.api.find_type(name));
    let set = set.filter(|set| set.closed.is_some() && !parameter.ty.is_list());
    let values = set.and_then(|set| set.values.as_ref());
    let (Some(values), Some(ParameterLocation::Path)) = (values, parameter.location) else {
        diagnostics.push(not_applicable(
            format!("`{}` cannot have a method for each value", of.text),
            of,
            "not a path parameter with a closed value set",
        ));
        return;
    };
    for (value, parameters) in with {
        if !values.iter().any(|known| known.wire.text == value.text) {
            let known = values.iter().map(|value| &value.wire);
            diagnostics.push(super::unknown_in(
                Code::UnknownReference,
                &parameter.wire,
                "value",
                value,
                known,
            ));
        }
        for name in parameters {
            let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
            if !optional.clone().any(|parameter| parameter.wire.text == name.text) {
                let known = optional.map(|parameter| &parameter.wire);
                diagnostics.push(super::unknown_in(
                    Code::UnknownReference,
                    &operation.key,
                    "optional parameter",
                    name,
                    known,
                ));
            }
        }
    }
}

//! Checks the defaults of fields.

use super::{Context, parameters};
use crate::api::Scalar;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Field, FieldDefault, Required, TypeRef, TypeShape};
use crate::tree::Text;

pub(super) fn check(cx: &Context<'_>, field: &Field, diagnostics: &mut Vec<Diagnostic>) {
    let Some(default) = &field.default else { return };
    let ty = &field.column.ty;
    if matches!(ty.innermost().shape, TypeShape::Broken) {
        return;
    }
    if let Some((title, label)) = refusal(cx, field, default) {
        let title = format!("`{}` {title}", field.wire.text);
        diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(default.at, label));
        return;
    }
    for value in &default.values {
        check_value(cx, ty.innermost(), value, diagnostics);
        let is_too_long = field.column.properties.is_too_long(value.as_str());
        if let Some(most) = field.column.max_length.as_ref().filter(|_| is_too_long) {
            let title = format!("the default of `{}` is longer than its `max_length`", field.wire.text);
            let diagnostic = Diagnostic::new(Code::NotApplicable, title).at(value.at, "too long");
            diagnostics.push(diagnostic.at(most.at, "longer than this"));
        }
    }
}

/// Returns why the field cannot have the default, if it cannot: the rest of a title, and a label.
fn refusal(cx: &Context<'_>, field: &Field, default: &FieldDefault) -> Option<(&'static str, &'static str)> {
    let ty = &field.column.ty;
    if field.column.access.read_only {
        return Some(("is read-only, so it has no default", "callers do not send it"));
    }
    if field.column.properties.secret {
        return Some(("is secret, so it has no default", "it would be printed"));
    }
    if matches!(field.required, Required::OneOf(_)) {
        return Some((
            "is an alternative of a choice, so it has no default",
            "callers choose one",
        ));
    }
    if ty.has_map() || !is_simple(cx, ty.innermost()) {
        return Some((
            "cannot have a default",
            "only texts, whole numbers, booleans, values of value sets and lists of these have one",
        ));
    }
    match (ty.is_list(), default.is_list) {
        (true, false) => Some(("is a list, and its default is not", "expected a list")),
        (false, true) => Some(("is not a list, and its default is one", "expected a single value")),
        _ => None,
    }
}

/// Whether a value can be written in the code of a builder.
fn is_simple(cx: &Context<'_>, ty: &TypeRef) -> bool {
    match &ty.shape {
        TypeShape::Scalar(scalar) => {
            matches!(scalar, Scalar::String | Scalar::Uri | Scalar::Integer | Scalar::Boolean)
        }
        // An unknown type has been reported.
        TypeShape::Named(name) => cx.api.find_type(name).is_none_or(|ty| ty.values.is_some()),
        _ => false,
    }
}

/// Checks that a value fits its type. Also that of an open value set is listed: the default has its name.
fn check_value(cx: &Context<'_>, ty: &TypeRef, value: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let title = format!("the default `{}` does not match its type", value.text);
    let diagnostic = Diagnostic::new(Code::DefaultValue, title);
    if let Some(misfit) = parameters::misfit(cx, ty, value.as_str()) {
        diagnostics.push(misfit.report(diagnostic, value));
        return;
    }
    let set = ty.named().and_then(|name| cx.api.find_type(name));
    if let Some(values) = set.and_then(|set| set.values.as_ref()) {
        let known = || values.iter().map(|value| value.wire.as_str());
        if !known().any(|known| known == value.text) {
            let diagnostic = diagnostic.at(value.at, "the value set does not have it");
            diagnostics.push(diagnostic.suggest(value.at, value.as_str(), known()));
        }
    }
}

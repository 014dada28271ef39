//! Checks unions: each case has a condition that can be fulfilled, except the last, which has none.

use super::{Context, parameters};
use crate::api::{Access, BodyView, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Case, Operation, Type, TypeShape};
use crate::resolve::Usage;
use crate::tree::Text;

pub(super) fn check(cx: &Context<'_>, ty: &Type, cases: &[Case], diagnostics: &mut Vec<Diagnostic>) {
    let diagnostic = |title: &str| Diagnostic::new(Code::UnionRules, title);
    let usage = Usage::of(cx.api);
    let is_received = usage.is_received(ty.name.as_str()) || !usage.is_used(ty.name.as_str());
    if cases.len() < 2 {
        diagnostics.push(diagnostic("a union needs at least two cases").at(ty.name.at, "it has fewer than two"));
    }
    for (index, case) in cases.iter().enumerate() {
        let is_last = index + 1 == cases.len();
        let Some(target) = cx.api.find_type(case.ty.as_str()) else {
            let known = cx.api.types.iter().filter(|ty| ty.fields.is_some()).map(|ty| &ty.name);
            diagnostics.push(super::unknown(Code::UnknownType, "type", &case.ty, known));
            continue;
        };
        if target.fields.is_none() {
            diagnostics.push(
                diagnostic("the cases of a union must be types with fields").at(case.ty.at, "this type has none"),
            );
            continue;
        }
        if let Some(first) = cases[..index].iter().find(|other| other.ty.text == case.ty.text) {
            diagnostics.push(
                diagnostic("a union has each type only once")
                    .at(case.ty.at, "listed again here")
                    .at(first.ty.at, "first listed here"),
            );
        }
        match &case.when {
            None if !is_last => {
                diagnostics.push(
                    diagnostic("all cases of a union except the last need a `when`")
                        .at(case.ty.at, "cases after it are never tried"),
                );
            }
            Some(when) if is_last => {
                diagnostics.push(
                    diagnostic("the last case of a union must not have a `when`")
                        .at(when.at, "the last case is the default"),
                );
            }
            Some(when) if !target.rows().iter().any(|row| row.has_wire_name(when.as_str())) => {
                let known = target.plain_fields().map(|field| &field.wire);
                let diagnostic = diagnostic("`when` must be a key of the case's type")
                    .at(when.at, format!("`{}` has no such field", case.ty.text));
                diagnostics.push(diagnostic.suggest(when.at, when.as_str(), known));
            }
            Some(when) if is_received && access(target, when).is_some_and(|access| access.write_only) => {
                diagnostics.push(
                    diagnostic("`when` must be a key that responses have").at(when.at, "the field is write-only"),
                );
            }
            _ => {}
        }
        if let Some(is) = &case.is {
            check_case_value(cx, &cases[..index], case, is, target, diagnostics);
        }
    }
}

fn access(ty: &Type, wire: &Text) -> Option<Access> {
    Some(ty.find_field(wire.as_str())?.column.access)
}

/// Checks that a body that is a union has the keys that tell its cases.
pub(super) fn check_sent(cx: &Context<'_>, operation: &Operation, body: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let creates = operation.body_view(cx.api) == BodyView::Create;
    let union = cx.api.find_type(body.as_str());
    for case in union.iter().flat_map(|ty| ty.cases.iter().flatten()) {
        let target = cx.api.find_type(case.ty.as_str());
        let Some((target, when)) = target.zip(case.when.as_ref()) else {
            continue;
        };
        let is_sent = |access: Access| !access.read_only && (creates || !access.create_only);
        if access(target, when).is_some_and(|access| !is_sent(access)) {
            let title = format!("the body of `{}` lacks the key that tells its case", operation.key.text);
            let reason = format!("`{}` is not sent in this body", when.text);
            let diagnostic = Diagnostic::new(Code::UnionRules, title);
            diagnostics.push(diagnostic.at(when.at, reason).at(body.at, "the body"));
        }
    }
}

/// Checks that the value that selects a case is one that its key can have, and selects no earlier case.
fn check_case_value(
    cx: &Context<'_>,
    earlier: &[Case],
    case: &Case,
    is: &Text,
    target: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let diagnostic = |title: &str| Diagnostic::new(Code::UnionRules, title);
    let Some(when) = &case.when else {
        let diagnostic = diagnostic("`is` is the value of a key, and the case names none");
        diagnostics.push(diagnostic.at(is.at, "`when` is missing"));
        return;
    };
    let is_same = |other: &&Case| {
        let is_same_key = other.when.as_ref().is_some_and(|other| other.text == when.text);
        is_same_key && other.is.as_ref().is_none_or(|other| other.text == is.text)
    };
    if let Some(other) = earlier.iter().find(is_same) {
        let place = other.is.as_ref().or(other.when.as_ref());
        diagnostics.push(
            diagnostic("a case of a union is never reached")
                .at(is.at, format!("an object with this `{}`", when.text))
                .at(place.map_or(other.ty.at, |text| text.at), "is already of this case"),
        );
    }
    let Some(field) = target.find_field(when.as_str()) else {
        return;
    };
    match &field.column.ty.shape {
        TypeShape::Scalar(Scalar::Boolean) if field.column.properties.wire_form.is_text() => {
            let diagnostic = diagnostic("`when` must be a key whose values are always written alike");
            diagnostics.push(diagnostic.at(when.at, format!("`{}` is a boolean as a text", when.text)));
        }
        TypeShape::Scalar(Scalar::String | Scalar::Integer | Scalar::Boolean) | TypeShape::Broken => {
            if let Some(misfit) = parameters::misfit(cx, &field.column.ty, is.as_str()) {
                diagnostics.push(misfit.report(diagnostic("`is` does not match the type of its key"), is));
            }
        }
        TypeShape::Named(name) => {
            // An unknown type has been reported.
            let Some(set) = cx.api.find_type(name) else { return };
            let values: Vec<&Text> = set.values.iter().flatten().map(|value| &value.wire).collect();
            if set.values.is_none() {
                let diagnostic = diagnostic("`when` must be a key with a single value");
                diagnostics.push(diagnostic.at(when.at, format!("`{}` has fields", set.name.text)));
            } else if !values.iter().any(|value| value.text == is.text) {
                diagnostics.push(super::unknown_in(Code::UnknownValue, &set.name, "value", is, values));
            }
        }
        TypeShape::Scalar(_) | TypeShape::List(_) | TypeShape::Map(_) => {
            let diagnostic = diagnostic("`is` is for a string, an integer, a boolean or a value set");
            diagnostics.push(diagnostic.at(when.at, "this key has another type"));
        }
    }
}

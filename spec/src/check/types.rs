//! Checks types.

use super::{Context, conveniences, rows, unions};
use crate::api::Scalar;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Field, Required, Type, TypeShape};
use crate::tree::Span;

pub(super) fn check(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    check_form(ty, diagnostics);
    check_envelope(cx, ty, diagnostics);
    check_shorthand(cx, ty, diagnostics);
    conveniences::check(cx, ty, diagnostics);
    rows::check(cx, ty, diagnostics);
    if let Some(cases) = &ty.cases {
        unions::check(cx, ty, cases, diagnostics);
    }
}

fn check_form(ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    let forms = [
        ("fields", ty.fields.is_some()),
        ("values", ty.values.is_some()),
        ("union", ty.cases.is_some()),
    ];
    let given: Vec<&str> = forms.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
    let diagnostic = |label: String| {
        Diagnostic::new(
            Code::TypeForm,
            format!(
                "`{}` must have exactly one of `fields`, `values` and `union`",
                ty.name.text
            ),
        )
        .at(ty.name.at, label)
    };
    match given.as_slice() {
        [] => diagnostics.push(diagnostic("it has none of them".to_owned())),
        [_] => {}
        more => diagnostics.push(diagnostic(format!("it has {}", more.join(" and ")))),
    }
    if ty.values.as_ref().is_some_and(Vec::is_empty) {
        diagnostics.push(
            Diagnostic::new(Code::TypeForm, format!("the value set `{}` has no value", ty.name.text))
                .at(ty.name.at, "expected at least one value"),
        );
    }
    if let Some(closed) = ty.closed.as_ref().filter(|_| ty.values.is_none()) {
        diagnostics.push(
            Diagnostic::new(Code::TypeForm, "`closed` applies only to value sets")
                .at(closed.at, "this type has no `values`"),
        );
    }
    if let Some(wire) = ty.wire.as_ref().filter(|_| ty.values.is_none()) {
        diagnostics.push(
            Diagnostic::new(Code::TypeForm, "`wire` applies only to value sets")
                .at(wire.at, "this type has no `values`"),
        );
    }
    for value in ty.values.iter().flatten().filter(|_| ty.wire.is_some()) {
        let is_canonical = |number: i64| number.to_string() == value.wire.text;
        if !value.wire.text.parse().is_ok_and(is_canonical) {
            diagnostics.push(
                Diagnostic::new(
                    Code::TypeForm,
                    format!("a value of `{}` is not a 64-bit integer", ty.name.text),
                )
                .at(value.wire.at, "expected digits, such as `12` or `-1`")
                .at(ty.wire.as_ref().map_or(ty.name.at, |wire| wire.at), "because of this"),
            );
        }
    }
    for (key, at) in of_fields(ty).filter(|_| ty.fields.is_none()) {
        diagnostics.push(
            Diagnostic::new(Code::TypeForm, format!("`{key}` applies only to types with fields"))
                .at(at, "this type has none"),
        );
    }
    if ty.inline && ty.fields.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::TypeForm, "`inline` applies only to types with fields")
                .at(ty.name.at, "this type has none"),
        );
    }
}

/// Returns the keys that only types with fields have, each with a place.
fn of_fields(ty: &Type) -> impl Iterator<Item = (&'static str, Span)> {
    let keys = [
        ("shorthand", ty.shorthand.as_ref().map(|text| text.at)),
        ("display", ty.display.first().map(|text| text.at)),
        ("accessors", ty.accessors.first().map(|one| one.name.at)),
        ("constructors", ty.constructors.first().map(|one| one.name.at)),
    ];
    keys.into_iter().filter_map(|(key, at)| Some((key, at?)))
}

/// Checks that a type with only its shorthand field set can be sent: the field is a string that callers set, and no
/// other field is required.
fn check_shorthand(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    let Some(shorthand) = ty.shorthand.as_ref().filter(|_| ty.fields.is_some()) else {
        return;
    };
    let Some(field) = ty.find_field(shorthand.as_str()) else {
        let known = ty.plain_fields().map(|field| &field.wire);
        diagnostics.push(super::unknown_in(
            Code::UnknownReference,
            &ty.name,
            "field",
            shorthand,
            known,
        ));
        return;
    };
    let is_text = match &field.column.ty.shape {
        TypeShape::Scalar(Scalar::String) | TypeShape::Broken => true,
        // An unknown type has been reported.
        TypeShape::Named(name) => cx
            .api
            .find_type(name)
            .is_none_or(|ty| ty.values.is_some() && ty.wire.is_none()),
        TypeShape::Scalar(_) | TypeShape::List(_) | TypeShape::Map(_) => false,
    };
    let diagnostic = |title: String| {
        let diagnostic = Diagnostic::new(Code::NotApplicable, title);
        diagnostic.at(shorthand.at, "not a valid shorthand")
    };
    let name = &field.wire.text;
    if !is_text {
        let diagnostic = diagnostic(format!("a shorthand must be a string, and `{name}` is not one"));
        diagnostics.push(diagnostic.at(field.column.ty.at, "neither `string` nor a value set"));
    }
    if field.column.access.read_only {
        let diagnostic = diagnostic(format!("a shorthand must be settable, and `{name}` is read-only"));
        diagnostics.push(diagnostic.at(field.wire.at, "only the service sets it"));
    }
    if matches!(field.required, Required::OneOf(_)) {
        let diagnostic = diagnostic(format!("`{name}` is an alternative of a choice"));
        diagnostics.push(diagnostic.at(field.wire.at, "the other alternatives would be equally valid"));
        return;
    }
    let is_needed = |other: &&Field| other.guaranteed || !matches!(other.required, Required::No);
    let mut others = ty.plain_fields().filter(|other| other.wire.text != *name);
    if let Some(other) = others.find(is_needed) {
        let diagnostic = diagnostic(format!("`{}` requires more than `{name}`", ty.name.text));
        diagnostics.push(diagnostic.at(other.wire.at, "required or guaranteed"));
    }
}

/// Checks that a type is not named like an envelope: in `responses` the name would be ambiguous.
fn check_envelope(cx: &Context<'_>, ty: &Type, diagnostics: &mut Vec<Diagnostic>) {
    let mut envelopes = cx.platform.iter().flat_map(|platform| &platform.envelopes);
    if let Some(envelope) = envelopes.find(|envelope| envelope.name.text == ty.name.text) {
        diagnostics.push(
            Diagnostic::new(
                Code::NameCollision,
                format!("`{}` is both a type and an envelope", ty.name.text),
            )
            .at(ty.name.at, "a type here")
            .at(envelope.name.at, "an envelope here"),
        );
    }
}

//! Checks the properties of values, of fields and parameters alike.

use crate::api::{Scalar, ValueProperties, WireForm};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{TypeRef, TypeShape};
use crate::tree::{Span, Text};

/// Checks that the properties of a value apply to its type, and to its example and default.
pub(super) fn check<'a>(
    ty: &TypeRef,
    properties: ValueProperties,
    max_length: Option<&Text>,
    shown: impl IntoIterator<Item = (&'static str, Option<&'a Text>)>,
    wire: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if properties.secret {
        check_secret(ty, wire, diagnostics);
    }
    if let Some(max_length) = max_length {
        check_max_length(ty, max_length, wire, diagnostics);
        for (what, text) in shown {
            if let Some(text) = text.filter(|text| properties.is_too_long(text.as_str())) {
                let title = format!("the {what} of `{}` is longer than its `max_length`", wire.text);
                let diagnostic = Diagnostic::new(Code::NotApplicable, title).at(text.at, "too long");
                diagnostics.push(diagnostic.at(max_length.at, "longer than this"));
            }
        }
    }
}

/// Checks that the key `wire` applies to the type of a value.
pub(super) fn check_wire(
    ty: &TypeRef,
    form: WireForm,
    at: Option<Span>,
    wire: &Text,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (types, names): (&[Scalar], _) = match form {
        WireForm::Natural => return,
        WireForm::Text => (
            &[Scalar::Boolean, Scalar::Integer, Scalar::Decimal],
            "booleans, integers and decimals",
        ),
        WireForm::YesNo | WireForm::TrueFalse => (&[Scalar::Boolean], "booleans"),
        WireForm::Seconds => (&[Scalar::Timestamp], "timestamps"),
    };
    let applies = match ty.innermost().shape {
        TypeShape::Broken => true,
        _ => ty.scalar().is_some_and(|scalar| types.contains(&scalar)),
    };
    if let (Some(at), Some(word), false) = (at, form.as_str(), applies) {
        let title = format!("`wire: {word}` applies only to {names}, and `{}` is not one", wire.text);
        diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(at, "not applicable to this type"));
    }
}

/// Checks that a value with a length is a string or a list of strings, and that the length is possible.
fn check_max_length(ty: &TypeRef, max_length: &Text, wire: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let is_text = !ty.has_map()
        && matches!(
            ty.innermost().shape,
            TypeShape::Scalar(Scalar::String | Scalar::Uri) | TypeShape::Broken
        );
    if !is_text {
        let title = format!("`max_length` applies only to strings, and `{}` is not one", wire.text);
        diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(max_length.at, "not applicable to this type"));
    }
    if !max_length.text.parse::<u32>().is_ok_and(|length| length > 0) {
        let title = format!("`{}` cannot have {} characters", wire.text, max_length.text);
        let label = format!("expected 1 to {}", u32::MAX);
        diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(max_length.at, label));
    }
}

/// Checks that a secret is a string.
fn check_secret(ty: &TypeRef, wire: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if !matches!(ty.shape, TypeShape::Scalar(Scalar::String) | TypeShape::Broken) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("`secret` applies only to strings, and `{}` is not one", wire.text),
            )
            .at(ty.at, "only `string` can be a secret"),
        );
    }
}

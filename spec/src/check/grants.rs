//! Grants: whether the fields that they speak of are theirs, and are fields of the token call.

use super::form::find_field;
use super::{Context, unknown_in};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Grant, Operation, Parameter, Tokens};
use crate::keys::Name;
use crate::tree::Text;

/// What a grant says of itself.
pub(super) fn check(grant: &Grant, diagnostics: &mut Vec<Diagnostic>) {
    let known = || grant.required.iter().chain(&grant.optional);
    let named = grant.arguments.iter().map(|argument| &argument.field);
    for field in named.chain(&grant.principal) {
        if !known().any(|own| own.text == field.text) {
            diagnostics.push(unknown_in(Code::UnknownReference, &grant.key, "field", field, known()));
        }
    }
    for (fixed, _) in &grant.fixed {
        if let Some(asked) = known().find(|own| own.text == fixed.text) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NotApplicable,
                    format!("`{}` always has the same value, and the caller gives it", fixed.text),
                )
                .at(fixed.at, "fixed here")
                .at(asked.at, "asked for here"),
            );
        }
    }
    for name in grant.arguments.iter().filter_map(|argument| argument.name.as_ref()) {
        // An empty one has been reported.
        if !name.text.trim().is_empty() && !Name::Snake.fits(name.as_str()) {
            diagnostics.push(
                Diagnostic::new(Code::BadName, format!("`{}` cannot be a name here", name.text))
                    .at(name.at, Name::Snake.describe()),
            );
        }
    }
}

/// What it says of the token call.
pub(super) fn check_against(
    cx: &Context<'_>,
    call: &Operation,
    tokens: &Tokens,
    grant: &Grant,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for name in grant.required.iter().chain(&grant.optional) {
        if let Some(field) = find_field(call, name, diagnostics) {
            check_single(field, name, diagnostics);
        }
    }
    for (name, value) in &grant.fixed {
        if let Some(field) = find_field(call, name, diagnostics) {
            check_value(cx, field, value, diagnostics);
        }
    }
    let grant_type = call
        .parameters
        .iter()
        .find(|field| field.wire.text == tokens.form.grant_type.text);
    if let Some(field) = grant_type {
        check_value(cx, field, &grant.grant_type, diagnostics);
    }
    check_client(call, tokens, grant, diagnostics);
    check_principal(call, grant, diagnostics);
}

/// A grant's fields are arguments of one value each.
fn check_single(field: &Parameter, name: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if field.ty.is_list() {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("a grant has single values, and `{}` is a list", name.text),
            )
            .at(name.at, "a list does not fit here")
            .at(field.ty.at, "it is this"),
        );
    }
}

/// The value is one of its field's, where those are known.
fn check_value(cx: &Context<'_>, field: &Parameter, value: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let set = field.ty.named().and_then(|name| cx.api.find_type(name));
    let Some((set, values)) = set.and_then(|set| Some((set, set.values.as_ref()?))) else {
        return;
    };
    let known = values.iter().map(|value| &value.wire);
    if !value.text.is_empty() && !known.clone().any(|known| known.text == value.text) {
        diagnostics.push(unknown_in(Code::UnknownValue, &set.name, "value", value, known));
    }
}

/// Every grant says which application it is. That a field of the form is not there has been reported.
fn check_client(call: &Operation, tokens: &Tokens, grant: &Grant, diagnostics: &mut Vec<Diagnostic>) {
    let fields = [&tokens.form.client_id, &tokens.form.client_secret];
    let missing = fields
        .into_iter()
        .filter(|field| call.parameters.iter().any(|known| known.wire.text == field.text))
        .filter(|field| !grant.required.iter().any(|own| own.text == field.text));
    for field in missing {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("the grant `{}` does not say which application it is", grant.key.text),
            )
            .at(
                grant.key.at,
                format!("`{}` is missing among its `required`", field.text),
            ),
        );
    }
}

/// For whom a token is may be shown.
fn check_principal(call: &Operation, grant: &Grant, diagnostics: &mut Vec<Diagnostic>) {
    let Some(name) = &grant.principal else { return };
    let field = call.parameters.iter().find(|field| field.wire.text == name.text);
    if let Some(field) = field.filter(|field| field.secret) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("for whom a token is may be shown, and `{}` is a secret", name.text),
            )
            .at(name.at, "not for secrets")
            .at(field.wire.at, "it is a secret here"),
        );
    }
}

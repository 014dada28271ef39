//! Checks the fields of grants.

use super::form::find_field;
use super::{Context, unknown_in};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Grant, Operation, Parameter, Tokens};
use crate::keys::Name;
use crate::tree::Text;

/// Checks that a grant is consistent.
pub(super) fn check(grant: &Grant, diagnostics: &mut Vec<Diagnostic>) {
    let known = || grant.required.iter().chain(&grant.optional);
    let named = grant.arguments.iter().map(|argument| &argument.field);
    for field in named.chain(&grant.principal) {
        if !known().any(|own| own.text == field.text) {
            diagnostics.push(unknown_in(Code::UnknownReference, &grant.key, "field", field, known()));
        }
    }
    for (fixed, _) in &grant.fixed {
        if let Some(from_caller) = known().find(|own| own.text == fixed.text) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NotApplicable,
                    format!("`{}` is both fixed and set by the caller", fixed.text),
                )
                .at(fixed.at, "fixed here")
                .at(from_caller.at, "set by the caller here"),
            );
        }
    }
    for name in grant.arguments.iter().filter_map(|argument| argument.name.as_ref()) {
        // An empty name has been reported.
        if !name.text.trim().is_empty() && !Name::Snake.fits(name.as_str()) {
            diagnostics.push(
                Diagnostic::new(Code::BadName, format!("`{}` is not a valid name", name.text))
                    .at(name.at, Name::Snake.describe()),
            );
        }
    }
}

/// Checks a grant against the token call.
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

/// Checks that a field is a single value, since it becomes an argument.
fn check_single(field: &Parameter, name: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if field.ty.is_list() {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("a grant takes single values, but `{}` is a list", name.text),
            )
            .at(name.at, "a list is not allowed here")
            .at(field.ty.at, "its type is defined here"),
        );
    }
}

/// Checks that a value is in the value set of its field, if the field has one.
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

/// Checks that a grant identifies the application. Fields that are not in the form have been reported.
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
                format!("the grant `{}` does not identify the application", grant.key.text),
            )
            .at(grant.key.at, format!("`{}` is missing from its `required`", field.text)),
        );
    }
}

/// Checks that the principal is not a secret, since it may be printed.
fn check_principal(call: &Operation, grant: &Grant, diagnostics: &mut Vec<Diagnostic>) {
    let Some(name) = &grant.principal else { return };
    let field = call.parameters.iter().find(|field| field.wire.text == name.text);
    if let Some(field) = field.filter(|field| field.properties.secret) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("a principal may be printed, but `{}` is a secret", name.text),
            )
            .at(name.at, "a secret is not allowed here")
            .at(field.wire.at, "declared as a secret here"),
        );
    }
}

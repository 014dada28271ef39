//! Checks which fields scopes open.

use super::{Context, unknown, unknown_in};
use crate::api::ScopeMode;
use crate::diagnostics::{Code, Diagnostic, Known};
use crate::document::{FieldOrFamily, Scope, Type};
use crate::tree::Text;

/// Checks the scopes of an API.
pub(super) fn check(cx: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for scope in cx.api.scopes.iter().filter(|scope| !scope.opens.is_empty()) {
        check_use(cx, scope, diagnostics);
        for (ty, fields) in &scope.opens {
            check_type(cx, ty, fields, diagnostics);
        }
    }
}

/// Checks that an operation has the scope among those of which each opens some fields.
fn check_use(cx: &Context<'_>, scope: &Scope, diagnostics: &mut Vec<Diagnostic>) {
    let required = cx
        .api
        .operations
        .iter()
        .filter_map(|operation| operation.scope.as_ref());
    let mut each = required
        .flat_map(|required| &required.modes)
        .filter(|(mode, _)| *mode == ScopeMode::Each)
        .flat_map(|(_, scopes)| scopes);
    if !each.any(|wire| wire.text == scope.wire.text) {
        diagnostics.push(
            problem(format!(
                "no operation has `{}` among the scopes of an `each`",
                scope.wire.text
            ))
            .at(scope.wire.at, "it opens no fields"),
        );
    }
}

fn check_type(cx: &Context<'_>, name: &Text, fields: &[Text], diagnostics: &mut Vec<Diagnostic>) {
    let Some(ty) = cx.api.find_type(name.as_str()) else {
        diagnostics.push(unknown(Code::OpenRules, "type", name, cx.type_names()));
        return;
    };
    if ty.fields.is_none() {
        // A type that the platform does not have has been reported.
        if ty.undefined.is_none() {
            let title = format!("`{}` has no fields", name.text);
            diagnostics.push(
                problem(title)
                    .at(name.at, "a scope opens fields of a type")
                    .at(ty.name.at, "the type is defined here"),
            );
        }
        return;
    }
    for (index, field) in fields.iter().enumerate() {
        check_field(ty, field, diagnostics);
        if let Some(first) = fields[..index].iter().find(|other| other.text == field.text) {
            diagnostics.push(
                problem(format!("`{}` is listed twice", field.text))
                    .at(field.at, "second one here")
                    .at(first.at, "first one here"),
            );
        }
    }
}

fn check_field(ty: &Type, name: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let row = ty.rows().iter().find(|row| row.wire().text == name.text);
    let Some(row) = row else {
        let known = ty.rows().iter().map(|row| Known::from(row.wire()));
        diagnostics.push(unknown_in(Code::OpenRules, &ty.name, "field", name, known));
        return;
    };
    if row.column().access.write_only {
        let title = format!("`{}` is write-only", name.text);
        let diagnostic = problem(title).at(name.at, "no response has it");
        diagnostics.push(diagnostic.at(row.wire().at, "the field is defined here"));
    }
    if let FieldOrFamily::Field(field) = row
        && field.guaranteed
    {
        let title = format!("`{}` is not always sent", name.text);
        let diagnostic = problem(title).at(name.at, "without this scope it is missing");
        diagnostics.push(diagnostic.at(field.wire.at, "so it cannot be `guaranteed` here"));
    }
}

fn problem(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::OpenRules, title)
}

//! Checks the token call and its references.

use super::{Context, form, grants, operations, paths, references, unknown};
use crate::api::HttpMethod;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Operation, Platform, Tokens};
use crate::tree::Text;

/// Checks the token call and the grants. The API of the context is the platform's own.
pub(super) fn check(cx: &Context<'_>, platform: &Platform, diagnostics: &mut Vec<Diagnostic>) {
    for grant in &platform.grants {
        grants::check(grant, diagnostics);
    }
    let Some(tokens) = &platform.tokens else { return };
    check_codes(cx, platform, tokens, diagnostics);
    check_limits(platform, tokens, diagnostics);
    check_refresh(platform, tokens, diagnostics);
    if let Some(center) = &tokens.global {
        let known = platform.data_centers.iter().map(|center| &center.key);
        check_known("data center", center, known, diagnostics);
    }
    if let Some(page) = &tokens.authorize {
        paths::check_page(&page.path, diagnostics);
    }
    check_revoke(cx, tokens, diagnostics);
    let Some(call) = operation(cx, &tokens.operation, diagnostics) else {
        return;
    };
    if !is_token_call(call, &tokens.operation, diagnostics) {
        return;
    }
    check_form(call, tokens, diagnostics);
    check_response(cx, call, tokens, diagnostics);
    for grant in &platform.grants {
        grants::check_against(cx, call, tokens, grant, diagnostics);
    }
}

/// Checks that a name is known. An empty name is missing, which has been reported.
fn check_known<'a>(
    what: &str,
    name: &Text,
    known: impl IntoIterator<Item = &'a Text>,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let known: Vec<&Text> = known.into_iter().collect();
    let found = known.iter().any(|known| known.text == name.text);
    if !found && !name.text.is_empty() {
        diagnostics.push(unknown(Code::UnknownReference, what, name, known));
    }
    found
}

fn operation<'a>(cx: &'a Context<'_>, key: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Operation> {
    let known = cx.api.operations.iter().map(|operation| &operation.key);
    check_known("operation", key, known, diagnostics);
    cx.api.find_operation(key.as_str())
}

/// Checks that an operation can be the token call: an unauthenticated, form-encoded POST. Returns false if it has no
/// form, so that the form fields are not checked.
fn is_token_call(call: &Operation, reference: &Text, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Some(http) = &call.http else { return false };
    let key = &call.key.text;
    let diagnostic = |title: String, label: &str| {
        Diagnostic::new(Code::NotApplicable, title)
            .at(reference.at, label)
            .at(http.text.at, "the operation is defined here")
    };
    // An invalid method has been reported.
    if http.method.is_some_and(|method| method != HttpMethod::Post) || form::fields(call).next().is_none() {
        diagnostics.push(diagnostic(
            format!("`{key}` is not a form-encoded POST"),
            "a token call is a POST with parameters `in: form`",
        ));
        return false;
    }
    if call.authorized {
        diagnostics.push(diagnostic(
            format!("`{key}` requires a token itself"),
            "a token call has `auth: none`",
        ));
    }
    true
}

fn check_form(call: &Operation, tokens: &Tokens, diagnostics: &mut Vec<Diagnostic>) {
    let own = &tokens.form;
    for field in [
        &own.grant_type,
        &own.client_id,
        &own.client_secret,
        &own.refresh_token,
        &own.scope,
    ] {
        form::find_field(call, field, diagnostics);
    }
}

fn check_response(cx: &Context<'_>, call: &Operation, tokens: &Tokens, diagnostics: &mut Vec<Diagnostic>) {
    let own = &tokens.answer;
    let Some(response) = references::success_type(cx, call, &tokens.operation, diagnostics) else {
        return;
    };
    let required = [
        &own.access_token,
        &own.refresh_token,
        &own.id_token,
        &own.lifetime,
        &own.scope,
    ];
    for field in required.into_iter().chain(&own.refresh_expiry).chain(&own.base_url) {
        references::find_received(response, field, diagnostics);
    }
}

fn check_codes(cx: &Context<'_>, platform: &Platform, tokens: &Tokens, diagnostics: &mut Vec<Diagnostic>) {
    let of_grants = platform.grants.iter().flat_map(|grant| &grant.spent);
    for code in tokens.elsewhere.iter().chain(&tokens.spent).chain(of_grants) {
        operations::check_code(cx, code, diagnostics);
    }
}

fn check_limits(platform: &Platform, tokens: &Tokens, diagnostics: &mut Vec<Diagnostic>) {
    for key in [&tokens.lifetime, &tokens.margin] {
        let known = platform.limits.iter().map(|limit| &limit.key);
        check_known("limit", key, known, diagnostics);
        let limit = platform.limits.iter().find(|limit| limit.key.text == key.text);
        if let Some(limit) = limit.filter(|limit| !matches!(limit.unit.as_str(), "seconds" | "milliseconds" | "")) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NotApplicable,
                    format!("the limit `{}` is not a duration", key.text),
                )
                .at(key.at, "expected a limit in `seconds` or `milliseconds`")
                .at(limit.key.at, format!("its unit is `{}`", limit.unit)),
            );
        }
    }
}

/// Checks that the refresh grant exists and takes the refresh token.
fn check_refresh(platform: &Platform, tokens: &Tokens, diagnostics: &mut Vec<Diagnostic>) {
    let known = platform.grants.iter().map(|grant| &grant.key);
    check_known("grant", &tokens.refresh, known, diagnostics);
    let field = &tokens.form.refresh_token;
    let grant = platform
        .grants
        .iter()
        .find(|grant| grant.key.text == tokens.refresh.text);
    let lacks = |grant: &&crate::document::Grant| !grant.required.iter().any(|own| own.text == field.text);
    if let Some(grant) = grant.filter(lacks).filter(|_| !field.text.is_empty()) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("the grant `{}` does not take a refresh token", grant.key.text),
            )
            .at(tokens.refresh.at, "expected a grant that takes one")
            .at(grant.key.at, format!("`{}` is missing from its `required`", field.text)),
        );
    }
}

/// Checks that the revoke operation needs a token and nothing else.
fn check_revoke(cx: &Context<'_>, tokens: &Tokens, diagnostics: &mut Vec<Diagnostic>) {
    let Some(key) = &tokens.revoke else { return };
    let Some(call) = operation(cx, key, diagnostics) else {
        return;
    };
    let required = call
        .parameters
        .iter()
        .find(|parameter| parameter.required && parameter.default.is_none());
    let (what, at) = match (&call.body, required) {
        _ if !call.authorized => ("sends no token", call.key.at),
        (Some(body), _) => ("has a body", body.at),
        (None, Some(parameter)) => ("has a required parameter", parameter.wire.at),
        (None, None) => return,
    };
    diagnostics.push(
        Diagnostic::new(Code::NotApplicable, format!("`{}` cannot revoke tokens", key.text))
            .at(key.at, "expected an operation that needs only a token")
            .at(at, format!("it {what}")),
    );
}

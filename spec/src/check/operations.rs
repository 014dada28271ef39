//! Checks operations: bodies and responses.

use super::{
    Context, Reading, conveniences, examples, filters, names, paging, parameters, paths, references, unions, unknown,
};
use crate::api::{HttpMethod, ParameterLocation};
use crate::diagnostics::{Code, Diagnostic, Known};
use crate::document::{Operation, RequiredScopes, Response, Type, TypeRef, TypeShape};
use crate::keys::Name;
use crate::tree::Text;

pub(super) fn check(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    paths::check_http(cx, operation, diagnostics);
    check_names(cx, operation, diagnostics);
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.shared) {
        parameters::check(cx, parameter, diagnostics);
    }
    for undefined in operation.undefined_parameters.iter().filter(|one| !one.is_reported) {
        let known = cx.api.parameters.iter().map(|parameter| &parameter.wire);
        diagnostics.push(unknown(
            Code::UnknownReference,
            "shared parameter",
            &undefined.wire,
            known,
        ));
    }
    check_body(cx, operation, diagnostics);
    for response in operation.responses.iter().filter(|response| !response.shared) {
        check_response(cx, response, diagnostics);
    }
    check_success(operation, diagnostics);
    if let (Some(retired), Some(deprecated)) = (&operation.retired, &operation.deprecated) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                format!("the operation `{}` is retired and deprecated", operation.key.text),
            )
            .at(deprecated.at, "it is still public")
            .at(retired.at, "it is no longer public"),
        );
    }
    paging::check(cx, operation, diagnostics);
    filters::check(cx, operation, diagnostics);
    references::check_refusals(cx, operation, diagnostics);
    examples::check_syntax(cx, operation, diagnostics);
    if cx.reading == Reading::Effective {
        // Printed examples may contradict the tables; they must match only after the errata are applied.
        examples::check_content(cx, operation, diagnostics);
        examples::check_worked(cx, operation, diagnostics);
        // As imports do, these may use what only the errata add.
        conveniences::check_methods(cx, operation, diagnostics);
    }
}

/// Checks the failures that all operations share.
pub(super) fn check_failures(cx: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for failure in &cx.api.failures {
        if failure.has_success_status() {
            diagnostics.push(
                Diagnostic::new(
                    Code::NotApplicable,
                    format!("`{}` is not the status of a failure", failure.status.text),
                )
                .at(failure.status.at, "move it to the `responses` of the operations"),
            );
        } else {
            check_response(cx, failure, diagnostics);
        }
    }
}

/// Checks the names of scopes and error codes.
fn check_names(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(scopes) = &operation.scope {
        check_scopes(cx, scopes, diagnostics);
    }
    for code in &operation.errors {
        check_code(cx, code, diagnostics);
    }
}

fn check_scopes(cx: &Context<'_>, scopes: &RequiredScopes, diagnostics: &mut Vec<Diagnostic>) {
    let known = cx.api.scopes.iter().map(|scope| &scope.wire);
    for scope in scopes.wires() {
        if !known.clone().any(|known| known.text == scope.text) {
            diagnostics.push(unknown(Code::UnknownScope, "scope", scope, known.clone()));
        }
    }
    for (index, scope) in scopes.wires().enumerate() {
        if let Some(first) = scopes.wires().take(index).find(|first| first.text == scope.text) {
            let twice = Diagnostic::new(Code::ScopeRules, format!("the scope `{}` is listed twice", scope.text));
            diagnostics.push(twice.at(scope.at, "again here").at(first.at, "first here"));
        }
    }
    if scopes.modes.len() != 1 {
        let one_key = Diagnostic::new(
            Code::ScopeRules,
            "scopes are under exactly one of `any`, `all` and `each`",
        );
        diagnostics.push(one_key.at(scopes.at, "keep one of these keys"));
    } else if scopes.is_list && scopes.wires().nth(1).is_none() {
        let single = Diagnostic::new(Code::ScopeRules, "fewer than two scopes need no rule");
        diagnostics.push(single.at(scopes.at, "write the scope itself, without a mapping"));
    }
}

pub(super) fn check_code(cx: &Context<'_>, code: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let known = cx.api.error_codes.iter().map(|code| &code.wire);
    if !known.clone().any(|known| known.text == code.text) {
        diagnostics.push(unknown(Code::UnknownErrorCode, "error code", code, known));
    }
}

fn check_body(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let places = |place: ParameterLocation| {
        operation
            .parameters
            .iter()
            .find(move |parameter| parameter.location == Some(place))
    };
    let (form, json) = (places(ParameterLocation::Form), places(ParameterLocation::Body));
    let diagnostic = |title: &str| Diagnostic::new(Code::BodyType, title);
    if let (Some(form), Some(json)) = (form, json) {
        let both = diagnostic("a body is form-encoded or JSON, not both");
        diagnostics.push(
            both.at(json.wire.at, "a field of a JSON body")
                .at(form.wire.at, "a field of a form-encoded body"),
        );
    }
    let Some(body) = &operation.body else {
        let text = [
            ("partial", operation.partial),
            ("replaces", operation.replaces.is_some()),
            ("content_type", operation.content_type.is_some()),
            ("body_name", operation.body_name.is_some()),
        ];
        for (key, _) in text.into_iter().filter(|(_, given)| *given) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NotApplicable,
                    format!("`{key}` applies only to operations with a body"),
                )
                .at(operation.key.at, "this operation has no `body`"),
            );
        }
        return;
    };
    if let Some(parameter) = form.or(json) {
        let both = diagnostic("a body is a type or a set of parameters, not both");
        diagnostics.push(
            both.at(body.at, "a type")
                .at(parameter.wire.at, "a parameter that is part of the body"),
        );
    }
    if let Some(content_type) = operation.content_type.as_ref().filter(|one| !is_json(one.as_str())) {
        diagnostics.push(diagnostic("a body is JSON").at(
            content_type.at,
            "expected `application/json` or a type that ends with `+json`",
        ));
    }
    let method = operation.http.as_ref().and_then(|http| http.method);
    if method == Some(HttpMethod::Get) {
        diagnostics.push(diagnostic("GET has no body").at(body.at, "not sent"));
    }
    check_replacement(cx, operation, body, diagnostics);
    if cx.api.find_type(body.as_str()).is_none() {
        let known = cx
            .api
            .types
            .iter()
            .filter(|ty| ty.fields.is_some() || ty.cases.is_some())
            .map(|ty| &ty.name);
        diagnostics.push(unknown(Code::UnknownType, "type", body, known));
    } else if cx
        .api
        .find_type(body.as_str())
        .is_some_and(|ty| ty.fields.is_none() && ty.cases.is_none())
    {
        let diagnostic = diagnostic("a body must be a type with fields, a union of such types, or a list of one");
        diagnostics.push(diagnostic.at(body.at, "this type has no fields"));
    }
    unions::check_sent(cx, operation, body, diagnostics);
}

/// Whether a media type is JSON: in lower case and without parameters.
fn is_json(content_type: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "+-./".contains(letter);
    let (_, subtype) = content_type.split_once('/').unwrap_or_default();
    let is_json = subtype == "json" || subtype.strip_suffix("+json").is_some_and(|kind| !kind.is_empty());
    is_json && !subtype.contains('/') && content_type.chars().all(is_plain) && !content_type.starts_with('/')
}

/// Checks that an operation says whether its body replaces what was created, if that makes a difference.
fn check_replacement(cx: &Context<'_>, operation: &Operation, body: &Text, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(replaces) = operation.replaces.as_ref().filter(|_| operation.partial) {
        diagnostics.push(
            Diagnostic::new(
                Code::NotApplicable,
                "`replaces` does not apply to a partial update, which leaves out what it keeps",
            )
            .at(replaces.at, "remove it, or `partial`"),
        );
    }
    let is_put = operation.http.as_ref().and_then(|http| http.method) == Some(HttpMethod::Put);
    let is_undecided = is_put && !operation.partial && operation.replaces.is_none();
    if is_undecided && cx.api.body_types(operation).any(Type::has_creation_fields) {
        diagnostics.push(
            Diagnostic::new(Code::BodyType, format!("the body `{}` differs on creation", body.text))
                .at(body.at, "does this call create or replace?")
                .help("add `replaces: true`, `replaces: false` if it creates, or `partial: true`"),
        );
    }
}

fn check_response(cx: &Context<'_>, response: &Response, diagnostics: &mut Vec<Diagnostic>) {
    let envelopes = || {
        cx.platform
            .iter()
            .flat_map(|platform| &platform.envelopes)
            .map(|envelope| &envelope.name)
    };
    if let Some(items_in) = &response.items_in
        && !response.ty.as_ref().is_some_and(TypeRef::is_list)
    {
        diagnostics.push(
            Diagnostic::new(Code::NotApplicable, "`items_in` applies only to lists")
                .at(items_in.at, "the type of this response is not a list"),
        );
    }
    if let Some(at) = response.refusal.filter(|_| !response.has_success_status()) {
        diagnostics.push(
            Diagnostic::new(Code::NotApplicable, "`refusal` applies only to a 2xx status")
                .at(at, "remove it: other statuses are refusals"),
        );
    }
    if let Some(at) = response.accepts_single {
        let reason = match (&response.items_in, response.ty.as_ref().is_some_and(TypeRef::is_list)) {
            (_, false) => Some("the type of this response is not a list"),
            (Some(_), true) => Some("with `items_in`, an object holds the list"),
            (None, true) if !response.is_success() => Some("it applies only to a success"),
            (None, true) => None,
        };
        diagnostics.extend(reason.map(|reason| {
            Diagnostic::new(
                Code::NotApplicable,
                "`accepts: [single]` does not apply to this response",
            )
            .at(at, reason)
        }));
    }
    if let Some(items_in) = response.items_in.as_ref().filter(|_| !response.is_success()) {
        diagnostics.push(
            Diagnostic::new(Code::NotApplicable, "`items_in` applies only to a success")
                .at(items_in.at, "the list of a failure is not wrapped"),
        );
    }
    let Some(ty) = &response.ty else { return };
    let TypeShape::Named(name) = &ty.shape else {
        names::check_type(cx, ty, diagnostics);
        return;
    };
    if cx.api.find_type(name).is_some() {
        return;
    }
    let name = Text::new(name, ty.at);
    if envelopes().any(|envelope| envelope.text == name.text) {
        if response.is_success() {
            diagnostics.push(
                Diagnostic::new(Code::UnknownResponse, format!("`{}` is an error envelope", name.text))
                    .at(ty.at, "the body of a success response must be a type"),
            );
        }
    } else if cx.platform.is_some() {
        let others = envelopes().map(Known::from).chain([Known::from("none")]);
        let known = cx.type_names().chain(others);
        diagnostics.push(unknown(Code::UnknownResponse, "type or envelope", &name, known));
    }
}

/// Checks that there is a success response, and that all of them have the same body: the SDK returns one type.
fn check_success(operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let mut successes = operation.responses.iter().filter(|response| response.is_success());
    let Some(first) = successes.next() else {
        // An invalid status has been reported. It may have been meant as a success.
        let all_read = operation
            .responses
            .iter()
            .all(|response| Name::Status.fits(response.status.as_str()));
        if all_read && !operation.responses.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    Code::Status,
                    format!("the operation `{}` has no success response", operation.key.text),
                )
                .at(
                    operation.key.at,
                    "a status from 200 to 299, or `success`, is missing from its responses",
                ),
            );
        }
        return;
    };
    for other in successes.filter(|other| content(other) != content(first)) {
        diagnostics.push(
            Diagnostic::new(
                Code::Status,
                "the success responses of an operation have different bodies",
            )
            .at(other.status.at, "this one is different")
            .at(first.status.at, "from this one"),
        );
    }
}

/// Returns the content of a response, for comparison.
fn content(response: &Response) -> Option<(&str, bool, bool, Option<&str>, bool)> {
    let ty = response.ty.as_ref().filter(|_| !response.ignored)?;
    let name = match &ty.innermost().shape {
        TypeShape::Named(name) => name,
        TypeShape::Scalar(_) | TypeShape::Broken | TypeShape::List(_) | TypeShape::Map(_) => "",
    };
    let items_in = response.items_in.as_ref().map(Text::as_str);
    let is_single = response.accepts_single.is_some();
    Some((name, ty.is_list(), ty.is_map(), items_in, is_single))
}

//! Calls of operations that are known at run time.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use concur_spec::api::{Api, Operation, Output, ScopeMode, StatusKey};
use sap_concur::runtime::{Call, ListForm, Operation as Called, RefusedWhen, Scopes};
use sap_concur::{ApiError, Concur, Error, Method, Response};

use super::input::Request;
use crate::failure::Failure;
use crate::json::Json;

/// The error of a call.
pub(crate) type CallError = Error<ApiError<String>>;

/// What an operation returned.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) body: Json,
    /// Status, time and correlation id, on one line.
    pub(crate) line: String,
    /// What the service says about the operation besides.
    pub(crate) warnings: Vec<String>,
}

/// Makes the call of an operation.
pub(crate) fn of(concur: &Concur, api: &'static Api, operation: &'static Operation, request: &Request) -> Call {
    let mut call = Call::shared(concur.client(), Arc::new(operation_of(api, operation)));
    for (name, value) in &request.path {
        call = call.path(name, value);
    }
    for (name, values) in by_name(request.query.iter().map(|(name, value)| (*name, value))) {
        call = call.query_list(name, ListForm::Repeated, values);
    }
    for (name, value) in &request.headers {
        call = call.header(name, value);
    }
    for (name, value, _) in request.form.iter().filter(|(.., is_secret)| *is_secret) {
        call = call.form_secret(name, value.clone().into());
    }
    let plain = request.form.iter().filter(|(.., is_secret)| !is_secret);
    for (name, values) in by_name(plain.map(|(name, value, _)| (*name, value))) {
        call = call.form_list(name, ListForm::Repeated, values);
    }
    let content_type = operation.body.as_ref().and_then(|body| body.content_type.as_deref());
    match (&request.body, content_type) {
        // Parameters that together are the body are set one by one, so that those of a page can change.
        (Some(body), None) if operation.body.is_none() => {
            let fields = operation
                .parameters
                .iter()
                .filter_map(|parameter| Some((parameter.wire.as_str(), body.get(&parameter.wire)?)));
            fields.fold(call, |call, (name, value)| call.body_field(name, value))
        }
        (Some(body), Some(content_type)) => call.json(body).header("Content-Type", content_type),
        (Some(body), None) => call.json(body),
        (None, _) => call,
    }
}

/// Groups values by name, in the order of the names.
fn by_name<'a>(pairs: impl Iterator<Item = (&'static str, &'a String)>) -> Vec<(&'static str, Vec<&'a String>)> {
    let mut groups: Vec<(&'static str, Vec<&'a String>)> = Vec::new();
    for (name, value) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => groups.push((name, vec![value])),
        }
    }
    groups
}

fn operation_of(api: &'static Api, operation: &'static Operation) -> Called {
    let statuses = operation.responses.iter().filter(|response| response.refusal);
    let statuses = statuses.filter_map(|response| match response.status {
        StatusKey::Code(status) => Some(RefusedWhen::Status(status)),
        StatusKey::Success => None,
    });
    let fields = operation.refused_when.iter().map(|rule| RefusedWhen::Field {
        field: &rule.field,
        is: rule.is.as_deref(),
        without: rule.without.as_deref(),
        code: rule.code.as_deref(),
        message: rule.message.as_deref(),
    });
    Called {
        api: Cow::Borrowed(&api.key),
        name: Cow::Borrowed(&operation.key),
        method: Method::from_bytes(operation.http.as_str().as_bytes()).unwrap_or_default(),
        path: Cow::Owned(operation.whole_path()),
        scopes: scopes(operation),
        authorized: operation.authorized,
        idempotent: operation.idempotent,
        refused_when: statuses.chain(fields).collect(),
    }
}

fn scopes(operation: &'static Operation) -> Scopes {
    let Some(required) = &operation.scope else {
        return Scopes::NONE;
    };
    let scopes: Vec<_> = required
        .scopes
        .iter()
        .map(|scope| Cow::Borrowed(scope.as_str()))
        .collect();
    match required.mode {
        ScopeMode::All => Scopes::All(scopes.into()),
        ScopeMode::Any | ScopeMode::Each => Scopes::Any(scopes.into()),
    }
}

/// Calls an operation.
pub(crate) async fn called(
    concur: &Concur,
    api: &'static Api,
    operation: &'static Operation,
    request: &Request,
) -> Result<Answer, CallError> {
    let began = Instant::now();
    let call = of(concur, api, operation, request);
    match operation.output {
        Output::Nothing => call
            .send_ignoring_body()
            .await
            .map(|response| answer(response.map(|()| Json::Null), began)),
        _ => call.send::<Json, _>().await.map(|response| answer(response, began)),
    }
}

/// Describes a response.
pub(crate) fn answer(response: Response<Json>, began: Instant) -> Answer {
    Answer {
        line: line(&response, began),
        warnings: warnings(&response),
        body: response.into_inner(),
    }
}

pub(crate) fn line<T>(response: &Response<T>, began: Instant) -> String {
    let attempts = match response.attempts() {
        1 => String::new(),
        attempts => format!(", {attempts} attempts"),
    };
    format!(
        "{} in {:.0?}{attempts}, correlation id {}",
        response.status(),
        began.elapsed(),
        response.correlation_id()
    )
}

/// What the service says about the operation in headers: that it is deprecated, and when it ends.
pub(crate) fn warnings<T>(response: &Response<T>) -> Vec<String> {
    let warning = response.api_warning().map(|text| format!("the service says: {text}"));
    let sunset = response
        .sunset()
        .map(|date| format!("the service will remove this operation: {date}"));
    warning.into_iter().chain(sunset).collect()
}

/// Describes a failed call, with what the contract knows about the code.
pub(crate) fn failure(api: &Api, error: &CallError) -> Failure {
    let failure = Failure::call(error);
    match remedy(api, error) {
        Some(remedy) => failure.with_remedy(remedy),
        None => failure,
    }
}

/// What to do about a refusal, as far as the contract knows.
pub(crate) fn remedy<'a>(api: &'a Api, error: &CallError) -> Option<&'a str> {
    let Error::Api(refusal) = error else { return None };
    let mut codes = refusal.codes();
    codes.find_map(|code| {
        let known = api.error_codes.iter().find(|known| known.wire == *code)?;
        known.remedy.as_deref()
    })
}

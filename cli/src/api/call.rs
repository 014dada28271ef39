//! Calls of operations that are known at run time.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use concur_spec::api::{Api, Operation, Output};
use sap_concur::runtime::{Call, Operation as Called, RefusedWhen};
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
    for (name, value) in &request.query {
        call = call.query(name, value);
    }
    for (name, value) in &request.headers {
        call = call.header(name, value);
    }
    for (name, value, is_secret) in &request.form {
        call = match is_secret {
            true => call.form_secret(name, value.clone().into()),
            false => call.form(name, value),
        };
    }
    match &request.body {
        Some(body) => call.json(body),
        None => call,
    }
}

fn operation_of(api: &'static Api, operation: &'static Operation) -> Called {
    let refused_when = operation.refused_when.as_ref().map(|refused| RefusedWhen {
        errors: &refused.errors,
        without: &refused.without,
    });
    Called {
        api: Cow::Borrowed(&api.key),
        name: Cow::Borrowed(&operation.key),
        method: Method::from_bytes(operation.http.as_str().as_bytes()).unwrap_or_default(),
        path: Cow::Owned(operation.whole_path()),
        scope: operation.scope.as_deref().map(Cow::Borrowed),
        authorized: operation.authorized,
        idempotent: operation.idempotent,
        refused_when,
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

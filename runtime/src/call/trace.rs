//! What calls tell `tracing`: a span for each, in it one for each attempt, with the names that OpenTelemetry has for HTTP
//! clients. No query, no path with its values and no body is in them, and no header but the two by which the service warns.

use std::time::Duration;

use http::{Request, StatusCode};
use tracing::{Span, field::Empty};

use crate::{
    Body, Error, Operation, OperationError, SendError, Warning,
    error::{Called, End},
    response::Head,
};

/// The span of a call.
pub(super) fn call(called: &Called) -> Span {
    let operation = &*called.operation;
    tracing::info_span!(
        target: "sap_concur",
        "call",
        otel.name = %operation,
        http.request.method = operation.method.as_str(),
        url.template = &*operation.path,
        correlation_id = called.correlation_id.as_str(),
        attempts = Empty,
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
        carried_out = Empty,
    )
}

/// The class of an answer that is not the service's.
const FOREIGN: &str = "foreign_answer";

/// Puts an answer into the span of its call.
pub(super) fn answered(span: &Span, attempts: u32, status: StatusCode) {
    span.record("attempts", attempts);
    span.record("http.response.status_code", status.as_u16());
}

/// Puts the end of a call that has failed into its span.
pub(super) fn failed<E: OperationError>(span: &Span, error: &Error<E>) {
    span.record("attempts", error.attempts());
    span.record("otel.status_code", "ERROR");
    let refused_before = match error {
        Error::Token(error) => error.refused_before(),
        Error::NotSent(error) => error.refused_before(),
        _ => None,
    };
    if let Some(status) = refused_before {
        span.record("http.response.status_code", status.as_u16());
    }
    match error {
        Error::Invalid(_) => span.record("error.type", "invalid"),
        Error::Token(_) => span.record("error.type", "token"),
        Error::NotSent(_) => span.record("error.type", "not_sent"),
        Error::NoResponse(error) => span.record("error.type", kind(error.error())),
        Error::Api(error) => match error.api_error().status() {
            status if status.is_success() => span.record("error.type", "refused"),
            status => span.record("error.type", status.as_str()),
        },
        Error::Decode(error) if error.end() == End::Foreign => span.record("error.type", FOREIGN),
        Error::Decode(_) => span.record("error.type", "unreadable"),
    };
    span.record("carried_out", tracing::field::display(error.carried_out()));
}

/// The span of an attempt.
pub(super) fn attempt(called: &Called, request: &Request<Body>) -> Span {
    let operation = &*called.operation;
    let uri = request.uri();
    let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
        Some("http") => 80,
        _ => 443,
    });
    let span = tracing::info_span!(
        target: "sap_concur",
        "attempt",
        otel.name = %format_args!("{} {}", operation.method, operation.path),
        otel.kind = "client",
        http.request.method = operation.method.as_str(),
        http.request.resend_count = Empty,
        url.template = &*operation.path,
        server.address = uri.host().unwrap_or_default(),
        server.port = port,
        correlation_id = called.correlation_id.as_str(),
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    // OpenTelemetry has it only on what was sent again.
    if called.attempts > 1 {
        span.record("http.request.resend_count", called.attempts - 1);
    }
    span
}

/// Puts the end of an attempt into its span.
pub(super) fn attempted(span: &Span, outcome: &Result<http::Response<Body>, SendError>) {
    match outcome {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", status.as_u16());
            if !status.is_success() {
                span.record("error.type", status.as_str());
                span.record("otel.status_code", "ERROR");
            }
        }
        Err(error) => {
            span.record("error.type", kind(error));
            span.record("otel.status_code", "ERROR");
        }
    }
}

/// A call will be sent again.
pub(super) fn again(called: &Called, outcome: &Result<http::Response<Body>, SendError>, pause: Duration) {
    match outcome {
        Ok(response) => again_for(called, response.status().as_str(), pause),
        Err(error) => again_for(called, kind(error), pause),
    }
}

/// A call will be sent again, for the answer is not the service's.
pub(super) fn again_after_foreign(called: &Called, pause: Duration) {
    again_for(called, FOREIGN, pause);
}

fn again_for(called: &Called, reason: &str, pause: Duration) {
    tracing::warn!(
        target: "sap_concur",
        attempt = called.attempts,
        error.type = reason,
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "the call will be sent again"
    );
}

/// A call waits before it is sent, for the service has asked for a pause.
pub(super) fn held_back(called: &Called, pause: Duration) {
    tracing::debug!(
        target: "sap_concur",
        attempt = called.attempts + 1,
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "the call waits, for the service has asked for a pause"
    );
}

/// The service says that the operation will be gone.
pub(super) fn deprecated(called: &Called, head: &Head) {
    if head.api_warning().is_none() && head.sunset().is_none() {
        return;
    }
    tracing::warn!(
        target: "sap_concur",
        operation = %*called.operation,
        warning = head.api_warning(),
        sunset = head.sunset(),
        "the service warns of this operation"
    );
}

/// How many of the values that do not fit have an event of their own.
const MAX_EVENTS: usize = 10;

/// So many values of the answer do not fit; there is a warning for each of the first ones.
pub(super) fn left_out(operation: &Operation, head: &Head, warnings: &[Warning], count: usize) {
    if count == 0 {
        return;
    }
    for warning in warnings.iter().take(MAX_EVENTS) {
        tracing::warn!(
            target: "sap_concur",
            operation = %operation,
            correlation_id = &*head.correlation_id,
            path = warning.path(),
            problem = warning.problem(),
            "a value of the answer does not fit its field"
        );
    }
    if count > MAX_EVENTS {
        tracing::warn!(
            target: "sap_concur",
            operation = %operation,
            correlation_id = &*head.correlation_id,
            count,
            "many values of the answer do not fit their fields"
        );
    }
}

fn kind(error: &SendError) -> &'static str {
    match error {
        SendError::NotSent(_) => "not_sent",
        SendError::NoResponse(_) => "no_answer",
        SendError::TimedOut { .. } => "timeout",
        SendError::TooLarge { .. } => "too_large",
    }
}

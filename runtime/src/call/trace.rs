//! Tracing of calls: a span per call, with a span per attempt inside, using the OpenTelemetry names for HTTP clients.
//! They contain no query, no path parameter values, no bodies, and no headers except the two deprecation headers.

use std::time::Duration;

use http::{Request, StatusCode};
use tracing::{Span, field::Empty};

use crate::{
    Body, Error, Operation, OperationError, SendError, Warning,
    error::{Called, End},
    response::Head,
};

/// Creates the span of a call.
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

/// The error type of a response that is not from the service.
const FOREIGN: &str = "foreign_response";

/// Records a response in the span of its call.
pub(super) fn answered(span: &Span, attempts: u32, status: StatusCode) {
    span.record("attempts", attempts);
    span.record("http.response.status_code", status.as_u16());
}

/// Records the error of a failed call in its span.
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
        Error::Decode(_) => span.record("error.type", "decode"),
    };
    span.record("carried_out", tracing::field::display(error.carried_out()));
}

/// Creates the span of an attempt.
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
    // OpenTelemetry defines it only for requests that are sent again.
    if called.attempts > 1 {
        span.record("http.request.resend_count", called.attempts - 1);
    }
    span
}

/// Records the result of an attempt in its span.
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

/// Reports that a call will be retried.
pub(super) fn again(called: &Called, outcome: &Result<http::Response<Body>, SendError>, delay: Duration) {
    match outcome {
        Ok(response) => again_for(called, response.status().as_str(), delay),
        Err(error) => again_for(called, kind(error), delay),
    }
}

/// Reports that a call will be retried because the response is not from the service.
pub(super) fn again_after_foreign(called: &Called, delay: Duration) {
    again_for(called, FOREIGN, delay);
}

fn again_for(called: &Called, reason: &str, delay: Duration) {
    tracing::warn!(
        target: "sap_concur",
        attempt = called.attempts,
        error.type = reason,
        delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
        "the call will be retried"
    );
}

/// Reports that a call waits because the service has asked for a delay.
pub(super) fn held_back(called: &Called, delay: Duration) {
    tracing::debug!(
        target: "sap_concur",
        attempt = called.attempts + 1,
        delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
        "the call waits because the service has asked for a delay"
    );
}

/// Reports that the operation is deprecated.
pub(super) fn deprecated(called: &Called, head: &Head) {
    if head.api_warning().is_none() && head.sunset().is_none() {
        return;
    }
    tracing::warn!(
        target: "sap_concur",
        operation = %*called.operation,
        warning = head.api_warning(),
        sunset = head.sunset(),
        "the service reports that the operation is deprecated"
    );
}

/// The maximum number of values that are reported by an event of their own.
const MAX_EVENTS: usize = 10;

/// Reports `count` values that do not fit; `warnings` describes the first ones.
pub(super) fn skipped(operation: &Operation, head: &Head, warnings: &[Warning], count: usize) {
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
            "a value of the response does not fit its field"
        );
    }
    if count > MAX_EVENTS {
        tracing::warn!(
            target: "sap_concur",
            operation = %operation,
            correlation_id = &*head.correlation_id,
            count,
            "many values of the response do not fit their fields"
        );
    }
}

fn kind(error: &SendError) -> &'static str {
    match error {
        SendError::NotSent(_) => "not_sent",
        SendError::NoResponse(_) => "no_response",
        SendError::TimedOut { .. } => "timeout",
        SendError::TooLarge { .. } => "too_large",
    }
}

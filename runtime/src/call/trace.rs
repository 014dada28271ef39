//! What calls tell `tracing`: a span for each, in it one for each attempt, with the names that OpenTelemetry has for HTTP
//! clients. No query, no header and no body is in them.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use tracing::{Span, field::Empty};

use super::answer::Answer;
use crate::{
    Operation, SendError,
    decode::Read,
    error::{Called, Failure},
    response::Head,
};

/// The span of a call.
pub(super) fn call(called: &Called) -> Span {
    let operation = called.operation;
    tracing::info_span!(
        target: "sap_concur",
        "call",
        otel.name = %format_args!("{}.{}", operation.api, operation.name),
        http.request.method = operation.method.as_str(),
        url.template = operation.path,
        correlation_id = called.correlation_id.as_str(),
        attempts = Empty,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

/// Puts the end of a call into its span.
pub(super) fn ended(span: &Span, answered: &Result<Answer, Failure>) {
    match answered {
        Ok(answer) => {
            let status = answer.head.status;
            span.record("attempts", answer.head.attempts);
            span.record("http.response.status_code", status.as_u16());
            if !status.is_success() {
                span.record("error.type", status.as_str());
            }
        }
        Err(failure) => {
            let (called, kind) = match failure {
                Failure::Invalid(called, _) => (called, "invalid"),
                Failure::Token(called, _) => (called, "token"),
                Failure::Send(called, error) => (called, kind(error)),
            };
            span.record("attempts", called.attempts);
            span.record("error.type", kind);
        }
    }
}

/// The span of an attempt.
pub(super) fn attempt(called: &Called, request: &Request<Bytes>) -> Span {
    let operation = called.operation;
    let uri = request.uri();
    let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
        Some("http") => 80,
        _ => 443,
    });
    tracing::info_span!(
        target: "sap_concur",
        "attempt",
        otel.name = %format_args!("{} {}", operation.method, operation.path),
        otel.kind = "client",
        http.request.method = operation.method.as_str(),
        http.request.resend_count = called.attempts.saturating_sub(1),
        url.template = operation.path,
        server.address = uri.host().unwrap_or_default(),
        server.port = port,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

/// Puts the end of an attempt into its span.
pub(super) fn attempted(span: &Span, outcome: &Result<http::Response<Bytes>, SendError>) {
    match outcome {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", status.as_u16());
            if !status.is_success() {
                span.record("error.type", status.as_str());
            }
        }
        Err(error) => {
            span.record("error.type", kind(error));
        }
    }
}

/// A call will be sent again.
pub(super) fn again(called: &Called, outcome: &Result<http::Response<Bytes>, SendError>, pause: Duration) {
    let reason = match outcome {
        Ok(response) => response.status().as_str().to_owned(),
        Err(error) => kind(error).to_owned(),
    };
    tracing::warn!(
        target: "sap_concur",
        attempt = called.attempts,
        error.type = reason,
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "the call will be sent again"
    );
}

/// The service says that the operation will be gone.
pub(super) fn deprecated(called: &Called, head: &Head) {
    if head.api_warning().is_none() && head.sunset().is_none() {
        return;
    }
    tracing::warn!(
        target: "sap_concur",
        operation = %format_args!("{}.{}", called.operation.api, called.operation.name),
        warning = head.api_warning(),
        sunset = head.sunset(),
        "the service warns of this operation"
    );
}

/// How many of the values that were left out have an event of their own.
const MAX_LEFT_OUT: usize = 10;

/// Some of the answer is not of the form that was expected.
pub(super) fn left_out<T>(operation: &Operation, head: &Head, read: &Read<T>) {
    if read.left_out == 0 {
        return;
    }
    for warning in read.warnings.iter().take(MAX_LEFT_OUT) {
        tracing::warn!(
            target: "sap_concur",
            operation = %format_args!("{}.{}", operation.api, operation.name),
            correlation_id = &*head.correlation_id,
            path = warning.path(),
            problem = warning.problem(),
            "a part of the answer is left out"
        );
    }
    if read.left_out > MAX_LEFT_OUT {
        tracing::warn!(
            target: "sap_concur",
            operation = %format_args!("{}.{}", operation.api, operation.name),
            correlation_id = &*head.correlation_id,
            count = read.left_out,
            "many parts of the answer are left out"
        );
    }
}

fn kind(error: &SendError) -> &'static str {
    match error {
        SendError::NotSent(_) => "not_sent",
        SendError::NoAnswer(_) => "no_answer",
        SendError::TimedOut { .. } => "timeout",
        SendError::TooLarge { .. } => "too_large",
    }
}

//! Tracing of calls: a span per call, with a span per attempt inside, and an event when a call ends. The names are those
//! of OpenTelemetry for HTTP clients. They contain no query, no path parameter values, no bodies, and no headers except
//! the two deprecation headers.
//!
//! Subscribers that write lines, such as that of `tracing_subscriber::fmt`, write the fields of the surrounding spans
//! with each event. So an event has only what its span lacks, and what an event reports is recorded in the span after it.
//! Numbers are `i64`, the integer of OpenTelemetry: its layer makes texts of others.

use std::time::Duration;

use http::{Request, StatusCode};
use tracing::{Span, field::Empty, level_filters::LevelFilter};

use crate::{
    Body, CarriedOut, Clock, Error, Operation, OperationError, SendError, Warning,
    error::{Called, End},
    response::Head,
};

/// The trace of a call.
pub(super) struct Trace {
    pub(super) span: Span,
    /// When the call began, if anything is traced.
    began: Option<Duration>,
    /// The call, if there is no span that says which it is.
    called: Option<Box<Called>>,
}

impl Trace {
    /// Begins the trace of a call. A token request belongs to all calls that wait for the token, so its trace is one of
    /// its own, with a link to the call that has started it.
    pub(super) fn begin(called: &Called, is_token_request: bool, clock: &dyn Clock) -> Self {
        let is_on = LevelFilter::current() >= LevelFilter::WARN;
        let span = call(called, is_token_request);
        Self {
            began: is_on.then(|| clock.elapsed()),
            called: (is_on && span.is_disabled()).then(|| called.clone().into()),
            span,
        }
    }

    /// Reports that the call has succeeded.
    pub(super) fn succeeded(&self, attempts: u32, status: StatusCode, clock: &dyn Clock) {
        let (status, attempts) = (integer(status), i64::from(attempts));
        let (outside, elapsed) = (self.outside(), self.elapsed(clock));
        self.span.in_scope(|| {
            tracing::info!(
                target: "sap_concur",
                operation = outside.name(),
                http.request.method = outside.method(),
                url.template = outside.template(),
                correlation_id = outside.correlation_id(),
                http.response.status_code = status,
                attempts,
                elapsed_ms = elapsed,
                "the call succeeded"
            );
        });
        if !self.span.is_disabled() {
            self.span.record("http.response.status_code", status);
            self.span.record("attempts", attempts);
        }
    }

    /// Reports that the call has failed.
    pub(super) fn failed<E: OperationError>(&self, error: &Error<E>, clock: &dyn Clock) {
        self.failed_with(&Failed::of(error), clock);
    }

    fn failed_with(&self, failed: &Failed, clock: &dyn Clock) {
        let (kind, outside, elapsed) = (failed.kind(), self.outside(), self.elapsed(clock));
        let (status, attempts) = (failed.status.map(integer), i64::from(failed.attempts));
        self.span.in_scope(|| {
            tracing::warn!(
                target: "sap_concur",
                operation = outside.name(),
                http.request.method = outside.method(),
                url.template = outside.template(),
                correlation_id = outside.correlation_id(),
                http.response.status_code = status,
                error.type = kind,
                carried_out = %failed.carried_out,
                attempts,
                elapsed_ms = elapsed,
                "the call failed"
            );
        });
        if self.span.is_disabled() {
            return;
        }
        if let Some(status) = status {
            self.span.record("http.response.status_code", status);
        }
        self.span.record("error.type", kind);
        self.span.record("otel.status_code", "ERROR");
        self.span
            .record("carried_out", tracing::field::display(failed.carried_out));
        self.span.record("attempts", attempts);
    }

    fn outside(&self) -> Outside<'_> {
        let called = self.called.as_ref();
        Outside(called.map(|called| (&*called.operation, called.correlation_id.as_str())))
    }

    fn elapsed(&self, clock: &dyn Clock) -> Option<i64> {
        self.began
            .map(|began| milliseconds(clock.elapsed().saturating_sub(began)))
    }
}

/// Creates the span of a call.
fn call(called: &Called, is_token_request: bool) -> Span {
    let operation = &*called.operation;
    macro_rules! span {
        ($($parent:tt)*) => {
            tracing::info_span!(
                target: "sap_concur",
                $($parent)*
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
        };
    }
    if !is_token_request {
        return span!();
    }
    let span = span!(parent: None,);
    span.follows_from(Span::current());
    span
}

/// What an event outside of the span of its call has in addition. There is no span if only warnings are traced.
struct Outside<'a>(Option<(&'a Operation, &'a str)>);

impl<'a> Outside<'a> {
    /// Of an event that belongs to the current call.
    fn of(operation: &'a Operation, correlation_id: &'a str) -> Self {
        let span = Span::current();
        let is_inside = span
            .metadata()
            .is_some_and(|span| span.target() == "sap_concur" && span.name() == "call");
        Self((!is_inside).then_some((operation, correlation_id)))
    }

    fn name(&self) -> Option<tracing::field::DisplayValue<&'a Operation>> {
        self.0.map(|(operation, _)| tracing::field::display(operation))
    }

    fn method(&self) -> Option<&'a str> {
        self.0.map(|(operation, _)| operation.method.as_str())
    }

    fn template(&self) -> Option<&'a str> {
        self.0.map(|(operation, _)| &*operation.path)
    }

    fn correlation_id(&self) -> Option<&'a str> {
        self.0.map(|(_, id)| id)
    }
}

/// The error type of a response that is not from the service.
const FOREIGN: &str = "foreign_response";

/// How a call has failed.
struct Failed {
    attempts: u32,
    status: Option<StatusCode>,
    /// The error type, unless it is the status.
    named: Option<&'static str>,
    carried_out: CarriedOut,
}

impl Failed {
    fn of<E: OperationError>(error: &Error<E>) -> Self {
        let (status, named) = match error {
            Error::Invalid(_) => (None, Some("invalid")),
            Error::Token(error) => (error.refused_before(), Some("token")),
            Error::NotSent(error) => (error.refused_before(), Some("not_sent")),
            Error::NoResponse(error) => (None, Some(kind(error.error()))),
            Error::Api(error) => {
                let status = error.api_error().status();
                (Some(status), status.is_success().then_some("refused"))
            }
            Error::Decode(error) if error.end() == End::Foreign => (Some(error.status()), Some(FOREIGN)),
            Error::Decode(error) => (Some(error.status()), Some("decode")),
        };
        Self {
            attempts: error.attempts(),
            status,
            named,
            carried_out: error.carried_out(),
        }
    }

    fn kind(&self) -> &str {
        let status = || self.status.as_ref().map_or("", StatusCode::as_str);
        self.named.unwrap_or_else(status)
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn integer(status: StatusCode) -> i64 {
    status.as_u16().into()
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
        server.port = i64::from(port),
        correlation_id = called.correlation_id.as_str(),
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    // OpenTelemetry defines it only for requests that are sent again.
    if called.attempts > 1 {
        span.record("http.request.resend_count", i64::from(called.attempts - 1));
    }
    span
}

/// Records the result of an attempt in its span.
pub(super) fn attempted(span: &Span, outcome: &Result<http::Response<Body>, SendError>) {
    match outcome {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", integer(status));
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
    if LevelFilter::current() < LevelFilter::WARN {
        return;
    }
    let outside = Outside::of(&called.operation, called.correlation_id.as_str());
    tracing::warn!(
        target: "sap_concur",
        operation = outside.name(),
        correlation_id = outside.correlation_id(),
        attempt = i64::from(called.attempts),
        error.type = reason,
        delay_ms = milliseconds(delay),
        "the call will be retried"
    );
}

/// Reports that a call waits because the service has asked for a delay.
pub(super) fn held_back(called: &Called, delay: Duration) {
    tracing::debug!(
        target: "sap_concur",
        attempt = i64::from(called.attempts + 1),
        delay_ms = milliseconds(delay),
        "the call waits because the service has asked for a delay"
    );
}

/// Reports that the operation is deprecated.
pub(super) fn deprecated(called: &Called, head: &Head) {
    if head.api_warning().is_none() && head.sunset().is_none() {
        return;
    }
    let outside = Outside::of(&called.operation, called.correlation_id.as_str());
    tracing::warn!(
        target: "sap_concur",
        operation = outside.name(),
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
    let outside = Outside::of(operation, &head.correlation_id);
    for warning in warnings.iter().take(MAX_EVENTS) {
        tracing::warn!(
            target: "sap_concur",
            operation = outside.name(),
            correlation_id = outside.correlation_id(),
            path = warning.path(),
            problem = warning.problem(),
            "a value of the response does not fit its field"
        );
    }
    if count > MAX_EVENTS {
        tracing::warn!(
            target: "sap_concur",
            operation = outside.name(),
            correlation_id = outside.correlation_id(),
            count = i64::try_from(count).unwrap_or(i64::MAX),
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

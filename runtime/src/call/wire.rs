//! Calls in the wire log.

use std::time::Duration;

use http::{Request, header};

use super::{Call, state::Outcome};
use crate::{Body, Clock, WireLog, wire_log::Redaction};

/// A request in the log whose outcome will follow.
pub(super) struct LoggedRequest<'a> {
    log: &'a WireLog,
    redaction: Redaction<'a>,
    clock: &'a dyn Clock,
    began: Duration,
}

impl Call {
    /// Logs a request if there is a log that anybody sees.
    pub(super) fn log(&self, request: &Request<Body>) -> Option<Box<LoggedRequest<'_>>> {
        let inner = self.client.inner();
        let log = inner.wire_log.as_deref().filter(|log| log.is_on())?;
        let mut redaction = Redaction::new(&self.operation.api, inner.service.secrets);
        // A token request sets all of its fields as secrets; the specification knows which of them are.
        let is_known = self.is_token_request && !inner.service.secrets.is_empty();
        for (name, value, is_secret) in self.body.form_fields() {
            if redaction.is_secret(name) || is_secret && !is_known {
                redaction.add_field(name, value.expose());
            }
        }
        if let Some(value) = request.headers().get(header::AUTHORIZATION) {
            redaction.add_authorization(value);
        }
        log.request(request, &redaction);
        Some(Box::new(LoggedRequest {
            log,
            redaction,
            clock: &*inner.clock,
            began: inner.clock.elapsed(),
        }))
    }
}

impl LoggedRequest<'_> {
    pub(super) fn ended(&self, outcome: &Outcome) {
        let elapsed = self.clock.elapsed().saturating_sub(self.began);
        self.log.outcome(outcome, elapsed, &self.redaction);
    }
}

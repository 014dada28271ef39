//! Counts calls by operation and failures by kind.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sap_concur::{Error, OperationError, Response, WaitError};

/// The counts of all tasks.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Counts>);

/// Counts of calls.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    /// Calls and failed calls by operation.
    pub(crate) calls: BTreeMap<String, (u64, u64)>,
    /// Failed calls by kind of error.
    pub(crate) failures: BTreeMap<String, u64>,
    /// Failures that no injected fault explains, by message.
    pub(crate) unexpected: BTreeMap<String, u64>,
    /// The total number of retries.
    pub(crate) retries: u64,
}

impl Tally {
    pub(crate) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts a call and returns its response.
    pub(crate) fn call<T, E: OperationError>(
        &self,
        name: &str,
        outcome: Result<Response<T>, Error<E>>,
    ) -> Option<Response<T>> {
        let attempts = match &outcome {
            Ok(response) => response.attempts(),
            Err(error) => error.attempts(),
        };
        let failure = outcome
            .as_ref()
            .err()
            .map(|error| (kind(error), explained(error), error.to_string()));
        self.add(name, attempts, failure);
        outcome.ok()
    }

    /// Counts a wait as one call, although it makes many.
    pub(crate) fn wait<T, E: OperationError>(&self, name: &str, outcome: Result<Response<T>, WaitError<T, E>>) {
        let failure = match &outcome {
            Ok(_) => None,
            Err(WaitError::Call(error)) => Some((kind(error), explained(error), error.to_string())),
            Err(error) => Some(("wait".into(), false, error.to_string())),
        };
        self.add(name, 1, failure);
    }

    fn add(&self, name: &str, attempts: u32, failure: Option<(String, bool, String)>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.retries += u64::from(attempts.saturating_sub(1));
        let (calls, failed) = counts.calls.entry(name.to_owned()).or_default();
        *calls += 1;
        let Some((kind, is_explained, message)) = failure else {
            return;
        };
        *failed += 1;
        *counts.failures.entry(kind.clone()).or_default() += 1;
        if !is_explained {
            // Keep few messages, so that the tally does not grow.
            let message = message.split("; correlation id").next().unwrap_or_default();
            let known = counts.unexpected.len() < 20 || counts.unexpected.contains_key(message);
            let key = if known { message.to_owned() } else { kind };
            *counts.unexpected.entry(key).or_default() += 1;
        }
    }
}

/// Returns the kind of an error.
fn kind<E: OperationError>(error: &Error<E>) -> String {
    match error {
        Error::Invalid(_) => "invalid".into(),
        Error::Token(_) => "no token".into(),
        Error::NotSent(_) => "not sent".into(),
        Error::NoResponse(error) if error.is_timeout() => "timeout".into(),
        Error::NoResponse(_) => "no response".into(),
        Error::Api(error) => format!("status {}", error.api_error().status().as_u16()),
        Error::Decode(_) => "decode".into(),
        _ => "other".into(),
    }
}

/// Returns whether an injected fault explains the error.
fn explained<E: OperationError>(error: &Error<E>) -> bool {
    match error {
        // Faults apply to token calls too, and those are not retried after a lost response.
        Error::Token(error) => !error.needs_authorization(),
        Error::NoResponse(_) => true,
        // The gateway refused the stream or closed the connection, or a `Retry-After` delays all calls of the client.
        Error::NotSent(error) => {
            let message = error.to_string();
            let known = ["refused stream", "not a result of an error", "asks for a pause"];
            known.iter().any(|reason| message.contains(reason))
        }
        // An HTML page of a gateway. JSON of the service always decodes.
        Error::Decode(error) => {
            let content_type = error.headers().get(http::header::CONTENT_TYPE);
            content_type.is_some_and(|content_type| content_type == "text/html")
        }
        Error::Api(error) => match error.api_error().status().as_u16() {
            429 | 502 | 503 => true,
            // The refreshed token has expired as well.
            401 => true,
            // The first attempt deleted it, but its response was lost.
            404 => error.api_error().attempts() > 1 && error.api_error().operation().name.starts_with("delete"),
            _ => false,
        },
        _ => false,
    }
}

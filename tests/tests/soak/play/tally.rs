//! How many calls there were, of which kind, and how they ended.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sap_concur::{Error, OperationError, Response, WaitError};

/// The counts of all tasks.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Counts>);

/// Counts of calls.
#[derive(Clone, Default)]
pub(crate) struct Counts {
    /// By operation: calls, and those of them that failed.
    pub(crate) calls: BTreeMap<String, (u64, u64)>,
    /// How calls failed, by kind.
    pub(crate) failures: BTreeMap<String, u64>,
    /// Failures that no fault explains.
    pub(crate) unexpected: BTreeMap<String, u64>,
    /// How often calls were sent again.
    pub(crate) retries: u64,
}

impl Tally {
    pub(crate) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts a call, and gives what it was answered with.
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

    /// Counts a wait, which is many calls and one for the tally.
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
        let Some((kind, is_explained, told)) = failure else {
            return;
        };
        *failed += 1;
        *counts.failures.entry(kind.clone()).or_default() += 1;
        if !is_explained {
            // One example of each kind is enough, and books must not grow.
            let told = told.split("; correlation id").next().unwrap_or_default();
            let known = counts.unexpected.len() < 20 || counts.unexpected.contains_key(told);
            let key = if known { told.to_owned() } else { kind };
            *counts.unexpected.entry(key).or_default() += 1;
        }
    }
}

/// The kind of an error, as its reader would tell it from others.
fn kind<E: OperationError>(error: &Error<E>) -> String {
    match error {
        Error::Invalid(_) => "invalid".into(),
        Error::Token(_) => "no token".into(),
        Error::NotSent(_) => "not sent".into(),
        Error::NoResponse(error) if error.is_timeout() => "no answer in time".into(),
        Error::NoResponse(_) => "no answer".into(),
        Error::Api(error) => format!("status {}", error.api_error().status().as_u16()),
        Error::Decode(_) => "unreadable".into(),
        _ => "of another kind".into(),
    }
}

/// Whether one of the faults explains it.
fn explained<E: OperationError>(error: &Error<E>) -> bool {
    match error {
        // A renewal is a call like any other, and is not sent again after an answer that was lost.
        Error::Token(error) => !error.needs_authorization(),
        Error::NoResponse(_) => true,
        // The gateway has refused its streams or gone away, or the service has asked all calls for a pause.
        Error::NotSent(error) => {
            let told = error.to_string();
            let known = ["refused stream", "not a result of an error", "asks for a pause"];
            known.iter().any(|why| told.contains(why))
        }
        // The page of a gateway. An answer of the service's own is always understood.
        Error::Decode(error) => {
            let content_type = error.headers().get(http::header::CONTENT_TYPE);
            content_type.is_some_and(|content_type| content_type == "text/html")
        }
        Error::Api(error) => match error.api_error().status().as_u16() {
            429 | 502 | 503 => true,
            // The token in place of one that had expired has expired as well.
            401 => true,
            // A second attempt at deleting finds nothing where the first one did not get its answer through.
            404 => error.api_error().attempts() > 1 && error.api_error().operation().name.starts_with("delete"),
            _ => false,
        },
        _ => false,
    }
}

//! The sandbox's own endpoints, below `/_sandbox`: they advance the clock, inject faults and return the call log.
//!
//! They are not part of Concur, so they are not in the specification and need no token. Cross-site browser requests
//! are rejected, since the sandbox runs on a developer's machine.

mod credentials;
mod decide;
mod faults;
mod input;
mod origin;
mod overview;
mod purchase_requests;
mod requests;
mod time;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::dispatch::Service;
use crate::faults::Faults;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use input::{AdminError, AdminRequest};

/// The state that the endpoints work on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admin<'a> {
    pub(crate) service: &'a Service,
    pub(crate) faults: &'a Mutex<Faults>,
}

impl Admin<'_> {
    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resets everything except the company.
    pub(crate) fn reset(&self) {
        let mut faults = self.faults();
        faults.reset();
        self.service.reset(faults.seed());
        self.service.log().clear();
    }
}

/// The path prefix of the sandbox's own endpoints.
const ROOT: &str = "/_sandbox";

/// An endpoint.
struct Endpoint {
    method: &'static str,
    /// The path below the root, with parameters in braces.
    path: &'static str,
    doc: &'static str,
    run: Run,
}

/// Runs an endpoint and returns the body of the answer.
type Run = fn(&Admin<'_>, &AdminRequest<'_>) -> Result<Value, AdminError>;

/// All endpoints.
const ENDPOINTS: &[Endpoint] = &[
    endpoint("GET", "", "an overview of the sandbox", overview::show),
    endpoint(
        "POST",
        "/reset",
        "resets everything except the company",
        overview::reset,
    ),
    endpoint(
        "GET",
        "/credentials",
        "the company, the applications and the users with their secrets, and where they log in",
        credentials::show,
    ),
    endpoint("GET", "/time", "the time of the sandbox", time::show),
    endpoint(
        "POST",
        "/advance",
        r#"advances the clock: {"seconds": 90} or {"by": "1h 30m"}"#,
        time::advance,
    ),
    endpoint(
        "GET",
        "/requests",
        "the last calls, filtered by ?operation= and ?limit=",
        requests::list,
    ),
    endpoint(
        "GET",
        "/faults",
        "the injected faults, and how often each was applied",
        faults::list,
    ),
    endpoint(
        "POST",
        "/faults",
        r#"injects a fault, or a list of faults: {"status": 429, "times": 2}"#,
        faults::inject,
    ),
    endpoint("DELETE", "/faults", "clears all faults", faults::clear),
    endpoint("DELETE", "/faults/{id}", "clears a fault", faults::remove),
    endpoint(
        "GET",
        "/purchase-requests",
        "the purchase requests, which the API does not list; ?text= finds those with a value",
        purchase_requests::list,
    ),
    endpoint(
        "POST",
        "/purchase-requests/{id}/{decision}",
        "decides a purchase request: approve, sendback or expire",
        decide::by_hand,
    ),
];

const fn endpoint(method: &'static str, path: &'static str, doc: &'static str, run: Run) -> Endpoint {
    Endpoint { method, path, doc, run }
}

/// Returns the answer to a call of one of these endpoints, or `None` if the call is for an API.
pub(crate) fn answer(admin: Admin<'_>, incoming: &Incoming) -> Option<Answer> {
    let below = incoming.path.strip_prefix(ROOT)?;
    if !(below.is_empty() || below.starts_with('/')) {
        return None;
    }
    let answered = carry_out(&admin, incoming, below.trim_end_matches('/'));
    // A button of the page redirects to the page that shows the result.
    let done = |value| match input::is_of_page(incoming) {
        true => Answer::new(303, Content::Empty).with("location", "/objects"),
        false => Answer::json(value),
    };
    Some(answered.map_or_else(AdminError::into_answer, done))
}

fn carry_out(admin: &Admin<'_>, incoming: &Incoming, below: &str) -> Result<Value, AdminError> {
    let method = match incoming.method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let at_path: Vec<_> = ENDPOINTS
        .iter()
        .filter_map(|endpoint| Some((endpoint, parameters(endpoint.path, below)?)))
        .collect();
    if at_path.is_empty() {
        return Err(AdminError::new(404, no_such_endpoint(&incoming.method, below)));
    }
    let allowed: Vec<&str> = at_path.iter().map(|(endpoint, _)| endpoint.method).collect();
    let Some((endpoint, parameters)) = at_path.into_iter().find(|(endpoint, _)| endpoint.method == method) else {
        let allowed = allowed.join(", ");
        let message = format!("{ROOT}{below} takes {allowed}, not {}", incoming.method);
        return Err(AdminError::new(405, message).with_header("allow", allowed));
    };
    if method != "GET" && origin::is_foreign(incoming) {
        return Err(AdminError::new(403, "cross-site requests are not allowed"));
    }
    (endpoint.run)(admin, &AdminRequest::new(incoming, parameters))
}

/// Returns the values of the path parameters, or `None` if the path does not match.
fn parameters(path: &str, below: &str) -> Option<Vec<String>> {
    if path.split('/').count() != below.split('/').count() {
        return None;
    }
    let mut parameters = Vec::new();
    for (segment, given) in path.split('/').zip(below.split('/')) {
        if segment.starts_with('{') && !given.is_empty() {
            let decoded = percent_encoding::percent_decode_str(given).decode_utf8_lossy();
            parameters.push(decoded.into_owned());
        } else if segment != given {
            return None;
        }
    }
    Some(parameters)
}

fn no_such_endpoint(method: &str, below: &str) -> String {
    let wanted = format!("{method} {below}");
    let near = |endpoint: &Endpoint| strsim::jaro(&wanted, &format!("{} {}", endpoint.method, endpoint.path));
    let nearest = ENDPOINTS.iter().max_by(|one, other| near(one).total_cmp(&near(other)));
    let nearest = nearest.map_or_else(String::new, |endpoint| {
        format!("; the nearest is {} {ROOT}{}", endpoint.method, endpoint.path)
    });
    format!("no such endpoint: {method} {ROOT}{below}{nearest}")
}

impl AdminError {
    fn into_answer(self) -> Answer {
        let answer = Answer::new(self.status, Content::Json(json!({ "error": self.message })));
        self.headers
            .iter()
            .fold(answer, |answer, (name, value)| answer.with(name, value))
    }
}

//! The sandbox's own endpoints, below `/_sandbox`: they turn its clock, inject faults and show what came in.
//!
//! They are not of Concur, so they are not in the specification and need no token. What a browser sends from another
//! site is refused: the sandbox runs on a developer's machine.

mod ask;
mod decide;
mod faults;
mod origin;
mod requests;
mod time;
mod whole;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::dispatch::Service;
use crate::faults::Faults;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use ask::{Ask, Complaint};

/// What the endpoints work on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admin<'a> {
    pub(crate) service: &'a Service,
    pub(crate) faults: &'a Mutex<Faults>,
}

impl Admin<'_> {
    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything but the company.
    pub(crate) fn reset(&self) {
        let mut faults = self.faults();
        faults.reset();
        self.service.world().reset(faults.seed());
        self.service.log().clear();
    }
}

/// Where the sandbox's own endpoints start.
const ROOT: &str = "/_sandbox";

/// An endpoint.
struct Endpoint {
    method: &'static str,
    /// Below the root, with its parameters in braces.
    path: &'static str,
    doc: &'static str,
    run: Run,
}

/// What an endpoint does: the body of its answer.
type Run = fn(&Admin<'_>, &Ask<'_>) -> Result<Value, Complaint>;

/// All endpoints.
const ENDPOINTS: &[Endpoint] = &[
    endpoint("GET", "", "what there is", whole::show),
    endpoint(
        "POST",
        "/reset",
        "forgets everything but the company: as at the start",
        whole::reset,
    ),
    endpoint("GET", "/time", "what time it is here", time::show),
    endpoint(
        "POST",
        "/advance",
        r#"lets time pass: {"seconds": 90} or {"by": "1h 30m"}"#,
        time::advance,
    ),
    endpoint(
        "GET",
        "/requests",
        "the last calls, with ?operation= and ?limit=",
        requests::list,
    ),
    endpoint(
        "GET",
        "/faults",
        "the faults that are injected, and how often each has struck",
        faults::list,
    ),
    endpoint(
        "POST",
        "/faults",
        r#"injects a fault, or a list of them: {"status": 429, "times": 2}"#,
        faults::inject,
    ),
    endpoint("DELETE", "/faults", "clears all faults", faults::clear),
    endpoint("DELETE", "/faults/{id}", "clears a fault", faults::remove),
    endpoint(
        "POST",
        "/purchase-requests/{id}/{decision}",
        "decides about a purchase request: approve, sendback or expire",
        decide::by_hand,
    ),
];

const fn endpoint(method: &'static str, path: &'static str, doc: &'static str, run: Run) -> Endpoint {
    Endpoint { method, path, doc, run }
}

/// The answer to a call of one of these endpoints; none when it is for an API.
pub(crate) fn answer(admin: Admin<'_>, incoming: &Incoming) -> Option<Answer> {
    let below = incoming.path.strip_prefix(ROOT)?;
    if !(below.is_empty() || below.starts_with('/')) {
        return None;
    }
    let answered = carry_out(&admin, incoming, below.trim_end_matches('/'));
    // Whoever pressed a button of the page is shown what has become of it.
    let done = |value| match ask::is_of_page(incoming) {
        true => Answer::new(303, Content::Empty).with("location", "/objects"),
        false => Answer::json(value),
    };
    Some(answered.map_or_else(Complaint::into_answer, done))
}

fn carry_out(admin: &Admin<'_>, incoming: &Incoming, below: &str) -> Result<Value, Complaint> {
    let method = match incoming.method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let at_path: Vec<_> = ENDPOINTS
        .iter()
        .filter_map(|endpoint| Some((endpoint, parameters(endpoint.path, below)?)))
        .collect();
    if at_path.is_empty() {
        return Err(Complaint::new(404, nothing_at(&incoming.method, below)));
    }
    let allowed: Vec<&str> = at_path.iter().map(|(endpoint, _)| endpoint.method).collect();
    let Some((endpoint, parameters)) = at_path.into_iter().find(|(endpoint, _)| endpoint.method == method) else {
        let allowed = allowed.join(", ");
        let message = format!("{ROOT}{below} takes {allowed}, not {}", incoming.method);
        return Err(Complaint::new(405, message).with_header("allow", allowed));
    };
    if method != "GET" && origin::is_foreign(incoming) {
        return Err(Complaint::new(403, "another site may not do this"));
    }
    (endpoint.run)(admin, &Ask::new(incoming, parameters))
}

/// The values of a path's parameters, when it is this path.
fn parameters(path: &str, below: &str) -> Option<Vec<String>> {
    if path.split('/').count() != below.split('/').count() {
        return None;
    }
    let mut parameters = Vec::new();
    for (wanted, there) in path.split('/').zip(below.split('/')) {
        if wanted.starts_with('{') && !there.is_empty() {
            let decoded = percent_encoding::percent_decode_str(there).decode_utf8_lossy();
            parameters.push(decoded.into_owned());
        } else if wanted != there {
            return None;
        }
    }
    Some(parameters)
}

fn nothing_at(method: &str, below: &str) -> String {
    let wanted = format!("{method} {below}");
    let near = |endpoint: &Endpoint| strsim::jaro(&wanted, &format!("{} {}", endpoint.method, endpoint.path));
    let nearest = ENDPOINTS.iter().max_by(|one, other| near(one).total_cmp(&near(other)));
    let nearest = nearest.map_or_else(String::new, |endpoint| {
        format!("; the nearest is {} {ROOT}{}", endpoint.method, endpoint.path)
    });
    format!("there is nothing at {method} {ROOT}{below}{nearest}")
}

impl Complaint {
    fn into_answer(self) -> Answer {
        let answer = Answer::new(self.status, Content::Json(json!({ "error": self.message })));
        self.headers
            .iter()
            .fold(answer, |answer, (name, value)| answer.with(name, value))
    }
}

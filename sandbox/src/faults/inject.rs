//! Applies faults to a call.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::registry::Target;
use super::{Fault, Faults, Kind, Page, Refused, mutate::mutate};
use crate::api::refusal::Refusal;
use crate::api::routes::Found;
use crate::dispatch::{Handled, Service};
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::tenant::Home;

/// The outcome of a call, with faults applied.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) handled: Handled,
    pub(crate) wire: Wire,
    /// The delay of the answer.
    pub(crate) latency: Duration,
    /// Whether a fault was applied.
    pub(crate) faulted: bool,
}

/// How much of an answer is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    Whole,
    /// The first bytes of the body.
    Cut(usize),
    Nothing,
}

impl Outcome {
    pub(crate) fn whole(handled: Handled) -> Self {
        Self {
            handled,
            wire: Wire::Whole,
            latency: Duration::ZERO,
            faulted: false,
        }
    }
}

/// Carries out a call and applies the faults that match it.
pub(crate) fn carry_out(service: &Service, faults: &Mutex<Faults>, incoming: &Incoming) -> Outcome {
    let faults = || faults.lock().unwrap_or_else(PoisonError::into_inner);
    if faults().all().is_empty() {
        return Outcome::whole(service.handle(incoming));
    }
    let target = target(service, incoming);
    let before = faults().before(&target);
    let mut outcome = match before.instead {
        Some(fault) => instead(service, incoming, &target, &fault),
        None => Outcome::whole(service.handle(incoming)),
    };
    outcome.latency = before.latency;
    outcome.faulted = !before.remarks.is_empty();
    outcome.handled.remarks.extend(before.remarks);
    if outcome.wire == Wire::Whole {
        let answer = &mut outcome.handled.answer;
        let route = target.route.filter(|_| (200..300).contains(&answer.status));
        let has_body = !matches!(answer.content, Content::Empty);
        let has_fields = route.is_some() && matches!(answer.content, Content::Json(_));
        let after = faults().after(&target, has_body, has_fields);
        if let (Some(route), Content::Json(body)) = (route, &mut answer.content) {
            after
                .shapes
                .iter()
                .for_each(|kind| mutate(route, answer.status, kind, body));
        }
        outcome.wire = after.cut_after.map_or(Wire::Whole, Wire::Cut);
        outcome.faulted |= !after.remarks.is_empty();
        outcome.handled.remarks.extend(after.remarks);
    }
    outcome
}

fn target<'a>(service: &Service, incoming: &'a Incoming) -> Target<'a> {
    let route = match service.routes.find(&incoming.method, &incoming.path) {
        Found::Operation { route, .. } => Some(route),
        Found::OtherMethods(_) | Found::Nothing { .. } => None,
    };
    let tokens = service.contract.platform.tokens.as_ref();
    // The token call belongs to the API of the platform, which is the first.
    let is_token = service
        .contract
        .apis
        .first()
        .zip(route)
        .is_some_and(|(platform, route)| {
            platform.key == route.api.key && tokens.is_some_and(|tokens| tokens.operation == route.operation.key)
        });
    Target {
        route,
        path: &incoming.path,
        is_token,
    }
}

/// Replaces a call or its answer by a fault.
fn instead(service: &Service, incoming: &Incoming, target: &Target<'_>, fault: &Fault) -> Outcome {
    let mut handled = match fault.carried_out {
        true => service.handle(incoming),
        false => Handled {
            answer: Answer::new(200, Content::Empty),
            operation: target.route.map(|route| route.name()),
            remarks: Vec::new(),
        },
    };
    let mut wire = Wire::Whole;
    match &fault.kind {
        Kind::Status(refused) => handled.answer = refusal(service, target, refused),
        Kind::Elsewhere => handled.answer = elsewhere(service, incoming, target),
        _ => wire = Wire::Nothing,
    }
    Outcome {
        wire,
        ..Outcome::whole(handled)
    }
}

fn refusal(service: &Service, target: &Target<'_>, refused: &Refused) -> Answer {
    let operation = target.route.map(|route| route.operation);
    let status = refused.status;
    let mut answer = match &refused.page {
        Page::Html => Answer::new(status, Content::Text("text/html", page(status))),
        Page::Empty => Answer::new(status, Content::Empty),
        Page::Envelope(code) => {
            let known = |code: &&String| {
                let codes = target.route.map(|route| &route.api.error_codes);
                codes.is_some_and(|codes| codes.iter().any(|known| known.wire == **code))
            };
            let refusal = match (target.route, code.as_ref().filter(known)) {
                (Some(route), Some(code)) => Refusal::code(route.api, code).with_status(status),
                _ => {
                    let code = code.as_deref().unwrap_or("injectedFault");
                    Refusal::plain(status, code, "a fault was injected into this call")
                }
            };
            service.refused(&refusal, operation)
        }
    };
    for (name, value) in &refused.headers {
        answer = answer.with(name, value);
    }
    answer
}

/// The error page of a gateway.
fn page(status: u16) -> String {
    let reason = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let title = format!("{status} {}", reason.unwrap_or("Error"));
    format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"
    )
}

fn elsewhere(service: &Service, incoming: &Incoming, target: &Target<'_>) -> Answer {
    let other = match incoming.home {
        Home::First => Home::Second,
        Home::Second => Home::First,
    };
    let tokens = service.contract.platform.tokens.as_ref();
    let code = tokens
        .and_then(|tokens| tokens.elsewhere.as_deref())
        .unwrap_or_default();
    let field = tokens
        .and_then(|tokens| tokens.answer.base_url.as_deref())
        .unwrap_or_default();
    let refusal = match target.route {
        Some(route) => Refusal::code(route.api, code),
        None => Refusal::plain(400, code, ""),
    };
    let addresses = service.addresses.for_caller(incoming);
    let refusal = refusal.with(field, addresses.of(other));
    service.refused(&refusal, target.route.map(|route| route.operation))
}

//! A call, and what faults make of it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::list::Target;
use super::{Fault, Faults, Kind, Page, Refused, reshape::reshape};
use crate::answer::{Answer, Content};
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::routes::Found;
use crate::serve::{Served, Service};
use crate::tenant::Home;

/// What came of a call, faults and all.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) served: Served,
    pub(crate) wire: Wire,
    /// How late the answer is.
    pub(crate) latency: Duration,
    /// A fault has struck.
    pub(crate) faulted: bool,
}

/// How much of an answer goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    Whole,
    /// So many bytes of its body.
    Cut(usize),
    Nothing,
}

impl Ended {
    pub(crate) fn whole(served: Served) -> Self {
        Self {
            served,
            wire: Wire::Whole,
            latency: Duration::ZERO,
            faulted: false,
        }
    }
}

/// Carries out a call, unless a fault keeps it from that, and spoils its answer, if a fault does.
pub(crate) fn serve(service: &Service, faults: &Mutex<Faults>, incoming: &Incoming) -> Ended {
    let faults = || faults.lock().unwrap_or_else(PoisonError::into_inner);
    if faults().all().is_empty() {
        return Ended::whole(service.serve(incoming));
    }
    let target = target(service, incoming);
    let before = faults().before(&target);
    let mut ended = match before.instead {
        Some(fault) => instead(service, incoming, &target, &fault),
        None => Ended::whole(service.serve(incoming)),
    };
    ended.latency = before.latency;
    ended.faulted = !before.remarks.is_empty();
    ended.served.remarks.extend(before.remarks);
    if ended.wire == Wire::Whole {
        let answer = &mut ended.served.answer;
        let route = target.route.filter(|_| (200..300).contains(&answer.status));
        let has_body = !matches!(answer.content, Content::Empty);
        let has_fields = route.is_some() && matches!(answer.content, Content::Json(_));
        let after = faults().after(&target, has_body, has_fields);
        if let (Some(route), Content::Json(body)) = (route, &mut answer.content) {
            after
                .shapes
                .iter()
                .for_each(|kind| reshape(route, answer.status, kind, body));
        }
        ended.wire = after.cut_after.map_or(Wire::Whole, Wire::Cut);
        ended.faulted |= !after.remarks.is_empty();
        ended.served.remarks.extend(after.remarks);
    }
    ended
}

fn target<'a>(service: &Service, incoming: &'a Incoming) -> Target<'a> {
    let route = match service.routes.find(&incoming.method, &incoming.path) {
        Found::Operation { route, .. } => Some(route),
        Found::OtherMethods(_) | Found::Nothing { .. } => None,
    };
    let tokens = service.contract.platform.tokens.as_ref();
    // The token call belongs to the platform's own API, which comes first.
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

/// The end of a call that a fault takes the place of.
fn instead(service: &Service, incoming: &Incoming, target: &Target<'_>, fault: &Fault) -> Ended {
    let mut served = match fault.carried_out {
        true => service.serve(incoming),
        false => Served {
            answer: Answer::new(200, Content::Empty),
            operation: target.route.map(|route| route.name()),
            remarks: Vec::new(),
        },
    };
    let mut wire = Wire::Whole;
    match &fault.kind {
        Kind::Status(refused) => served.answer = refusal(service, target, refused),
        Kind::Elsewhere => served.answer = elsewhere(service, incoming, target),
        _ => wire = Wire::Nothing,
    }
    Ended {
        wire,
        ..Ended::whole(served)
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

/// What a gateway says when it has nothing better to say.
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

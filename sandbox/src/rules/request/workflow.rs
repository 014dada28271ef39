//! The approval workflow.

mod approvers;
mod permit;
mod steps;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub(super) use permit::{Action, Taker, allowed, may_approve};
pub(super) use steps::{approver, step};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{Actor, UserId, actor, user, visible};
use crate::rules::request::{checks, exceptions, view};
use crate::state::World;
use crate::state::requests::{Request, Status};
use crate::tenant::{Step, Tenant};

/// Takes a workflow action.
pub(super) fn take_action(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let api = call.route.api;
    let action = Action::read(call.in_path("action")).ok_or_else(|| checks::bad_parameter(call, "action"))?;
    let tenant = Arc::clone(&world.tenant);
    let is_ours = |id: &str| id.eq_ignore_ascii_case(&tenant.company.id);
    if call.in_query("companyId").is_some_and(|id| !is_ours(id)) {
        return Err(Refusal::code(api, "companyNotFound"));
    }
    let actor = actor(world, call, UserId::Optional)?;
    let mut taker = Taker::of(&tenant, call, &actor);
    if let Some(delegator) = call.in_query("delegatorUserId") {
        taker.stands_in_for = tenant.user(&user(world, call, delegator)?.id);
    }
    let id = call.in_path("requestUuid");
    let request = visible(world, call, &actor, id)?;
    let is_external = action.is_decision() && step(&tenant, request) == Some(Step::External);
    if actor == Actor::System && !is_external {
        return Err(Refusal::code(api, "missingRequiredParam"));
    }
    if !permit::may(&tenant, &taker, request, action) {
        return Err(Refusal::code(api, "permissionDenied"));
    }
    if let Some(code) = obstacle(world, id, request, action) {
        return Err(Refusal::code(api, code));
    }

    let comment = call.body.json()["comment"]
        .as_str()
        .filter(|text| !text.trim().is_empty());
    let now = world.now();
    if let Some(request) = world.requests.get_mut(id) {
        if let Some(text) = comment {
            request.comment(text.to_owned(), &actor, now);
        }
        apply_action(&tenant, request, &taker, action, now);
        if let Some(at) = request.booked {
            world.bookings.insert((at, id.to_owned()));
        }
    }
    apply_due_bookings(world);
    let request = visible(world, call, &actor, id)?;
    Ok(view::whole(world, call, &taker, id, request))
}

/// Returns the code that prevents an action which the actor is otherwise allowed to take.
fn obstacle(world: &World, id: &str, request: &Request, action: Action) -> Option<&'static str> {
    let policy = world.tenant.request_policy(&request.policy)?;
    match action {
        Action::Submit => {
            let exceptions = exceptions::of(world, id, request);
            if exceptions.iter().any(|exception| exception.is_missing_field()) {
                return Some("missingRequiredField");
            }
            if !exceptions.is_empty() {
                return Some("blockingException");
            }
            // All steps must have an approver before the workflow starts.
            let against = |step: &Step| approvers::obstacle(&world.tenant, &request.owner, *step);
            policy.steps.iter().find_map(against)
        }
        // The users of the company may have changed since the submission.
        Action::Approve => {
            let next = policy.steps.get(request.step.saturating_add(1))?;
            approvers::obstacle(&world.tenant, &request.owner, *next)
        }
        _ => None,
    }
}

fn apply_action(tenant: &Tenant, request: &mut Request, taker: &Taker<'_>, action: Action, now: Timestamp) {
    match action {
        Action::Submit => {
            request.status = Status::Submitted;
            request.step = 0;
            request.submitted = Some(now);
            request.approved_by.clear();
            skip_agency(tenant, request);
            finish_if_last_step(tenant, request, now);
        }
        Action::Approve => {
            request.approved_by.extend(taker.ids());
            request.step = request.step.saturating_add(1);
            skip_agency(tenant, request);
            finish_if_last_step(tenant, request, now);
        }
        Action::Recall => back_to_owner(request, Status::NotSubmitted),
        Action::SendBack => {
            back_to_owner(request, Status::SentBack);
            request.ever_sent_back = true;
        }
        Action::Cancel => {
            request.canceled_post_approval = request.status == Status::Approved;
            request.status = Status::Canceled;
            request.booked = None;
        }
        Action::Close => request.closed = true,
        Action::Reopen => request.closed = false,
    }
    request.modified = now;
    request.moved = Some(now);
}

/// Skips the step of the travel agency if there is nothing to propose: the Request has no agency that sends proposals
/// through the API, or has its proposals.
fn skip_agency(tenant: &Tenant, request: &mut Request) {
    let agency = request
        .fields
        .get("travelAgency")
        .and_then(|agency| agency["id"].as_str());
    let agency = agency.and_then(|id| tenant.agency(id));
    let proposes = agency.is_some_and(|agency| agency.proposal_type == "API");
    if step(tenant, request) == Some(Step::Agency) && (!proposes || has_proposals(request)) {
        request.step = request.step.saturating_add(1);
    }
}

/// Whether all proposals of the batch have arrived.
fn has_proposals(request: &Request) -> bool {
    let last = request.proposals.last();
    let size = last.and_then(|last| last.get("proposalBatchSize")?.as_u64());
    size.is_some_and(|size| u64::try_from(request.proposals.len()).is_ok_and(|count| count >= size))
}

/// Returns a Request with all its proposals to its owner, who chooses one and submits it again.
pub(super) fn back_from_agency(request: &mut Request, now: Timestamp) {
    if has_proposals(request) {
        back_to_owner(request, Status::SentBack);
        request.moved = Some(now);
    }
    request.modified = now;
}

fn back_to_owner(request: &mut Request, status: Status) {
    request.status = status;
    request.step = 0;
    request.approved_by.clear();
}

/// Completes the approval if no step is left: at once, or when the booking is complete.
fn finish_if_last_step(tenant: &Tenant, request: &mut Request, now: Timestamp) {
    let policy = tenant.request_policy(&request.policy);
    if policy.is_some_and(|policy| request.step < policy.steps.len()) {
        return;
    }
    match policy.and_then(|policy| policy.booking_minutes) {
        Some(minutes) => {
            request.status = Status::PendingBooking;
            let takes = SignedDuration::from_mins(minutes.into());
            request.booked = Some(now.saturating_add(takes).unwrap_or(Timestamp::MAX));
        }
        None => authorize(request, now),
    }
}

fn authorize(request: &mut Request, at: Timestamp) {
    request.status = Status::Approved;
    request.authorized = Some(at);
    request.modified = at;
}

/// Approves the Requests whose booking is complete by now.
pub(crate) fn apply_due_bookings(world: &mut World) {
    let now = world.now();
    while let Some((at, id)) = world.bookings.pop_first() {
        if at > now {
            world.bookings.insert((at, id));
            return;
        }
        let waits = |request: &&Request| request.booked == Some(at) && request.status == Status::PendingBooking;
        if world.requests.get(&id).filter(waits).is_none() {
            continue;
        }
        if let Some(request) = world.requests.get_mut(&id) {
            authorize(request, at);
            request.booked = None;
        }
    }
}

#[cfg(test)]
mod tests;

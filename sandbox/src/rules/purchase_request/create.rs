//! Creates a purchase request.

use std::time::Duration;

use concur_spec::api::{Api, ParameterLocation};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::codes;
use super::exceptions::causes;
use super::requester::requester;
use super::tables::Tables;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::purchase_requests::{Created, Exception, Outcome, PurchaseRequest, Workflow};
use crate::tenant::{Role, State, Tenant, User};

/// The number of the first purchase request, as in the vendor's example.
const FIRST_NUMBER: u64 = 100_000;

/// Accepts a purchase request, determines its outcome, and returns its id. The body has passed all checks.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let tenant = world.tenant.clone();
    let api = call.route.api;
    let unreadable = || Refusal::code(api, codes::UNREADABLE);
    let header = call.body.json().as_object().ok_or_else(unreadable)?;
    let tables = Tables::of(call.route).ok_or_else(unreadable)?;
    let user = requester(&tenant, call, header).map_err(|_| unreadable())?;
    let taken = world.now();
    let created = after(taken, call.behavior.creation_takes);
    // Computed now, so that later changes of the options do not affect it.
    let approved = call.behavior.approval_takes.map(|time| after(created, time));
    let causes = causes(&tenant, tables, header);
    let outcome = if causes.is_empty() {
        let number = world.next_number("purchase_request") - 1 + FIRST_NUMBER;
        Outcome::Created(Created {
            number,
            workflow: first_step(&tenant, user),
            approved,
            orders: Vec::new(),
        })
    } else {
        let raised = causes.into_iter().map(|cause| Exception {
            id: world.new_uuid(),
            event: cause.event.to_owned(),
            code: cause.code.to_owned(),
            message: cause.message,
        });
        Outcome::Failed(raised.collect())
    };
    let id = world.new_uuid();
    let record = PurchaseRequest {
        requester: user.id.clone(),
        body: Value::Object(header.clone()),
        taken,
        created,
        outcome,
    };
    world.purchase_requests.put(id.as_str(), record);
    Ok(json!({ "id": id, "uri": uri(call, &id) }))
}

/// Returns the first step of the workflow: the approver of the requester. The vendor does not document what happens if
/// nobody can approve (no approver, the requester, or a disabled user). The sandbox then uses the processor.
fn first_step(tenant: &Tenant, user: &User) -> Workflow {
    let can_decide =
        |approver: &&User| approver.id != user.id && approver.can(Role::Approver) && approver.state != State::Disabled;
    match tenant.approver_of(user).filter(can_decide) {
        Some(_) => Workflow::PendingApproval,
        None => Workflow::PendingProcessorReview,
    }
}

/// Returns the URI of a purchase request. As in the vendor's example, the scheme is always `http`.
fn uri(call: &Call<'_>, id: &str) -> String {
    let base = call.base_url();
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    format!("http://{host}{}", get_target(call.route.api, id))
}

/// Returns the path and the query of `get`, by the contract.
fn get_target(api: &Api, id: &str) -> String {
    let Some(get) = api.operations.iter().find(|operation| operation.key == "get") else {
        return String::new();
    };
    let in_place = |place| {
        get.parameters
            .iter()
            .filter(move |parameter| parameter.location == place)
    };
    let mut path = get.whole_path();
    for parameter in in_place(ParameterLocation::Path) {
        path = path.replace(&format!("{{{}}}", parameter.wire), id);
    }
    let mut separator = '?';
    for parameter in in_place(ParameterLocation::Query) {
        if let Some(value) = &parameter.default {
            path.push(separator);
            path.push_str(&format!("{}={value}", parameter.wire));
            separator = '&';
        }
    }
    path
}

/// Adds a duration, saturating at the maximum.
fn after(start: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    start.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;

//! Proposals of travel agencies.

mod complete;

use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{UserId, actor, visible};
use crate::rules::request::{checks, read, workflow};
use crate::state::World;
use crate::state::requests::Request;
use crate::tenant::Step;

/// The maximum number of proposals in a batch.
const MAX_BATCH: u64 = 3;

/// Lists the proposals for a Request, in the order of the batch.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Optional)?;
    let request = visible(world, call, &actor, call.in_path("requestUuid"))?;
    Ok(request.proposals.iter().cloned().map(Value::Object).collect())
}

/// Adds a proposal. The Request goes back to its owner as soon as the batch is complete.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let api = call.route.api;
    let actor = actor(world, call, UserId::Needed)?;
    let id = call.in_path("requestUuid");
    let request = visible(world, call, &actor, id)?;
    if !actor.user(world).is_some_and(|user| request.is_for_agent(user)) {
        return Err(Refusal::code(api, "userIsNotAllowed"));
    }
    if workflow::step(&world.tenant, request) != Some(Step::Agency) {
        return Err(Refusal::code(api, "BAD_STATUS_PROP"));
    }
    let mut proposal = fields(call)?;
    complete::number(world, &mut proposal);
    let now = world.now();
    if let Some(request) = world.requests.get_mut(id) {
        request.propose(proposal.clone());
        workflow::back_from_agency(request, now);
    }
    Ok(Value::Object(proposal))
}

/// Reads a proposal from the body.
fn fields(call: &Call<'_>) -> Result<Map<String, Value>, Refusal> {
    let api = call.route.api;
    let body = read::body(call)?;
    if body.is_incomplete {
        return Err(Refusal::code(api, "missingRequiredField"));
    }
    let mut fields = body.fields;
    only(
        call,
        &mut fields,
        "status",
        "PROPOSAL",
        "UNSUPPORTED_AGENCY_PROPOSAL_STATUS_ERROR",
    )?;
    only(
        call,
        &mut fields,
        "agencyProposalType",
        "API",
        "UNSUPPORTED_AGENCY_PROPOSAL_TYPE_ERROR",
    )?;
    let number = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or_default();
    let size = number("proposalBatchSize");
    // No codes are documented for these numbers.
    if !(1..=MAX_BATCH).contains(&size) {
        return Err(checks::bad_parameter(call, "proposalBatchSize"));
    }
    if !(1..=size).contains(&number("proposalOrder")) {
        return Err(checks::bad_parameter(call, "proposalOrder"));
    }
    complete::entries(call, &mut fields)?;
    Ok(fields)
}

/// Sets a field to its only value, and refuses others.
fn only(call: &Call<'_>, fields: &mut Map<String, Value>, name: &str, value: &str, code: &str) -> Result<(), Refusal> {
    let sent = fields.entry(name).or_insert_with(|| value.into());
    match sent.as_str() == Some(value) {
        true => Ok(()),
        false => Err(Refusal::code(call.route.api, code)),
    }
}

impl Request {
    /// Adds a proposal to its batch. Another batch removes the proposals so far, and the same order replaces one.
    fn propose(&mut self, proposal: Map<String, Value>) {
        let is_same = |known: &Map<String, Value>, name: &str| known.get(name) == proposal.get(name);
        self.proposals
            .retain(|known| is_same(known, "providerMessageId") && !is_same(known, "proposalOrder"));
        self.proposals.push(proposal);
        self.proposals
            .sort_by_key(|known| known.get("proposalOrder").and_then(Value::as_u64));
    }
}

#[cfg(test)]
mod tests;

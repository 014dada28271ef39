//! Budget Requests and their participants, who create Requests below them.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{UserId, actor, user, visible};
use crate::rules::request::links;
use crate::state::World;
use crate::state::requests::{Request, Status};

/// Lists the participants of a Request, in the order in which they were added. One that is no budget Request has none.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Optional)?;
    let id = call.in_path("requestUuid");
    let request = visible(world, call, &actor, id)?;
    let children = children(world, id);
    let participants = request.participants.iter();
    Ok(participants.map(|user| participant(call, user, &children)).collect())
}

/// Adds and removes participants. Nothing changes if one of them is refused.
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Needed)?;
    let id = call.in_path("requestUuid");
    let request = visible(world, call, &actor, id)?;
    if !actor.owns(request) {
        return Err(Refusal::code(call.route.api, "userIsNotAllowed"));
    }
    // No code is documented for a Request that has no participants.
    if !is_budget(world, request) || request.closed || request.status == Status::Canceled {
        return Err(Refusal::code(call.route.api, "permissionDenied"));
    }
    let mut participants = request.participants.clone();
    for change in call.body.json()["value"].as_array().into_iter().flatten() {
        let user = &user(world, call, change["id"].as_str().unwrap_or_default())?.id;
        let is_known = participants.contains(user);
        match change["@deleted"].as_bool().unwrap_or_default() {
            true => participants.retain(|known| known != user),
            false if is_known => {}
            false => participants.push(user.clone()),
        }
    }
    let now = world.now();
    if let Some(request) = world.requests.get_mut(id) {
        request.participants = participants;
        request.modified = now;
    }
    Ok(Value::Null)
}

/// Whether the policy of a Request is for budget Requests.
pub(super) fn is_budget(world: &World, request: &Request) -> bool {
    let policy = world.tenant.request_policy(&request.policy);
    policy.is_some_and(|policy| policy.allow_participants)
}

/// Returns the Requests below a budget Request, in the order of their creation.
fn children<'w>(world: &'w World, parent: &str) -> Vec<(&'w str, &'w Request)> {
    let is_below = |request: &Request| {
        let named = request.fields.get("parentRequestId").and_then(Value::as_str);
        named == Some(parent)
    };
    let mut children: Vec<_> = world.requests.iter().filter(|(_, request)| is_below(request)).collect();
    children.sort_by_key(|(_, request)| (request.key.len(), &request.key));
    children
}

/// `requests` is absent if there are none.
fn participant(call: &Call<'_>, user: &str, children: &[(&str, &Request)]) -> Value {
    let own = children.iter().filter(|(_, request)| request.owner == user);
    let requests: Vec<Value> = own.map(|(id, _)| links::link(call, "get", id, "")).collect();
    let mut participant = json!({ "participant": { "id": user } });
    if !requests.is_empty() {
        participant["requests"] = requests.into();
    }
    participant
}

#[cfg(test)]
mod tests;

//! Request policies.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{UserId, actor};
use crate::rules::request::links;
use crate::state::World;
use crate::tenant::RequestPolicy;

/// Lists the policies of a user: all of the company.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    actor(world, call, UserId::Needed)?;
    let policies = world.tenant.requesting.policies.iter();
    Ok(policies.map(|policy| shown(call, policy)).collect())
}

fn shown(call: &Call<'_>, policy: &RequestPolicy) -> Value {
    json!({
        "href": format!("{}/{}", links::href(call, "list_user_policies", ""), policy.id),
        "id": policy.id,
        "name": policy.name,
        "allowParticipants": policy.allow_participants,
    })
}

#[cfg(test)]
mod tests;

//! Travel agency offices.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{self, UserId};
use crate::rules::request::links;
use crate::state::World;

/// Returns a travel agency office. Any user may read it.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let api = call.route.api;
    access::actor(world, call, UserId::Optional)?;
    let id = call.in_path("agencyUuid");
    if !access::is_id(id) {
        return Err(Refusal::filled(api, "invalidUuid", 1, &[("requestName", id)]));
    }
    let agency = world.tenant.agency(id);
    let agency = agency.ok_or_else(|| Refusal::code(api, "notFound"))?;
    let mut service = json!({
        "id": agency.id,
        "href": links::href(call, "get_travel_agency", &agency.id),
        "name": agency.name,
        "emailAddress": agency.email,
        "proposalType": agency.proposal_type,
    });
    // Other proposal types show no account, even if the company has one.
    if matches!(agency.proposal_type.as_str(), "AEBT" | "API") {
        let account = [
            ("customerAccountCode", &agency.account_code),
            ("customerAccountName", &agency.account_name),
        ];
        for (name, value) in account {
            if let (Some(value), Value::Object(service)) = (value, &mut service) {
                service.insert(name.to_owned(), Value::from(value.as_str()));
            }
        }
    }
    Ok(service)
}

#[cfg(test)]
mod tests;

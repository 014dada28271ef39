//! Builds the fields of an expected expense from the body of a call.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{allocations, parts, trip};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::amounts::Price;
use crate::rules::request::{customs, places, read};
use crate::state::World;
use crate::state::requests::{Expense, Request};
use crate::tenant::RequestPolicy;

/// Builds the fields of an expected expense for a Request. `existing` is the expense that an update replaces. Only the
/// ids of new parts are missing.
pub(super) fn draft(
    world: &World,
    call: &Call<'_>,
    request: &Request,
    existing: Option<(&str, &Expense)>,
) -> Result<Map<String, Value>, Refusal> {
    let api = call.route.api;
    let body = read::body(call)?;
    own_id(call, existing.map(|(id, _)| id))?;
    if body.is_incomplete {
        return Err(Refusal::code(api, "missingRequiredField"));
    }
    let mut fields = body.fields;
    // The rate of the company applies. The vendor does not document that callers can set one.
    fields.remove("exchangeRate");
    // The policy can be missing if the company changed since the last run.
    let policy = world.tenant.request_policy(&request.policy);
    let policy = policy.ok_or_else(|| Refusal::code(api, "invalidPolicy"))?;
    kind(world, call, policy, &mut fields)?;
    amount(world, call, request, &fields)?;
    day(&mut fields);
    if let Some(location) = fields.get_mut("location") {
        *location = places::resolve(world, call, location)?;
    }
    // An update replaces all custom fields.
    customs::resolve(world, call, &world.tenant.requesting.expense, &Map::new(), &mut fields)?;
    allocations::complete(world, call, &mut fields)?;
    parts::keep(call, &mut fields, existing.map(|(_, expense)| &expense.fields))?;
    Ok(fields)
}

/// Checks the id in the body: none when creating, none or that of the path when updating.
fn own_id(call: &Call<'_>, existing: Option<&str>) -> Result<(), Refusal> {
    match call.body.json().get("id") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(id)) if existing == Some(id.as_str()) => Ok(()),
        Some(_) => Err(Refusal::code(call.route.api, "idNotAllowed")),
    }
}

/// Sets the expense type: the given one or, for a segment, that of its segment type.
fn kind(
    world: &World,
    call: &Call<'_>,
    policy: &RequestPolicy,
    fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let api = call.route.api;
    let id = match fields.get_mut("tripData") {
        Some(Value::Object(trip)) => Some(trip::complete(world, call, policy, trip)?),
        _ => fields.get("expenseType").and_then(|kind| kind.get("id")?.as_str()),
    };
    let id = id.ok_or_else(|| Refusal::code(api, "missingRequiredField"))?;
    let is_segment = fields.contains_key("tripData");
    let is_allowed = is_segment || policy.expense_types.is_empty() || policy.expense_types.iter().any(|one| one == id);
    let kind = world.tenant.expense_type(id).filter(|_| is_allowed);
    let kind = kind.ok_or_else(|| Refusal::code(api, "expenseTypeNotMappedToPolicy"))?;
    let kind = json!({ "id": kind.id, "name": kind.name });
    fields.insert("expenseType".to_owned(), kind);
    Ok(())
}

/// Checks that the amount can be converted.
fn amount(world: &World, call: &Call<'_>, request: &Request, fields: &Map<String, Value>) -> Result<(), Refusal> {
    let api = call.route.api;
    let amount = fields.get("transactionAmount").unwrap_or(&Value::Null);
    let currency = amount.get("currency").and_then(Value::as_str).unwrap_or_default();
    // No code is documented for an inactive currency. Currencies are a list of the company, so use the code for lists.
    if world.tenant.currency(currency).is_none() {
        return Err(Refusal::code(api, "listValidationError"));
    }
    match Price::of_amount(world, request, amount) {
        Some(_) => Ok(()),
        // It has too many digits for a JSON number, in its currency or in that of the owner.
        None => Err(Refusal::code(api, "invalidJson")),
    }
}

/// Reduces the transaction date to a day, at midnight UTC.
fn day(fields: &mut Map<String, Value>) {
    if let Some(date) = fields.get_mut("transactionDate") {
        let at: Option<Timestamp> = date.as_str().and_then(|text| text.parse().ok());
        let day = at.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
        let midnight = day.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
        if let Some(midnight) = midnight {
            *date = read::timestamp(midnight.timestamp());
        }
    }
}

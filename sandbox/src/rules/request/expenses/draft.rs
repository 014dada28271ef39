//! An expected expense as it is to become, from the body of a call.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{allocations, parts, read, trip};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::amounts::Price;
use crate::rules::request::{customs, places};
use crate::state::World;
use crate::state::requests::{Expense, Request};
use crate::tenant::RequestPolicy;

/// The fields of an expected expense as it is to become, of the Request and, in an update, in place of the one that is
/// there. They lack nothing but the ids of parts that are new.
pub(super) fn draft(
    world: &World,
    call: &Call<'_>,
    request: &Request,
    there: Option<(&str, &Expense)>,
) -> Result<Map<String, Value>, Refusal> {
    let api = call.route.api;
    let taken = read::body(call)?;
    own_id(call, there.map(|(id, _)| id))?;
    if taken.lacks {
        return Err(Refusal::code(api, "missingRequiredField"));
    }
    let mut fields = taken.fields;
    // The company's rate applies: the documents name no right of the caller's to another one.
    fields.remove("exchangeRate");
    // A Request can outlive its policy when the company is changed between two runs.
    let policy = world.tenant.request_policy(&request.policy);
    let policy = policy.ok_or_else(|| Refusal::code(api, "invalidPolicy"))?;
    kind(world, call, policy, &mut fields)?;
    amount(world, call, request, &fields)?;
    day(&mut fields);
    if let Some(location) = fields.get_mut("location") {
        *location = places::resolve(world, call, location)?;
    }
    customs::resolve(world, call, &world.tenant.requesting.expense, &mut fields)?;
    allocations::settle(world, call, &mut fields)?;
    parts::keep(call, &mut fields, there.map(|(_, expense)| &expense.fields))?;
    Ok(fields)
}

/// A creation has no id, and an update none but that of its path.
fn own_id(call: &Call<'_>, there: Option<&str>) -> Result<(), Refusal> {
    match call.body.json().get("id") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(id)) if there == Some(id.as_str()) => Ok(()),
        Some(_) => Err(Refusal::code(call.route.api, "idNotAllowed")),
    }
}

/// The expense type: the one that was sent, or for a segment the one of its segment type, whatever was sent.
fn kind(
    world: &World,
    call: &Call<'_>,
    policy: &RequestPolicy,
    fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let api = call.route.api;
    let id = match fields.get_mut("tripData") {
        Some(Value::Object(trip)) => Some(trip::settle(world, call, policy, trip)?),
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

/// The amount can be reckoned with.
fn amount(world: &World, call: &Call<'_>, request: &Request, fields: &Map<String, Value>) -> Result<(), Refusal> {
    let api = call.route.api;
    let amount = fields.get("transactionAmount").unwrap_or(&Value::Null);
    let currency = amount.get("currency").and_then(Value::as_str).unwrap_or_default();
    // No code is documented for a currency that is not active. Those of a company are a list, so it is that of lists.
    if world.tenant.currency(currency).is_none() {
        return Err(Refusal::code(api, "listValidationError"));
    }
    match Price::of_amount(world, request, amount) {
        Some(_) => Ok(()),
        // It has more digits than a number of JSON keeps, here or in the currency of the owner.
        None => Err(Refusal::code(api, "invalidJson")),
    }
}

/// The date of the expense is a day: what time of it was sent is not kept.
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

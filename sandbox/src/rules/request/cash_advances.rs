//! Cash advances. The API has no operation that requests one: a Request has one if its policy says so.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{self, UserId};
use crate::rules::request::{amounts, links, view};
use crate::state::World;
use crate::state::requests::{CashAdvance, Request, Status};

/// Lists the cash advances of a Request, as links.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Needed)?;
    let id = call.in_path("requestUuid");
    access::visible(world, call, &actor, id)?;
    let advances = world.cash_advances.parts_of(id);
    Ok(advances
        .map(|(id, _)| links::link(call, "get_cash_advance", id, ""))
        .collect())
}

/// Returns a cash advance, in a list of one as in the vendor's example.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let api = call.route.api;
    let actor = access::actor(world, call, UserId::Optional)?;
    let id = call.in_path("cashAdvanceUuid");
    if !access::is_id(id) {
        return Err(Refusal::filled(api, "invalidUuid", 1, &[("requestName", id)]));
    }
    let advance = world.cash_advances.get(id);
    let advance = advance.ok_or_else(|| Refusal::code(api, "notFound"))?;
    let request = access::visible(world, call, &actor, &advance.request)?;
    Ok(json!([shown(id, advance, request)]))
}

/// Adds the cash advance of the policy to a new Request, in the currency of its owner.
pub(super) fn add(world: &mut World, request_id: &str) {
    let request = world.requests.get(request_id);
    let added = request.and_then(|request| {
        let amount = world.tenant.request_policy(&request.policy)?.cash_advance?;
        Some(CashAdvance {
            request: request_id.to_owned(),
            amount: amounts::number(amount),
            currency: amounts::currency(world, request).to_owned(),
        })
    });
    if let Some(advance) = added {
        let id = world.new_id();
        world.cash_advances.put(id, advance);
    }
}

/// Removes the cash advances of a deleted Request.
pub(super) fn delete_all(world: &mut World, request_id: &str) {
    let advances = world.cash_advances.parts_of(request_id);
    let ids: Vec<String> = advances.map(|(id, _)| id.to_owned()).collect();
    for id in ids {
        world.cash_advances.remove(&id);
    }
}

fn shown(id: &str, advance: &CashAdvance, request: &Request) -> Value {
    let (code, name) = status(request.status);
    let mut shown = json!({
        "cashAdvanceId": id,
        "amountRequested": { "value": advance.amount, "currency": advance.currency, "amount": advance.amount },
        "approvalStatus": { "code": code, "name": name },
        "exchangeRate": { "value": 1, "operation": "MULTIPLY" },
    });
    if let (Some(at), Value::Object(shown)) = (request.submitted, &mut shown) {
        shown.insert("requestDate".to_owned(), view::instant(at));
    }
    shown
}

/// Returns the status of the cash advances of a Request, which are submitted and approved with it. The vendor documents
/// no name but that of `C_PEND`.
fn status(request: Status) -> (&'static str, &'static str) {
    match request {
        Status::NotSubmitted | Status::SentBack => ("C_NOTF", "Not Filed"),
        Status::Submitted => ("C_PEND", "Pending Approval"),
        Status::Approved | Status::PendingBooking => ("C_APPR", "Approved"),
        Status::Canceled => ("C_REJE", "Rejected"),
    }
}

#[cfg(test)]
mod tests;

//! Reads and updates a single allocation of an expected expense.

use serde_json::{Value, json};

use super::{allocations, of_request, shown, touch};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{self, UserId};
use crate::state::World;

/// Where an allocation is: the id of its expected expense, and its position there.
struct Place {
    expense: String,
    at: usize,
}

/// Returns an allocation.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Optional)?;
    access::visible(world, call, &actor, call.in_path("requestUuid"))?;
    let place = find(world, call)?;
    answer(world, call, &place)
}

/// Updates an allocation.
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Optional)?;
    let request_id = call.in_path("requestUuid");
    access::editable(world, call, &actor, request_id)?;
    let place = find(world, call)?;
    let expense = world.expenses.get(&place.expense);
    let parts = expense.and_then(|expense| expense.fields.get("allocations")?.as_array());
    let mut parts = parts.cloned().unwrap_or_default();
    allocations::change(world, call, &mut parts, place.at)?;
    let now = world.now();
    if let Some(expense) = world.expenses.get_mut(&place.expense) {
        expense.fields.insert("allocations".to_owned(), Value::Array(parts));
        expense.modified = now;
    }
    touch(world, request_id);
    answer(world, call, &place)
}

/// Finds the allocation of the path in the Request of the path.
fn find(world: &World, call: &Call<'_>) -> Result<Place, Refusal> {
    let (api, id) = (call.route.api, call.in_path("allocationUuid"));
    if !access::is_id(id) {
        return Err(Refusal::filled(api, "invalidUuid", 1, &[("requestName", id)]));
    }
    let expenses = of_request(world, call.in_path("requestUuid")).into_iter();
    let mut places = expenses.filter_map(|(expense, record)| {
        let mut parts = record.fields.get("allocations")?.as_array()?.iter();
        let at = parts.position(|part| part["allocationId"] == *id)?;
        let expense = expense.to_owned();
        Some(Place { expense, at })
    });
    places.next().ok_or_else(|| Refusal::code(api, "notFound"))
}

/// Returns the allocation as its expected expense shows it, in a list of one as in the vendor's examples.
fn answer(world: &World, call: &Call<'_>, place: &Place) -> Result<Value, Refusal> {
    let mut expense = shown(world, call, &place.expense)?;
    Ok(json!([expense["allocations"][place.at].take()]))
}

//! Allocates an expected expense to cost objects.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{amounts, customs, read};
use crate::state::World;
use crate::tenant::CustomFields;

/// The tolerance of the sum of percentages: three times 33.33 is 99.99.
const TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Completes the allocations of an expense, except for their amounts, which follow from the percentages.
///
/// An expense without allocations gets one from the system, for 100 percent. A single allocation without a percentage
/// gets 100 percent, as in the vendor's example.
pub(super) fn complete(world: &World, call: &Call<'_>, fields: &mut Map<String, Value>) -> Result<(), Refusal> {
    let sent = match fields.remove("allocations") {
        Some(Value::Array(sent)) => sent,
        _ => vec![json!({})],
    };
    let mut percentages = percentages(&sent);
    if let [percentage] = &mut percentages[..]
        && percentage.is_zero()
    {
        *percentage = Decimal::ONE_HUNDRED;
    }
    if !is_whole(&percentages) {
        // No code is documented for percentages that do not add up to 100.
        return Err(Refusal::code(call.route.api, "missingRequiredField"));
    }
    let is_alone = sent.len() == 1;
    let mut settled = Vec::with_capacity(sent.len());
    for (sent, percentage) in sent.into_iter().zip(percentages) {
        settled.push(one(world, call, sent, percentage, is_alone)?);
    }
    fields.insert("allocations".to_owned(), Value::Array(settled));
    Ok(())
}

/// Applies the body of an update to one of the allocations of an expense. Only what the body has changes; null clears a
/// custom field.
///
/// A part may be less than what the others leave: the rest is an exception of the Request. So the percentages of two
/// allocations can be changed one after the other. More than 100 percent are refused.
pub(super) fn change(world: &World, call: &Call<'_>, parts: &mut [Value], at: usize) -> Result<(), Refusal> {
    let is_alone = parts.len() == 1;
    let mut shares = percentages(parts);
    let (Some(part), Some(share)) = (parts.get_mut(at), shares.get_mut(at)) else {
        return Ok(());
    };
    let changed = changed(call, part)?;
    let was = std::mem::replace(
        share,
        changed.get("percentage").and_then(amounts::decimal).unwrap_or(*share),
    );
    let is_edited = *share != was;
    let (share, sum) = (*share, shares.iter().sum::<Decimal>());
    if !is_share(&share) || sum > Decimal::ONE_HUNDRED + TOLERANCE {
        // No code is documented for percentages of more than 100.
        return Err(Refusal::code(call.route.api, "missingRequiredField"));
    }
    let mut changed = one(world, call, Value::Object(changed), share, is_alone)?;
    if is_edited && call.body.json().get("percentEdited").is_none() {
        changed["percentEdited"] = Value::Bool(true);
    }
    *part = changed;
    Ok(())
}

/// Merges the body with an allocation.
fn changed(call: &Call<'_>, part: &Value) -> Result<Map<String, Value>, Refusal> {
    let mut changed = part.as_object().cloned().unwrap_or_default();
    let id = changed.get("allocationId").cloned();
    let is_other = |sent: &Value| !sent.is_null() && Some(sent) != id.as_ref();
    if call.body.json().get("allocationId").is_some_and(is_other) {
        return Err(Refusal::code(call.route.api, "idNotAllowed"));
    }
    let sent = read::body(call)?.fields;
    let named = call.body.json().as_object().into_iter().flatten();
    for (name, _) in named.filter(|(name, _)| name.starts_with("custom")) {
        changed.remove(name);
    }
    changed.extend(sent);
    Ok(changed)
}

/// Returns what allocations leave of 100 percent, if it is not due to rounding.
pub(super) fn rest(percentages: &[Decimal]) -> Option<Decimal> {
    let rest = Decimal::ONE_HUNDRED - percentages.iter().sum::<Decimal>();
    (rest > TOLERANCE).then_some(rest)
}

/// Returns what the allocations of an expense leave of 100 percent.
pub(super) fn rest_of(expense: &Map<String, Value>) -> Option<Decimal> {
    let parts = expense.get("allocations")?.as_array()?;
    rest(&percentages(parts))
}

/// Returns the percentages of allocations, in order.
pub(super) fn percentages(allocations: &[Value]) -> Vec<Decimal> {
    let percentage = |one: &Value| one.get("percentage").and_then(amounts::decimal).unwrap_or_default();
    allocations.iter().map(percentage).collect()
}

fn is_whole(percentages: &[Decimal]) -> bool {
    if !percentages.iter().all(is_share) {
        return false;
    }
    let sum: Decimal = percentages.iter().sum();
    (sum - Decimal::ONE_HUNDRED).abs() <= TOLERANCE
}

fn is_share(percentage: &Decimal) -> bool {
    (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percentage)
}

/// Completes an allocation. Callers cannot set its amounts, its expense or whether the system made it.
fn one(world: &World, call: &Call<'_>, sent: Value, percentage: Decimal, is_alone: bool) -> Result<Value, Refusal> {
    let Value::Object(mut one) = sent else {
        return Err(Refusal::code(call.route.api, "invalidJson"));
    };
    one.retain(|name, _| name == "allocationId" || name == "percentEdited" || name.starts_with("custom"));
    // Custom fields of allocations have no list: they are text.
    customs::resolve(world, call, &CustomFields::new(), &Map::new(), &mut one)?;
    let is_whole = is_alone && percentage == Decimal::ONE_HUNDRED;
    let is_by_system = is_whole && !one.keys().any(|name| name.starts_with("custom"));
    one.entry("percentEdited").or_insert(Value::Bool(false));
    one.insert("percentage".to_owned(), amounts::number(percentage));
    one.insert("systemAllocation".to_owned(), Value::Bool(is_by_system));
    Ok(Value::Object(one))
}

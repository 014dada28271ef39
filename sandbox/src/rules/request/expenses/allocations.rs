//! Allocates an expected expense to cost objects.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{amounts, customs};
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

/// Returns the percentages of allocations, in order.
pub(super) fn percentages(allocations: &[Value]) -> Vec<Decimal> {
    let percentage = |one: &Value| one.get("percentage").and_then(amounts::decimal).unwrap_or_default();
    allocations.iter().map(percentage).collect()
}

fn is_whole(percentages: &[Decimal]) -> bool {
    let is_share = |percentage: &Decimal| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percentage);
    if !percentages.iter().all(is_share) {
        return false;
    }
    let sum: Decimal = percentages.iter().sum();
    (sum - Decimal::ONE_HUNDRED).abs() <= TOLERANCE
}

/// Completes an allocation. Callers cannot set its amounts, its expense or whether the system made it.
fn one(world: &World, call: &Call<'_>, sent: Value, percentage: Decimal, is_alone: bool) -> Result<Value, Refusal> {
    let Value::Object(mut one) = sent else {
        return Err(Refusal::code(call.route.api, "invalidJson"));
    };
    one.retain(|name, _| name == "allocationId" || name == "percentEdited" || name.starts_with("custom"));
    // Custom fields of allocations have no list: they are text.
    customs::resolve(world, call, &CustomFields::new(), &mut one)?;
    let is_by_system = is_alone && !one.keys().any(|name| name.starts_with("custom"));
    one.entry("percentEdited").or_insert(Value::Bool(false));
    one.insert("percentage".to_owned(), amounts::number(percentage));
    one.insert("systemAllocation".to_owned(), Value::Bool(is_by_system));
    Ok(Value::Object(one))
}

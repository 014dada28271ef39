//! How an expected expense is divided among cost objects.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{amounts, customs};
use crate::state::World;
use crate::tenant::CustomFields;

/// By how much the percentages of an expense may miss 100 together: three thirds are 99.99.
const TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Makes the allocations of an expense whole, but for their amounts, which follow from the percentages.
///
/// An expense that was sent without has one that the system makes, for all of it. So has one that was sent with a single
/// allocation and no percentage, as in the example of the documents.
pub(super) fn settle(world: &World, call: &Call<'_>, fields: &mut Map<String, Value>) -> Result<(), Refusal> {
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
        // No code is documented for it. A share of the expense is charged to nothing, or there are shares of nothing.
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

/// The percentages of allocations, in order.
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

/// The amounts of an allocation, what it is a share of and who made it are not the caller's to say.
fn one(world: &World, call: &Call<'_>, sent: Value, percentage: Decimal, is_alone: bool) -> Result<Value, Refusal> {
    let Value::Object(mut one) = sent else {
        return Err(Refusal::code(call.route.api, "invalidJson"));
    };
    one.retain(|name, _| name == "allocationId" || name == "percentEdited" || name.starts_with("custom"));
    // No list is tied to a custom field of an allocation: they are texts.
    customs::resolve(world, call, &CustomFields::new(), &mut one)?;
    let is_by_system = is_alone && !one.keys().any(|name| name.starts_with("custom"));
    one.entry("percentEdited").or_insert(Value::Bool(false));
    one.insert("percentage".to_owned(), amounts::number(percentage));
    one.insert("systemAllocation".to_owned(), Value::Bool(is_by_system));
    Ok(Value::Object(one))
}

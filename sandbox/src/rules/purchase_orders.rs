//! Rules of the API of purchase orders: what the company accepts, and the orders of approved purchase requests.

mod checks;
mod lines;
mod problem;
pub(super) mod result;

use serde_json::{Map, Value, json};

use self::problem::Problem;
use super::plain;
use super::purchase_request::{approve_all_due, orders};
use super::resources;
use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::rules::{ApiRules, Rule};
use crate::state::World;
use crate::state::objects;
use crate::tenant::Tenant;
use concur_spec::validate::Finding;

/// The rules of the API of purchase orders.
pub(crate) struct PurchaseOrders;

impl ApiRules for PurchaseOrders {
    fn rule(&self, operation: &str) -> Option<Rule> {
        match operation {
            "create" => Some(create),
            "replace" => Some(replace),
            "get" => Some(get),
            _ => None,
        }
    }

    /// Adds the order of the vendor's example of a receipt.
    fn seed(&self, world: &mut World) {
        let Value::Object(fields) = example() else { return };
        orders::put(world, EXAMPLE, fields);
    }

    /// What does not match the contract is reported with status 200, by the rules of the calls.
    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, _findings: &[Finding]) -> Result<(), Refusal> {
        plain::body(call, body, &[])
    }
}

/// The number in the vendor's example of a receipt.
const EXAMPLE: &str = "PO12345";

fn example() -> Value {
    json!({
        "PurchaseOrderNumber": EXAMPLE,
        "Name": "Lamps",
        "CurrencyCode": "USD",
        "OrderDate": "2018-09-01",
        "PolicyExternalID": "PO",
        "VendorCode": "VEN1",
        "VendorAddressCode": "ADDR1",
        "Status": "Transmitted",
        "LineItem": [{
            "ExternalID": "LN000001",
            "LineNumber": "1",
            "ExpenseType": "Advertising",
            "Quantity": "20",
            "UnitPrice": "12.50",
            "PurchaseOrderReceiptType": "WQTY",
        }],
    })
}

/// Creates a purchase order, or updates the one with its number.
fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    approve_all_due(world);
    let mut sent = resources::sent(call);
    if let Some(problem) = checks::problem(&world.tenant, call, &sent) {
        return Ok(problem.answer(&sent));
    }
    let number = result::text(&sent, "PurchaseOrderNumber").map(str::to_owned);
    let number = number.unwrap_or_else(|| orders::next_number(world));
    sent.insert("PurchaseOrderNumber".to_owned(), number.as_str().into());
    orders::put(world, &number, sent);
    Ok(result::success(&number))
}

/// Replaces a purchase order. One that does not exist is answered with nothing but a message.
fn replace(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    approve_all_due(world);
    let sent = resources::sent(call);
    let Some(number) = result::text(&sent, "PurchaseOrderNumber").map(str::to_owned) else {
        return Ok(Problem::of("1000", "the purchase order has no number").answer(&sent));
    };
    let Some(old) = order(world, &number).cloned() else {
        return Ok(result::message(&format!(
            "the purchase order {number} does not exist in system"
        )));
    };
    if let Some(problem) = checks::problem(&world.tenant, call, &sent) {
        return Ok(problem.answer(&sent));
    }
    let policy = |order: &Map<String, Value>| order.get("PolicyExternalID").cloned();
    if policy(&old).is_some_and(|old| Some(old) != policy(&sent)) {
        return Ok(Problem::of("4002", "the policy of a purchase order cannot be changed").answer(&sent));
    }
    orders::put(world, &number, sent);
    Ok(result::success(&number))
}

/// Returns a purchase order, also one of a purchase request whose approval is due.
fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    approve_all_due(world);
    match resources::carry_out(world, call) {
        Some(success) => success.map(|success| success.body),
        None => Ok(plain::answer(call)),
    }
}

/// Returns the fields of a purchase order.
pub(super) fn order<'w>(world: &'w World, number: &str) -> Option<&'w Map<String, Value>> {
    let key = objects::key(orders::API, orders::RESOURCE, [number]);
    world.objects.get(&key).map(|order| &order.fields)
}

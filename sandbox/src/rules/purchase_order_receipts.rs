//! Rules of the API of receipts of goods: they belong to line items of purchase orders.

use serde_json::{Map, Value, json};

use super::plain;
use super::purchase_orders::{add_example, order, result};
use super::purchase_request::approve_all_due;
use super::resources;
use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::rules::{ApiRules, Rule};
use crate::state::World;
use crate::state::objects::{self, Object};
use crate::tenant::Tenant;
use concur_spec::validate::{self, Finding};

const API: &str = "purchase_order_receipts";
const RESOURCE: &str = "Receipt";

/// The rules of the API of receipts.
pub(crate) struct Receipts;

impl ApiRules for Receipts {
    fn rule(&self, operation: &str) -> Option<Rule> {
        match operation {
            "create" => Some(create),
            "update" => Some(update),
            "delete" => Some(delete),
            _ => None,
        }
    }

    /// What does not match the contract is reported with status 200, by the rules of the calls.
    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, _findings: &[Finding]) -> Result<(), Refusal> {
        plain::body(call, body, &[])
    }
}

/// Adds the order of the vendor's example and its receipt when it is named first.
fn with_example(world: &mut World, order: Option<&str>) {
    if !add_example(world, order) {
        return;
    }
    let receipt = json!({
        "PurchaseOrderNumber": order,
        "LineItemExternalID": "LN000001",
        "GoodsReceiptNumber": "RCPT1",
        "ReceivedQuantity": "14.5",
    });
    if let Value::Object(fields) = receipt {
        put(world, "RCPT1", fields);
    }
}

/// Enters a receipt.
fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    approve_all_due(world);
    let body = filled(call);
    let mut sent = resources::of_body(call, &body);
    with_example(world, result::text(&sent, "PurchaseOrderNumber"));
    if let Some(failure) = problem(world, call, &body, &sent) {
        return Ok(failure);
    }
    let number = result::text(&sent, "GoodsReceiptNumber").map(str::to_owned);
    let number = number.unwrap_or_else(|| format!("GR{}", world.next_number("goods_receipt")));
    sent.insert("GoodsReceiptNumber".to_owned(), json!(number));
    let order = result::text(&sent, "PurchaseOrderNumber")
        .unwrap_or_default()
        .to_owned();
    put(world, &number, sent);
    Ok(result::success(&order))
}

/// Changes the receipt with a goods receipt number, or confirms that a line item was received.
fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    approve_all_due(world);
    let body = filled(call);
    let sent = resources::of_body(call, &body);
    with_example(world, result::text(&sent, "PurchaseOrderNumber"));
    if let Some(failure) = problem(world, call, &body, &sent) {
        return Ok(failure);
    }
    if sent.contains_key("IsReceived") {
        return Ok(confirm(world, sent));
    }
    let number = result::text(&sent, "GoodsReceiptNumber").unwrap_or_default().to_owned();
    let key = objects::key(API, RESOURCE, [number.as_str()]);
    if world.objects.get(&key).is_none() {
        return Ok(result::message(&format!(
            "the receipt {number} does not exist in system"
        )));
    }
    let order = result::text(&sent, "PurchaseOrderNumber")
        .unwrap_or_default()
        .to_owned();
    put(world, &number, sent);
    Ok(result::success(&order))
}

/// Keeps one receipt for a line item that was received, and none for one that was not.
fn confirm(world: &mut World, mut sent: Map<String, Value>) -> Value {
    let text = |name| result::text(&sent, name).unwrap_or_default().to_owned();
    let (order, line) = (text("PurchaseOrderNumber"), text("LineItemExternalID"));
    let number = format!("{order}-{line}");
    let is_received = sent.remove("IsReceived");
    if is_received.as_ref().and_then(Value::as_str) == Some("Y") {
        sent.insert("GoodsReceiptNumber".to_owned(), json!(number));
        put(world, &number, sent);
    } else {
        world.objects.remove(&objects::key(API, RESOURCE, [number.as_str()]));
    }
    result::success(&order)
}

/// Deletes the receipt that the parameters select, if it is the only one.
fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    with_example(world, call.in_query("purchaseOrderNumber"));
    let names = [
        ("purchaseOrderNumber", "PurchaseOrderNumber"),
        ("lineItemExternalID", "LineItemExternalID"),
        ("goodsReceiptNumber", "GoodsReceiptNumber"),
    ];
    let is_selected = |receipt: &Object| {
        let mut given = names
            .iter()
            .filter_map(|(query, field)| Some((call.in_query(query)?, field)));
        given.all(|(wanted, field)| result::text(&receipt.fields, field) == Some(wanted))
    };
    let all = objects::key(API, RESOURCE, []);
    let found = world
        .objects
        .starting_with(&all)
        .filter(|(_, receipt)| is_selected(receipt));
    let keys: Vec<String> = found.map(|(key, _)| key.to_owned()).collect();
    let [key] = keys.as_slice() else {
        let count = keys.len();
        return Ok(result::message(&format!(
            "{count} receipts are selected, and only one can be deleted"
        )));
    };
    let receipt = world
        .objects
        .remove(key)
        .map(|receipt| receipt.fields)
        .unwrap_or_default();
    Ok(result::success(
        result::text(&receipt, "PurchaseOrderNumber").unwrap_or_default(),
    ))
}

fn put(world: &mut World, number: &str, fields: Map<String, Value>) {
    let object = Object {
        resource: RESOURCE.to_owned(),
        id: number.to_owned(),
        parents: Vec::new(),
        within: objects::key(API, RESOURCE, []),
        number: world.next_number("object"),
        fields,
    };
    world.objects.put(objects::key(API, RESOURCE, [number]), object);
}

/// Returns the body without empty values, which say nothing: by the error codes of the page, values can be empty.
fn filled(call: &Call<'_>) -> Value {
    let mut body = call.body.json().clone();
    if let Value::Object(fields) = &mut body {
        fields.retain(|_, value| !value.is_null() && value != "");
    }
    body
}

/// Returns the answer about the first problem of a receipt.
fn problem(world: &World, call: &Call<'_>, body: &Value, sent: &Map<String, Value>) -> Option<Value> {
    let (code, message) = by_contract(call, body).or_else(|| by_order(world, sent))?;
    let mut answer = json!({ "Status": "FAILURE", "ErrorCode": code, "ErrorMessage": message });
    for name in ["PurchaseOrderNumber", "LineItemExternalID"] {
        if let Some(text) = result::text(sent, name) {
            answer[name] = text.into();
        }
    }
    Some(answer)
}

fn by_contract(call: &Call<'_>, given: &Value) -> Option<(&'static str, String)> {
    use concur_spec::validate::Problem::{Missing, NotOfType, TooLong};
    let body = call.route.operation.body.as_ref()?;
    let findings = validate::request_body(call.route.api, body, given);
    findings.iter().find_map(|found| {
        let code = match (&found.problem, found.path.as_str()) {
            (Missing, "PurchaseOrderNumber") => "1000",
            (Missing, "LineItemExternalID") => "1001",
            (NotOfType(_), "IsReceived") => "1002",
            (NotOfType(_), "ReceivedQuantity") => "1003",
            (NotOfType(_), "ReceivedDate") => "1004",
            (TooLong(_), "UnitOfMeasureCode") => "1005",
            (Missing, _) => "10010",
            (TooLong(_), _) => "1008",
            (NotOfType(_), _) => "1009",
            _ => return None,
        };
        Some((code, found.to_string()))
    })
}

fn by_order(world: &World, sent: &Map<String, Value>) -> Option<(&'static str, String)> {
    let of = |name| result::text(sent, name).unwrap_or_default();
    let Some(order) = order(world, of("PurchaseOrderNumber")) else {
        return Some(("1000", "there is no purchase order with this number".to_owned()));
    };
    let wanted = of("LineItemExternalID");
    let mut lines = result::objects(order, "LineItem");
    let Some(line) = lines.find(|line| result::text(line, "ExternalID") == Some(wanted)) else {
        return Some(("1001", "the purchase order has no such line item".to_owned()));
    };
    let needs_quantity = result::text(line, "PurchaseOrderReceiptType") == Some("WQTY");
    let has_quantity = result::number(sent, "ReceivedQuantity").is_some();
    (needs_quantity && !has_quantity).then(|| ("1006", "the receipt type WQTY needs a quantity".to_owned()))
}

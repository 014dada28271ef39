//! The purchase orders that an approved purchase request becomes, as the API of purchase orders returns them.

use serde_json::{Map, Value, json};

use super::tables::{line_items, text};
use crate::state::World;
use crate::state::objects::{self, Object};
use crate::state::purchase_requests::PurchaseRequest;

/// The API and the resource of purchase orders.
pub(crate) const API: &str = "purchase_orders";
pub(crate) const RESOURCE: &str = "PurchaseOrder";

/// The number before that of the first purchase order, which is `PO10001` in the vendor's example.
const ORDER_NUMBER_OFFSET: u64 = 10_000;

/// Returns a number for a purchase order.
pub(crate) fn next_number(world: &mut World) -> String {
    format!("PO{}", world.next_number("purchase_order") + ORDER_NUMBER_OFFSET)
}

/// The pairs of vendor and address of the line items, in the order in which their orders are numbered.
pub(super) fn vendors(body: &Value) -> Vec<(String, String)> {
    let items = body.as_object().into_iter().flat_map(line_items);
    let mut vendors: Vec<_> = items.map(|(_, item)| vendor(item)).collect();
    vendors.sort();
    vendors.dedup();
    vendors
}

fn vendor(item: &Map<String, Value>) -> (String, String) {
    let of = |name| text(item, name).unwrap_or_default().to_owned();
    (of("vendorCode"), of("vendorAddressCode"))
}

/// Adds the purchase orders of a purchase request with these numbers, one for each vendor and address.
pub(super) fn add(world: &mut World, request: &PurchaseRequest, number: u64, orders: &[String]) {
    let today = world.now().strftime("%Y-%m-%d").to_string();
    for (vendor, order) in vendors(&request.body).iter().zip(orders) {
        let mut fields = header(&request.body, vendor, order);
        fields.insert("PurchaseRequestNumber".to_owned(), json!(number.to_string()));
        fields.insert("OrderDate".to_owned(), json!(today));
        put(world, order, fields);
    }
}

/// Stores a purchase order.
pub(crate) fn put(world: &mut World, number: &str, fields: Map<String, Value>) {
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

fn header(body: &Value, vendor: &(String, String), order: &str) -> Map<String, Value> {
    let of = |name: &str| body[name].as_str();
    let lines = body.as_object().into_iter().flat_map(line_items);
    let lines: Vec<Value> = lines
        .filter(|(_, item)| self::vendor(item) == *vendor)
        .enumerate()
        .map(|(index, (_, item))| line(index + 1, item))
        .collect();
    let address = |name| of(name).map(|code| json!({ "ExternalID": code }));
    let known = json!({
        "PurchaseOrderNumber": order,
        "Name": of("description").unwrap_or(order),
        "CurrencyCode": of("currencyCode"),
        "PolicyExternalID": of("policyExternalId"),
        "ShipToAddress": address("shipToAddressCode"),
        "BillToAddress": address("billToAddressCode"),
        "VendorCode": vendor.0,
        "VendorAddressCode": vendor.1,
        "Status": "Transmitted",
        "LineItem": lines,
    });
    given(known)
}

fn line(number: usize, item: &Map<String, Value>) -> Value {
    let of = |name| text(item, name);
    let is_goods = of("purchaseType") != Some("SERVICES");
    let receipts = if is_goods { "QUANTITY_RECEIPT" } else { "NONE" };
    Value::Object(given(json!({
        "ExternalID": number.to_string(),
        "LineNumber": number.to_string(),
        "Description": of("description"),
        "ExpenseType": of("expenseType"),
        "Quantity": digits(item, "quantity"),
        "UnitPrice": digits(item, "unitPrice"),
        "Tax": digits(item, "tax"),
        "UnitOfMeasureCode": of("uoMCode"),
        "SupplierPartID": of("supplierPartId"),
        "PurchaseOrderReceiptType": of("receiptType").unwrap_or(receipts),
    })))
}

/// Returns a number as text, which the API of purchase requests takes in both forms.
fn digits(item: &Map<String, Value>, name: &str) -> Option<String> {
    match item.get(name)? {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Returns the fields that have a value.
fn given(fields: Value) -> Map<String, Value> {
    let Value::Object(mut fields) = fields else {
        return Map::new();
    };
    fields.retain(|_, value| !value.is_null());
    fields
}

//! New vendor, new list item, user, purchase request, approval, order and goods receipt with `curl` only.

use serde_json::{Value, json};

use crate::curl_scenario::{Caller, id, is_installed};
use crate::http::purchase_request;
use crate::process::Program;

#[test]
fn a_new_vendor_and_a_new_item_are_ordered_with_curl() {
    if !is_installed() {
        return;
    }
    let program = Program::start(&["--creation-takes", "0s"]);
    let ann = Caller::new(program.url(), "ann");

    let vendor = json!({
        "VendorCode": "KALE", "AddressCode": "HQ", "VendorName": "Kale Lighting", "CountryCode": "US", "CurrencyCode": "USD",
    });
    let added = ann.post("/api/v3.1/invoice/vendors", &json!({ "Vendor": [vendor] }));
    assert_eq!(added["Vendor"][0]["StatusList"][0]["Type"], "SUCCESS", "{added}");
    let found = ann.get("/api/v3.1/invoice/vendors?vendorName=Kale%20Lighting");
    assert_eq!(found["TotalCount"], 1, "{found}");

    let lists = ann.get("/list/v4/lists?value=eq:Departments");
    let item = json!({ "listId": id(&lists["content"][0]), "shortCode": "ASTRO", "value": "Astronomy" });
    let item = ann.post("/list/v4/items", &item);
    assert_eq!(item["code"], "ASTRO", "{item}");

    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"],
        "filter": "emails.value eq \"ann.archer@example.com\"",
        "attributes": ["userName"],
    });
    let users = ann.post("/profile/identity/v4.1/Users/.search", &search);
    assert_eq!(users["Resources"][0]["userName"], "ann@example.com", "{users}");

    let mut body = purchase_request();
    body["userId"] = users["Resources"][0]["id"].clone();
    body["custom1"] = item["shortCode"].clone();
    body["lineItems"][0]["vendorCode"] = found["Vendor"][0]["VendorCode"].clone();
    body["lineItems"][0]["vendorAddressCode"] = found["Vendor"][0]["AddressCode"].clone();
    let accepted = ann.post("/purchaserequest/v4/purchaserequests", &body);
    let path = format!("/purchaserequest/v4/purchaserequests/{}?mode=COMPACT", id(&accepted));
    assert_eq!(ann.get(&path)["purchaseRequestQueueStatus"], "CREATED");

    ann.post(
        &format!("/_sandbox/purchase-requests/{}/approve", id(&accepted)),
        &json!({}),
    );
    let approved = ann.get(&path);
    let number = approved["purchaseOrders"][0]["purchaseOrderNumber"].clone();
    let text = number.as_str().unwrap_or_else(|| panic!("no order: {approved}"));
    let order = ann.get(&format!("/api/v3.0/invoice/purchaseorders/{text}"));
    assert_eq!(order["VendorCode"], "KALE", "{order}");

    let receipt = json!({
        "PurchaseOrderNumber": number,
        "LineItemExternalID": order["LineItem"][0]["ExternalID"],
        "GoodsReceiptNumber": "GR-1",
        "ReceivedQuantity": "1",
        "Version": "2.0",
    });
    let received: Value = ann.post("/api/v3.0/invoice/purchaseorderreceipts", &receipt);
    assert_eq!(received["Status"], "SUCCESS", "{received}");
}

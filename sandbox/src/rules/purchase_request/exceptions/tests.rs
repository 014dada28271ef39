#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use super::super::test_service::{COMPANY, PurchaseRequestService, order, printed};

/// Returns the exceptions of a body.
fn exceptions(body: &Value) -> Vec<Value> {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, body);
    service.advance(5);
    let (status, shown) = service.get(COMPANY, &id);
    assert_eq!(status, 200);
    match shown["purchaseRequestQueueStatus"].as_str().unwrap() {
        "CREATE_FAILED" => shown["purchaseRequestExceptions"].as_array().unwrap().clone(),
        status => {
            assert_eq!(status, "CREATED");
            assert!(shown.get("purchaseRequestExceptions").is_none(), "{shown}");
            Vec::new()
        }
    }
}

fn messages(body: &Value) -> Vec<String> {
    let message = |exception: &Value| exception["message"].as_str().unwrap().to_owned();
    exceptions(body).iter().map(message).collect()
}

/// Returns a valid body with one field of the first line item changed.
fn with(field: &str, value: &str) -> Value {
    let mut body = order();
    body["lineItems"][0][field] = json!(value);
    body
}

#[test]
fn the_documented_example_is_created() {
    assert_eq!(messages(&printed()), Vec::<String>::new());
}

#[test]
fn inactive_vendors_are_accepted_and_fail() {
    assert_eq!(
        messages(&with("vendorCode", "VEN10")),
        ["Line item 1: vendor VEN10 is not active"]
    );
}

#[test]
fn unknown_expense_types_fail() {
    assert_eq!(messages(&with("expenseType", "1250")), Vec::<String>::new());
    assert_eq!(
        messages(&with("expenseType", "9999")),
        ["Line item 1: there is no expense type 9999"]
    );
}

#[test]
fn unknown_units_fail_under_both_wire_names() {
    for name in ["uoMCode", "uomCode"] {
        assert_eq!(messages(&with(name, "DA")), Vec::<String>::new());
        assert_eq!(
            messages(&with(name, "XX")),
            ["Line item 1: there is no unit of measure XX"]
        );
    }
}

#[test]
fn the_documented_name_of_the_unit_takes_precedence() {
    let mut body = with("uoMCode", "DA");
    body["lineItems"][0]["uomCode"] = json!("XX");
    assert_eq!(messages(&body), Vec::<String>::new());
    body["lineItems"][0]["uoMCode"] = json!(" ");
    assert_eq!(messages(&body), ["Line item 1: there is no unit of measure XX"]);
}

#[test]
fn custom_fields_with_a_list_accept_only_its_codes() {
    // custom2 has the list of cost centers. It accepts neither the id of an item nor its name.
    for value in ["D4A756E6F4AA7B7349DFEC13900D21AB", "Ludwigshafen 1", "lgvt1"] {
        let message = format!("Line item 1: custom2 has the value {value}, which is not a code of its list");
        assert_eq!(messages(&with("custom2", value)), [message]);
    }
    for (field, value) in [("custom2", "LGVT1"), ("custom2", ""), ("custom3", "any")] {
        assert_eq!(messages(&with(field, value)), Vec::<String>::new());
    }
}

#[test]
fn every_cause_is_a_separate_exception() {
    let mut body = order();
    body["custom1"] = json!("NONE");
    body["shipToAddressCode"] = json!("S");
    body["billToAddressCode"] = json!("B");
    body["lineItems"][0]["expenseType"] = json!("E");
    body["lineItems"][1]["vendorCode"] = json!("VEN10");
    body["lineItems"][1]["uomCode"] = json!("U");
    body["lineItems"][1]["custom4"] = json!("C");
    let raised = exceptions(&body);
    let events: Vec<&str> = raised.iter().map(|one| one["eventCode"].as_str().unwrap()).collect();
    assert_eq!(events[..3], ["PURCH_DETAIL_SUBMIT"; 3]);
    assert_eq!(events[3..], ["PURCH_DETAIL_ITEM_SAVE"; 4]);
    let mut ids: Vec<&str> = Vec::new();
    for exception in &raised {
        let code = exception["exceptionCode"].as_str().unwrap();
        assert!(
            code.len() == 7 && code.bytes().all(|byte| byte.is_ascii_digit()),
            "{code}"
        );
        assert_eq!(exception["isCleared"], false);
        ids.push(exception["prExceptionId"].as_str().unwrap());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 7);
}

#[test]
fn the_events_are_those_of_the_documented_examples() {
    let api = crate::api::find(crate::contract().unwrap(), "purchase_request").unwrap();
    let ty = api
        .types
        .iter()
        .find(|ty| ty.name == "PurchaseRequestExceptions")
        .unwrap();
    let event = ty.fields.iter().find(|field| field.wire == "eventCode").unwrap();
    assert_eq!(event.doc.example.as_deref(), Some(super::SUBMIT));
    let mut printed = api.operations.iter().flat_map(|operation| &operation.examples);
    assert!(printed.any(|example| {
        example
            .response
            .as_ref()
            .is_some_and(|text| text.contains(super::ITEM_SAVE))
    }));
}

//! Refusals and their codes.

use super::*;

fn refused(body: Value) -> String {
    let (mut calls, request) = ann();
    code(calls.create(&request, body))
}

fn with(name: &str, value: Value) -> Value {
    let mut body = taxi(json!(5), "USD");
    body[name] = value;
    body
}

#[test]
fn bodies_that_are_not_objects_are_invalid_json() {
    let (mut calls, request) = ann();
    let path = format!("/requests/{request}/expenses");
    for body in [
        Body::Absent,
        Body::NotJson,
        Body::Json(json!([])),
        Body::Json(json!("x")),
    ] {
        assert_eq!(code(calls.call("POST", &path, body)), "invalidJson");
    }
}

#[test]
fn values_of_the_wrong_type_are_invalid_json() {
    for (name, value) in [
        ("businessPurpose", json!(5)),
        ("transactionAmount", json!("5 USD")),
        ("transactionAmount", json!({ "value": "many", "currency": "USD" })),
        ("transactionAmount", json!({ "value": 5, "currency": "usd" })),
        ("allocations", json!("all")),
        ("allocations", json!([[]])),
        ("expenseType", json!("TAXIX")),
        ("location", json!("Berlin")),
        ("isPaymentCardRelated", json!("perhaps")),
        ("custom1", json!([])),
    ] {
        assert_eq!(refused(with(name, value.clone())), "invalidJson", "{name}: {value}");
    }
}

#[test]
fn invalid_dates_are_named() {
    let (mut calls, request) = ann();
    for (name, value) in [
        ("transactionDate", "20.11.2026"),
        ("budgetAccrualDate", "2026-02-30T00:00:00Z"),
    ] {
        let refusal = calls.create(&request, with(name, json!(value))).unwrap_err();
        let violation = &refusal.violations[0];
        assert_eq!((refusal.status, violation.code.as_deref()), (400, Some("invalidDate")));
        assert_eq!(violation.message, format!("error while parsing date value {value}"));
    }
    for (name, value) in [("startDate", "20/11"), ("startTime", "half past nine")] {
        let mut leg = leg("SEA", "BER");
        leg[name] = json!(value);
        assert_eq!(code(calls.create(&request, flight(json!([leg])))), "invalidDate");
    }
}

#[test]
fn required_fields_must_be_present() {
    for (name, nothing) in [
        ("expenseType", Value::Null),
        ("expenseType", json!({})),
        ("expenseType", json!({ "id": " " })),
        ("transactionAmount", Value::Null),
        ("transactionAmount", json!({})),
        ("transactionDate", Value::Null),
        ("transactionDate", json!("")),
    ] {
        assert_eq!(
            refused(with(name, nothing.clone())),
            "missingRequiredField",
            "{name}: {nothing}"
        );
        let mut body = taxi(json!(5), "USD");
        body.as_object_mut().unwrap().remove(name);
        assert_eq!(refused(body), "missingRequiredField", "{name}");
    }
    let amount = with("transactionAmount", json!({ "value": 5 }));
    assert_eq!(refused(amount), "missingRequiredField");
    assert_eq!(refused(with("tripData", json!({}))), "missingRequiredField");
}

#[test]
fn expense_types_must_exist_and_be_in_the_policy() {
    assert_eq!(
        refused(with("expenseType", json!({ "id": "TAXI" }))),
        "expenseTypeNotMappedToPolicy"
    );
    let mut calls = RuleCalls::of("ann@example.com");
    let request = calls.request("ann@example.com", "Events");
    let parking = with("expenseType", json!({ "id": "PARKG" }));
    assert_eq!(code(calls.create(&request, parking)), "expenseTypeNotMappedToPolicy");
    calls.create(&request, taxi(json!(5), "USD")).unwrap();
}

#[test]
fn a_currency_must_be_active() {
    assert_eq!(refused(taxi(json!(5), "XAU")), "listValidationError");
}

#[test]
fn amounts_with_too_many_digits_are_refused() {
    assert_eq!(refused(taxi(json!(1e40), "USD")), "invalidJson");
    assert_eq!(refused(taxi(json!("12345678901234567890.123"), "USD")), "invalidJson");
}

#[test]
fn ids_in_the_body_are_refused_unless_that_of_the_path() {
    assert_eq!(refused(with("id", json!("x"))), "idNotAllowed");
    let (mut calls, request) = ann();
    let made = calls.create(&request, taxi(json!(5), "USD")).unwrap();
    let other = calls.create(&request, taxi(json!(5), "USD")).unwrap();
    assert_eq!(code(calls.update(id(&made["id"]), other)), "idNotAllowed");
}

#[test]
fn list_fields_accept_item_ids_only() {
    for value in ["P-2001", "New service", "CED0CF3C798244BA678684BDE5AC63A1"] {
        assert_eq!(
            refused(with("custom1", json!({ "value": value }))),
            "listValidationError"
        );
    }
}

#[test]
fn allocations_must_add_up_to_100_percent() {
    for percentages in [[50.0, 49.98], [50.0, 50.02], [150.0, -50.0], [0.0, 0.0], [100.0, 100.0]] {
        let parts = percentages.map(|percentage| json!({ "percentage": percentage }));
        assert_eq!(
            refused(with("allocations", json!(parts))),
            "missingRequiredField",
            "{percentages:?}"
        );
    }
    let (mut calls, request) = ann();
    for percentages in [[50.0, 49.99], [50.0, 50.01], [0.0, 100.0]] {
        let parts = percentages.map(|percentage| json!({ "percentage": percentage }));
        calls.create(&request, with("allocations", json!(parts))).unwrap();
    }
}

#[test]
fn locations_must_be_found() {
    assert_eq!(
        refused(with("location", json!({ "iataCode": "XYZ" }))),
        "invalidLocation"
    );
    let springfield = json!({ "city": "Springfield", "countryCode": "US" });
    assert_eq!(refused(with("location", springfield)), "severalLocationsMatch");
}

#[test]
fn ids_in_the_path_must_be_valid_and_known() {
    let (mut calls, _) = ann();
    let unknown = "0123456789ABCDEF0123456789ABCDEF";
    for (id, expected) in [("x", "invalidUuid"), (unknown, "notFound")] {
        assert_eq!(code(calls.get(&format!("/expenses/{id}"))), expected);
        assert_eq!(code(calls.get(&format!("/requests/{id}/expenses"))), expected);
        assert_eq!(code(calls.update(id, taxi(json!(5), "USD"))), expected);
        assert_eq!(code(calls.create(id, taxi(json!(5), "USD"))), expected);
        assert_eq!(
            code(calls.call("DELETE", &format!("/expenses/{id}"), Body::Absent)),
            expected
        );
    }
}

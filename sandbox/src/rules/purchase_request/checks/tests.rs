#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::test_service::{self, ANN, COMPANY, PurchaseRequestService, all, order};

mod together;

/// Returns the violations of a valid body with one field of the first line item changed.
fn with(field: &str, value: Value) -> Vec<(String, String)> {
    let mut body = order();
    body["lineItems"][0][field] = value;
    let (status, answer) = PurchaseRequestService::new().create(COMPANY, &body);
    if status == 202 {
        Vec::new()
    } else {
        test_service::violations(&answer)
    }
}

/// Returns the violations of a valid body with one field of the header changed.
fn with_header(field: &str, value: Value) -> Vec<(String, String)> {
    let mut body = order();
    body[field] = value;
    let (status, answer) = PurchaseRequestService::new().create(COMPANY, &body);
    if status == 202 {
        Vec::new()
    } else {
        test_service::violations(&answer)
    }
}

#[test]
fn empty_bodies_are_missing_and_non_objects_invalid() {
    let service = PurchaseRequestService::new();
    let sent = |body: &str| test_service::violations(&service.send(COMPANY, body).1);
    for body in ["", "  \n"] {
        assert_eq!(sent(body), all(&[("missingRequestBody", "")]), "{body:?}");
    }
    for body in ["{", "a=b", "null", "[]", "7", r#""text""#] {
        assert_eq!(sent(body), all(&[("invalidRequestBody", "")]), "{body}");
    }
}

#[test]
fn an_empty_object_reports_all_missing_fields_at_once() {
    let expected = [
        ("missingUserInfo", ""),
        ("missingCurrencyCode", "currencyCode"),
        ("missingLineItems", "lineItems"),
    ];
    assert_eq!(PurchaseRequestService::new().violations(&json!({})), all(&expected));
}

#[test]
fn invalid_line_items_make_the_body_invalid() {
    for (items, path) in [
        (json!("chair"), "lineItems"),
        (json!({ "description": "chair" }), "lineItems"),
        (json!(["chair"]), "lineItems[0]"),
        (json!([null]), "lineItems[0]"),
    ] {
        let violations = with_header("lineItems", items);
        assert_eq!(violations, all(&[("invalidRequestBody", path)]));
    }
    assert_eq!(
        with_header("lineItems", json!([])),
        all(&[("missingLineItems", "lineItems")])
    );
}

#[test]
fn wrong_types_without_a_code_make_the_body_invalid() {
    for (field, value) in [
        ("shipping", json!("much")),
        ("tax", json!("1e2")),
        ("receiptType", json!("SOME")),
        ("description", json!(5)),
    ] {
        let path = format!("lineItems[0].{field}");
        assert_eq!(with(field, value), all(&[("invalidRequestBody", &path)]));
    }
    let item = json!(["http://x", 5]);
    assert_eq!(with("url", item), all(&[("invalidRequestBody", "lineItems[0].url[1]")]));
}

#[test]
fn the_employee_must_exist_and_be_a_purchaser() {
    for (field, value) in [
        ("userLoginId", "nobody@example.com"),
        // Not a purchaser.
        ("userLoginId", "carl@example.com"),
        ("userEmail", ANN),
        ("userId", ANN),
    ] {
        let mut body = order();
        body["userLoginId"] = json!(null);
        body[field] = json!(value);
        assert_eq!(
            PurchaseRequestService::new().violations(&body),
            all(&[("invalidUserInfo", field)]),
            "{value}"
        );
    }
}

#[test]
fn users_who_cannot_log_in_can_be_the_employee() {
    for login in ["lea@example.com", "max@example.com", "nia@example.com"] {
        assert_eq!(with_header("userLoginId", json!(login)), []);
    }
}

#[test]
fn more_than_one_employee_field_is_refused() {
    let violations = with_header("userEmail", json!("nobody@example.com"));
    assert_eq!(violations, all(&[("provideOneUserInformation", "")]));
    // A blank one counts as absent.
    assert_eq!(with_header("userEmail", json!(" ")), []);
}

#[test]
fn the_currency_must_be_active() {
    for code in [json!("ZZZ"), json!("usd"), json!("US"), json!(840)] {
        assert_eq!(
            with_header("currencyCode", code),
            all(&[("invalidCurrencyCode", "currencyCode")])
        );
    }
    for code in [json!(null), json!(""), json!("  ")] {
        assert_eq!(
            with_header("currencyCode", code),
            all(&[("missingCurrencyCode", "currencyCode")])
        );
    }
}

#[test]
fn the_policy_must_exist_if_given() {
    let unknown = all(&[("invalidPolicyInformation", "policyExternalId")]);
    assert_eq!(with_header("policyExternalId", json!("po-none")), unknown);
    for id in [json!("po-office"), json!(null), json!("")] {
        assert_eq!(with_header("policyExternalId", id), []);
    }
}

#[test]
fn vendor_and_address_must_match() {
    let invalid = all(&[("invalidVendor", "lineItems[0].vendorCode")]);
    assert_eq!(with("vendorCode", json!("VEN99")), invalid);
    // VEN1 has no address HQ. VEN2 has the address of the valid body.
    assert_eq!(with("vendorAddressCode", json!("HQ")), invalid);
    assert_eq!(with("vendorCode", json!("VEN2")), []);
}

#[test]
fn missing_vendor_codes_are_not_also_invalid() {
    for (field, code) in [
        ("vendorCode", "missingVendorCode"),
        ("vendorAddressCode", "missingVendorAddressCode"),
    ] {
        let path = format!("lineItems[0].{field}");
        assert_eq!(with(field, json!("")), all(&[(code, &path)]));
    }
}

#[test]
fn the_purchase_type_must_be_listed() {
    let path = "lineItems[0].purchaseType";
    assert_eq!(
        with("purchaseType", json!("goods")),
        all(&[("invalidPurchaseType", path)])
    );
    assert_eq!(with("purchaseType", json!("")), all(&[("missingPurchaseType", path)]));
    assert_eq!(with("purchaseType", json!("SERVICES")), []);
}

#[test]
fn quantity_is_positive_and_unit_price_not_negative() {
    let invalid = |code: &str, field: &str| all(&[(code, &format!("lineItems[0].{field}"))]);
    for value in [json!("0"), json!("0.00"), json!("-0"), json!("-1"), json!(-1), json!(0)] {
        assert_eq!(with("quantity", value), invalid("invalidQuantity", "quantity"));
    }
    for value in [json!("-0.01"), json!(-5)] {
        assert_eq!(with("unitPrice", value), invalid("invalidUnitPrice", "unitPrice"));
    }
    for value in [json!("0"), json!("0.0001"), json!(12), json!(0.5)] {
        assert_eq!(with("unitPrice", value), []);
    }
    assert_eq!(with("shipping", json!("-5.00")), []);
}

#[test]
fn numbers_must_be_in_plain_digits() {
    for text in [
        "1e3",
        "1E3",
        "1,000",
        "1_000",
        "$5",
        "+5",
        ".5",
        "5.",
        "1.2.3",
        " 5",
        "٣",
        "many",
        "1234567890123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
    ] {
        let path = "lineItems[0].quantity";
        assert_eq!(
            with("quantity", json!(text)),
            all(&[("invalidQuantity", path)]),
            "{text}"
        );
    }
    let (large, small) = (json!(1e30), json!(1e-9));
    for value in [large, small, json!(true), json!(["1"])] {
        let path = "lineItems[0].unitPrice";
        assert_eq!(with("unitPrice", value), all(&[("invalidUnitPrice", path)]));
    }
}

#[test]
fn dates_must_be_valid_and_in_the_format_yyyy_mm_dd() {
    for text in [
        "2018-6-28",
        "28.06.2018",
        "20180628",
        "2018-06-28T00:00:00",
        "2018-02-30",
        "2018-13-01",
        "20a8-06-28",
        "soon",
        "",
    ] {
        let path = "lineItems[0].neededByDate";
        assert_eq!(
            with("neededByDate", json!(text)),
            all(&[("invalidDateFormat", path)]),
            "{text}"
        );
    }
    assert_eq!(with("neededByDate", json!("2018-06-28")), [], "past dates are valid");
    assert_eq!(with("neededByDate", json!(null)), []);
}

#[test]
fn violations_have_the_message_of_the_contract() {
    let api = crate::api::find(crate::contract().unwrap(), "purchase_request").unwrap();
    let (_, answer) = PurchaseRequestService::new().create(COMPANY, &json!({}));
    for violation in answer["errors"].as_array().unwrap() {
        let mut codes = api.error_codes.iter();
        let known = codes
            .find(|known| violation["errorCode"] == known.wire.as_str())
            .unwrap();
        assert_eq!(violation["errorMessage"], known.messages[0].as_str());
    }
}

#[test]
fn violations_of_the_whole_body_have_no_data_path() {
    let (_, answer) = PurchaseRequestService::new().create(COMPANY, &json!({}));
    assert!(answer["errors"][0].get("dataPath").is_none(), "{answer}");
    assert_eq!(answer["errors"][1]["dataPath"], "currencyCode");
}

#[test]
fn every_code_of_the_contract_can_occur() {
    let service = PurchaseRequestService::new();
    let mut reached: BTreeSet<String> = ["", "{"]
        .into_iter()
        .flat_map(|body| test_service::violations(&service.send(COMPANY, body).1))
        .map(|(code, _)| code)
        .collect();
    let item = json!({ "quantity": "x", "unitPrice": "x", "purchaseType": "x", "neededByDate": "x" });
    let vendor = json!({ "vendorCode": "x", "vendorAddressCode": "x" });
    for body in [
        json!({}),
        json!({ "userId": "x", "policyExternalId": "x", "currencyCode": "x", "lineItems": [{}, item, vendor] }),
        json!({ "userId": "x", "userEmail": "x" }),
    ] {
        reached.extend(service.violations(&body).into_iter().map(|(code, _)| code));
    }
    let api = crate::api::find(crate::contract().unwrap(), "purchase_request").unwrap();
    let create = api
        .operations
        .iter()
        .find(|operation| operation.key == "create")
        .unwrap();
    assert_eq!(create.errors.len(), 20);
    assert_eq!(reached, create.errors.iter().cloned().collect());
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!({})),
        Just(json!([[], {}, "x", 1e300, null])),
        any::<f64>().prop_map(|number| json!(number)),
        any::<u64>().prop_map(|number| json!(number)),
        ".{0,12}".prop_map(|text| json!(text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_violation_is_reported_twice(
        values in proptest::collection::vec((0..12_usize, any_value()), 0..6),
    ) {
        let fields = [
            "userId", "userLoginId", "currencyCode", "policyExternalId", "custom1", "lineItems",
            "purchaseType", "vendorCode", "quantity", "neededByDate", "url", "uomCode",
        ];
        let mut body = order();
        for (field, value) in values {
            match field {
                0..6 => body[fields[field]] = value,
                _ => if let Some(item) = body["lineItems"].get_mut(0).and_then(Value::as_object_mut) {
                    item.insert(fields[field].to_owned(), value);
                }
            }
        }
        let (status, answer) = PurchaseRequestService::new().create(COMPANY, &body);
        if status == 400 {
            let violations = test_service::violations(&answer);
            let once: BTreeSet<_> = violations.iter().collect();
            prop_assert_eq!(once.len(), violations.len(), "{}", answer);
        } else {
            prop_assert_eq!(status, 202);
        }
    }
}

//! Violations in any combination.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::super::super::test_service::{ANN, COMPANY, PurchaseRequestService, order, violations};

/// A variant of some fields: the values to set, and the resulting violations as code and field.
struct Variant {
    values: Vec<(&'static str, Value)>,
    violations: Vec<(&'static str, &'static str)>,
}

fn variant(values: &[(&'static str, Value)], violations: &[(&'static str, &'static str)]) -> Variant {
    Variant {
        values: values.to_vec(),
        violations: violations.to_vec(),
    }
}

fn valid() -> Variant {
    variant(&[], &[])
}

/// The independent parts of the header, in the order of the table, each with its variants.
fn header() -> Vec<Vec<Variant>> {
    let nobody = json!("nobody@example.com");
    let employee = vec![
        valid(),
        variant(&[("userLoginId", json!(null))], &[("missingUserInfo", "")]),
        variant(&[("userEmail", json!("x"))], &[("provideOneUserInformation", "")]),
        variant(&[("userLoginId", nobody)], &[("invalidUserInfo", "userLoginId")]),
        variant(
            &[("userLoginId", json!("")), ("userId", json!(ANN))],
            &[("invalidUserInfo", "userId")],
        ),
    ];
    let invalid_policy = [("invalidPolicyInformation", "policyExternalId")];
    let policy = vec![
        valid(),
        variant(&[("policyExternalId", json!("none"))], &invalid_policy),
    ];
    let currency = vec![
        valid(),
        variant(
            &[("currencyCode", json!(" "))],
            &[("missingCurrencyCode", "currencyCode")],
        ),
        variant(
            &[("currencyCode", json!("ZZZ"))],
            &[("invalidCurrencyCode", "currencyCode")],
        ),
        variant(
            &[("currencyCode", json!("usd"))],
            &[("invalidCurrencyCode", "currencyCode")],
        ),
    ];
    vec![employee, policy, currency]
}

/// The same for a line item.
fn line_item() -> Vec<Vec<Variant>> {
    let no_vendor = ("missingVendorCode", "vendorCode");
    let no_address = ("missingVendorAddressCode", "vendorAddressCode");
    let (vendor, address) = (("vendorCode", json!(null)), ("vendorAddressCode", json!("")));
    let other_vendor = [("vendorCode", json!("VEN4"))];
    vec![
        of_field("purchaseType", "THINGS", "missingPurchaseType", "invalidPurchaseType"),
        vec![
            valid(),
            variant(std::slice::from_ref(&vendor), &[no_vendor]),
            variant(std::slice::from_ref(&address), &[no_address]),
            variant(&[vendor, address], &[no_vendor, no_address]),
            variant(&other_vendor, &[("invalidVendor", "vendorCode")]),
        ],
        vec![
            valid(),
            variant(&[("description", json!(""))], &[("missingDescription", "description")]),
        ],
        of_field("quantity", "0", "missingQuantity", "invalidQuantity"),
        of_field("unitPrice", "1e3", "missingUnitPrice", "invalidUnitPrice"),
        vec![
            valid(),
            variant(
                &[("neededByDate", json!("28.6."))],
                &[("invalidDateFormat", "neededByDate")],
            ),
        ],
    ]
}

fn of_field(field: &'static str, wrong: &str, missing: &'static str, invalid: &'static str) -> Vec<Variant> {
    vec![
        valid(),
        variant(&[(field, json!(null))], &[(missing, field)]),
        variant(&[(field, json!(wrong))], &[(invalid, field)]),
    ]
}

/// Applies one variant of each part and returns the resulting violations, in order.
fn apply(object: &mut Value, parts: &[Vec<Variant>], chosen: &[Index], place: &str) -> Vec<(String, String)> {
    let mut violations = Vec::new();
    for (variants, index) in parts.iter().zip(chosen) {
        let variant = index.get(variants);
        for (field, value) in &variant.values {
            object[*field] = value.clone();
        }
        let at = |(code, field): &(&str, &str)| ((*code).to_owned(), format!("{place}{field}"));
        violations.extend(variant.violations.iter().map(at));
    }
    violations
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn combined_violations_are_those_of_each_field_in_body_order(
        of_header in proptest::collection::vec(any::<Index>(), 3),
        of_items in proptest::collection::vec(proptest::collection::vec(any::<Index>(), 6), 1..12),
    ) {
        let mut body = order();
        let valid = body["lineItems"][0].clone();
        let mut expected = apply(&mut body, &header(), &of_header, "");
        let mut items = Vec::new();
        for (at, chosen) in of_items.iter().enumerate() {
            let mut item = valid.clone();
            expected.extend(apply(&mut item, &line_item(), chosen, &format!("lineItems[{at}].")));
            items.push(item);
        }
        body["lineItems"] = json!(items);
        let (status, answer) = PurchaseRequestService::new().create(COMPANY, &body);
        if expected.is_empty() {
            prop_assert_eq!(status, 202);
        } else {
            prop_assert_eq!(status, 400);
            prop_assert_eq!(violations(&answer), expected);
        }
    }
}

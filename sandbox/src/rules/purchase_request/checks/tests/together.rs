//! Faults in any combination.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::super::super::test_service::{ANN, COMPANY, PurchaseRequestService, order, violations};

/// A way in which some fields can be: the values that are set, and the violations that come of it, code and field.
struct Way {
    values: Vec<(&'static str, Value)>,
    violations: Vec<(&'static str, &'static str)>,
}

fn way(values: &[(&'static str, Value)], violations: &[(&'static str, &'static str)]) -> Way {
    Way {
        values: values.to_vec(),
        violations: violations.to_vec(),
    }
}

fn sound() -> Way {
    way(&[], &[])
}

/// Parts of the header that have nothing to do with each other, in the order of the table, each with its ways.
fn header() -> Vec<Vec<Way>> {
    let nobody = json!("nobody@example.com");
    let employee = vec![
        sound(),
        way(&[("userLoginId", json!(null))], &[("missingUserInfo", "")]),
        way(&[("userEmail", json!("x"))], &[("provideOneUserInformation", "")]),
        way(&[("userLoginId", nobody)], &[("invalidUserInfo", "userLoginId")]),
        way(
            &[("userLoginId", json!("")), ("userId", json!(ANN))],
            &[("invalidUserInfo", "userId")],
        ),
    ];
    let invalid_policy = [("invalidPolicyInformation", "policyExternalId")];
    let policy = vec![sound(), way(&[("policyExternalId", json!("none"))], &invalid_policy)];
    let currency = vec![
        sound(),
        way(
            &[("currencyCode", json!(" "))],
            &[("missingCurrencyCode", "currencyCode")],
        ),
        way(
            &[("currencyCode", json!("ZZZ"))],
            &[("invalidCurrencyCode", "currencyCode")],
        ),
        way(
            &[("currencyCode", json!("usd"))],
            &[("invalidCurrencyCode", "currencyCode")],
        ),
    ];
    vec![employee, policy, currency]
}

/// The same of a line item.
fn line_item() -> Vec<Vec<Way>> {
    let no_vendor = ("missingVendorCode", "vendorCode");
    let no_address = ("missingVendorAddressCode", "vendorAddressCode");
    let (vendor, address) = (("vendorCode", json!(null)), ("vendorAddressCode", json!("")));
    let other_vendor = [("vendorCode", json!("VEN4"))];
    vec![
        of_field("purchaseType", "THINGS", "missingPurchaseType", "invalidPurchaseType"),
        vec![
            sound(),
            way(std::slice::from_ref(&vendor), &[no_vendor]),
            way(std::slice::from_ref(&address), &[no_address]),
            way(&[vendor, address], &[no_vendor, no_address]),
            way(&other_vendor, &[("invalidVendor", "vendorCode")]),
        ],
        vec![
            sound(),
            way(&[("description", json!(""))], &[("missingDescription", "description")]),
        ],
        of_field("quantity", "0", "missingQuantity", "invalidQuantity"),
        of_field("unitPrice", "1e3", "missingUnitPrice", "invalidUnitPrice"),
        vec![
            sound(),
            way(
                &[("neededByDate", json!("28.6."))],
                &[("invalidDateFormat", "neededByDate")],
            ),
        ],
    ]
}

fn of_field(field: &'static str, wrong: &str, missing: &'static str, invalid: &'static str) -> Vec<Way> {
    vec![
        sound(),
        way(&[(field, json!(null))], &[(missing, field)]),
        way(&[(field, json!(wrong))], &[(invalid, field)]),
    ]
}

/// Brings each part into one of its ways, and gives the violations that come of it, in order.
fn bring(object: &mut Value, parts: &[Vec<Way>], chosen: &[Index], place: &str) -> Vec<(String, String)> {
    let mut violations = Vec::new();
    for (ways, index) in parts.iter().zip(chosen) {
        let way = index.get(ways);
        for (field, value) in &way.values {
            object[*field] = value.clone();
        }
        let at = |(code, field): &(&str, &str)| ((*code).to_owned(), format!("{place}{field}"));
        violations.extend(way.violations.iter().map(at));
    }
    violations
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_faults_of_fields_that_are_broken_together_are_those_of_each_in_the_order_of_the_body(
        of_header in proptest::collection::vec(any::<Index>(), 3),
        of_items in proptest::collection::vec(proptest::collection::vec(any::<Index>(), 6), 1..12),
    ) {
        let mut body = order();
        let sound = body["lineItems"][0].clone();
        let mut expected = bring(&mut body, &header(), &of_header, "");
        let mut items = Vec::new();
        for (at, chosen) in of_items.iter().enumerate() {
            let mut item = sound.clone();
            expected.extend(bring(&mut item, &line_item(), chosen, &format!("lineItems[{at}].")));
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

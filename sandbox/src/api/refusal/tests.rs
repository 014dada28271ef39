#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use concur_spec::api::EnvelopeMore;
use serde_json::json;

use super::*;

fn api(key: &str) -> &'static Api {
    let apis = &crate::contract().unwrap().apis;
    apis.iter().find(|api| api.key == key).unwrap()
}

fn body(refusal: &Refusal, api: &str, operation: &str) -> Value {
    let operations = &self::api(api).operations;
    let operation = operations.iter().find(|known| known.key == operation).unwrap();
    refusal.body(crate::contract().unwrap(), Some(operation))
}

#[test]
fn refusals_use_the_message_and_list_of_the_contract() {
    let api = api("purchase_request");
    let violation = Violation::code(api, "missingVendorCode").at("lineItems[0].vendorCode");
    let refusal = Refusal::of(400, vec![violation, Violation::code(api, "missingUserInfo")]);
    assert_eq!(
        body(&refusal, "purchase_request", "create"),
        json!({ "errors": [
            {
                "errorCode": "missingVendorCode",
                "errorMessage": "`vendorCode` is required.",
                "dataPath": "lineItems[0].vendorCode",
            },
            {
                "errorCode": "missingUserInfo",
                "errorMessage": "Either `userID` or `userEmail` or `userLoginId` is required.",
            },
        ] })
    );
}

#[test]
fn token_refusals_have_a_numeric_code_and_extra_members() {
    let refusal = Refusal::code(api("oauth"), "16").with("geolocation", "http://there");
    assert_eq!(refusal.status, 400);
    let expected = json!({ "code": 16, "error_description": "user lives elsewhere", "geolocation": "http://there" });
    assert_eq!(body(&refusal, "oauth", "token"), expected);
    // The contract has no 429 here, and token calls have one envelope for every status.
    assert_eq!(body(&refusal.with_status(429), "oauth", "token"), expected);
}

#[test]
fn placeholders_are_filled_and_the_status_is_that_of_the_code() {
    let api = api("request");
    let refusal = Refusal::filled(api, "invalidLocation", 1, &[("iataCode", "XXX")]);
    assert!(refusal.violations[0].message.ends_with("iataCode=XXX"), "{refusal:?}");
    assert_eq!(Refusal::code(api, "NO_APPROVER").status, 409);
    assert_eq!(Refusal::uncoded(api, 0).violations[0].code, None);
}

#[test]
fn violations_are_beside_the_first_where_further_ones_have_codes() {
    let path = |keys: &[&str]| KeyPath(keys.iter().map(|&key| key.to_owned()).collect());
    let mut contract = crate::contract().unwrap().clone();
    let envelope = &mut contract.platform.envelopes[0];
    *envelope = Envelope {
        present: Some(path(&["status"])),
        list: None,
        code: Some(path(&["kind"])),
        message: path(&["detail"]),
        data_path: None,
        more: Some(EnvelopeMore {
            list: path(&["error:2.0", "messages"]),
            code: Some(path(&["code"])),
            message: path(&["message"]),
            data_path: Some(path(&["path"])),
        }),
        ..envelope.clone()
    };
    let api = api("purchase_request");
    let violation = Violation::code(api, "missingUserInfo");
    let refusal = Refusal::of(
        400,
        vec![
            Violation::code(api, "missingVendorCode").at("vendor"),
            violation.clone(),
        ],
    );
    let first = "`vendorCode` is required.";
    assert_eq!(
        refusal.body(&contract, None),
        json!({
            "status": "400",
            "kind": "missingVendorCode",
            "detail": first,
            "error:2.0": { "messages": [
                { "code": "missingVendorCode", "message": first, "path": "vendor" },
                { "code": "missingUserInfo", "message": violation.message },
            ] },
        })
    );
    contract.platform.envelopes[0].code = None;
    contract.platform.envelopes[0].more = None;
    let plain = refusal.with("status", 409).body(&contract, None);
    assert_eq!(plain, json!({ "status": 409, "detail": first }));
}

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::json;

use super::super::tests::contract;
use super::*;
use crate::api::{Doc, KeyPath};

fn found(api: &str, operation: &str, status: u16, body: &Value) -> Vec<(String, Problem)> {
    let contract = contract();
    let api = contract.apis.iter().find(|known| known.key == api).unwrap();
    let operation = api.operations.iter().find(|known| known.key == operation).unwrap();
    let findings = answer(contract, api, operation, status, body);
    findings.into_iter().map(|found| (found.path, found.problem)).collect()
}

#[test]
fn wrong_types_are_found_with_their_path() {
    let body = json!({
        "purchaseRequestId": 7,
        "purchaseRequestExceptions": [{ "isCleared": "true" }, "x"],
        "purchaseOrders": {},
    });
    let body = found("purchase_request", "get", 200, &body);
    let not = |path: &str, expected| (path.to_owned(), Problem::NotOfType(expected));
    assert!(body.contains(&not("purchaseRequestId", "a text")), "{body:?}");
    assert!(
        body.contains(&not("purchaseRequestExceptions[0].isCleared", "true or false")),
        "{body:?}"
    );
    assert!(
        body.contains(&not("purchaseRequestExceptions[1]", "an object")),
        "{body:?}"
    );
}

#[test]
fn unlisted_values_are_found_in_open_value_sets_too() {
    let body = json!({ "purchaseRequestQueueStatus": "LOST" });
    let body = found("purchase_request", "get", 200, &body);
    assert!(
        body.contains(&("purchaseRequestQueueStatus".into(), Problem::Unlisted)),
        "{body:?}"
    );
}

#[test]
fn unknown_fields_are_found_with_the_nearest_name() {
    let found = found("request", "get", 200, &json!({ "naem": "x" }));
    assert_eq!(found, [("naem".into(), Problem::Unknown(Some("name".into())))]);
}

#[test]
fn guaranteed_fields_must_not_be_null() {
    let found = found("purchase_request", "create", 202, &json!({ "id": null, "uri": "u" }));
    assert_eq!(found, [("id".into(), Problem::Missing)]);
}

#[test]
fn lists_can_be_inside_an_object() {
    assert_eq!(
        found("request", "list_expenses", 200, &json!({ "data": [{ "id": "E" }] })),
        []
    );
    assert_eq!(found("request", "list_expenses", 200, &json!([{ "id": "E" }])), []);
    let inside = found("request", "list_expenses", 200, &json!({ "data": [{ "id": [] }] }));
    assert_eq!(inside, [("[0].id".into(), Problem::NotOfType("a text"))]);
}

#[test]
fn undocumented_successes_are_found() {
    let found = found("purchase_request", "create", 200, &json!({}));
    assert_eq!(found, [(String::new(), Problem::Undocumented(200))]);
}

#[test]
fn refusals_must_match_the_envelope_of_the_operation() {
    let list = json!({ "errors": [{ "errorCode": "notFound", "errorMessage": "no" }] });
    assert_eq!(found("purchase_request", "get", 404, &list), []);
    assert_eq!(found("purchase_request", "get", 418, &list), []);
    for body in [
        json!({}),
        json!({ "errors": [] }),
        json!({ "errors": [{ "message": "no" }] }),
        Value::Null,
    ] {
        assert!(
            matches!(&found("purchase_request", "get", 404, &body)[..], [(path, Problem::NotAnError(_))] if path.is_empty()),
            "{body}"
        );
    }
    let numbered = json!({ "code": 5, "error_description": "no" });
    assert_eq!(found("oauth", "token", 400, &numbered), []);
    assert!(matches!(
        &found("oauth", "token", 400, &list)[..],
        [(_, Problem::NotAnError(_))]
    ));
}

#[test]
fn a_body_with_what_is_always_present_fits() {
    let envelope = Envelope {
        name: "Layered".to_owned(),
        present: Some(KeyPath(vec!["error:2.0".to_owned(), "status".to_owned()])),
        list: None,
        code: None,
        message: KeyPath(vec!["detail".to_owned()]),
        data_path: None,
        more: None,
        doc: Doc::default(),
    };
    let inner = json!({ "status": "404" });
    assert!(fits(&envelope, &json!({ "error:2.0": inner })));
    assert!(fits(&envelope, &json!({ "error:2.0": inner, "detail": "no" })));
    for body in [
        json!({ "detail": "no" }),
        json!({ "error:2.0": {}, "detail": "no" }),
        json!({ "error:2.0": inner, "detail": 5 }),
    ] {
        assert!(!fits(&envelope, &body), "{body}");
    }
}

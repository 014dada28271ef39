#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use super::label;
use crate::rules::request::test_service::{RequestService, TRAVEL};

/// The policy with a limit of 1000.
const SMALL: &str = "D9756040E15910BB19792192BEE9B702";

fn exceptions(service: &RequestService, id: &str) -> Value {
    service.get("ann", &format!("/requests/{id}/exceptions")).ok()
}

fn level(service: &RequestService, id: &str) -> Value {
    service.get("ann", &format!("/requests/{id}")).ok()["highestExceptionLevel"].clone()
}

#[test]
fn empty_required_fields_are_one_exception() {
    let service = RequestService::new();
    let body = json!({ "name": "Kyoto", "policy": { "id": TRAVEL } });
    let id = service.post("ann", "/requests", &body).ok()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let found = exceptions(&service, &id);
    assert_eq!(found.as_array().unwrap().len(), 1);
    let missing = json!({ "missingFields": ["Start Date", "End Date"], "missingFieldsIds": ["startDate", "endDate"] });
    assert_eq!(found[0]["parameters"], missing);
    assert_eq!(found[0]["isBlocking"], json!(true));
    assert_eq!(found[0]["source"]["type"], json!("HEADER"));
    assert_eq!(found[0]["source"]["id"], json!(id));
    assert_eq!(level(&service, &id), json!("ERROR"));
    assert_eq!(service.take("ann", &id, "submit").code(), "missingRequiredField");

    let dates = json!({ "startDate": "2026-05-04", "endDate": "2026-05-08" });
    service.put("ann", &format!("/requests/{id}"), &dates).ok();
    assert_eq!(
        (exceptions(&service, &id), level(&service, &id)),
        (json!([]), json!("NONE"))
    );
    service.take("ann", &id, "submit").ok();
}

#[test]
fn an_amount_above_the_limit_is_an_exception_until_it_is_less() {
    let service = RequestService::new();
    let id = service.created("ann", SMALL);
    for value in [600, 400] {
        service.expense("ann", &id, value);
    }
    assert_eq!(exceptions(&service, &id), json!([]), "the limit itself is allowed");
    let expense = service.expense("ann", &id, 0.01);
    let found = exceptions(&service, &id);
    let message = found[0]["message"].as_str().unwrap();
    assert_eq!(
        message,
        "1000.01 USD is more than 1000 USD, the limit of the policy \"Small trips\""
    );
    assert_eq!(
        (&found[0]["parameters"], level(&service, &id)),
        (&json!({}), json!("ERROR"))
    );
    assert_eq!(service.take("ann", &id, "submit").code(), "blockingException");
    service.delete("ann", &format!("/expenses/{expense}")).ok();
    assert_eq!(exceptions(&service, &id), json!([]));
    service.take("ann", &id, "submit").ok();
}

#[test]
fn a_rest_that_is_not_allocated_is_an_exception_of_its_expense() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let expense = service.expense("ann", &id, 100);
    let shown = service.get("ann", &format!("/expenses/{expense}")).ok();
    let allocation = shown["allocations"][0]["allocationId"].as_str().unwrap();
    let path = format!("/requests/{id}/allocations/{allocation}");
    service.put("ann", &path, &json!({ "percentage": 70 })).ok();
    let found = exceptions(&service, &id);
    assert_eq!(found[0]["source"]["type"], json!("EXPENSE"));
    assert_eq!(found[0]["source"]["id"], json!(expense));
    assert_eq!(found[0]["source"]["href"], shown["href"]);
    assert_eq!(service.take("ann", &id, "submit").code(), "blockingException");
    service.put("ann", &path, &json!({ "percentage": 100 })).ok();
    assert_eq!(exceptions(&service, &id), json!([]));
}

#[test]
fn exceptions_need_a_request_and_a_user() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let unknown = "/requests/0123456789ABCDEF0123456789ABCDEF/exceptions";
    assert_eq!(service.get("ann", unknown).refused().0, 404);
    let path = format!("/requests/{id}/exceptions");
    assert_eq!(service.get("company", &path).code(), "missingRequiredParam");
    assert_eq!(service.get("emil", &path).code(), "userIsNotAllowed");
}

#[test]
fn labels_are_the_words_of_the_names() {
    assert_eq!(
        ["name", "businessPurpose", "custom12"].map(label),
        ["Name", "Business Purpose", "Custom12"]
    );
}

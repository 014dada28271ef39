#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::rules::request::test_service::{ADVANCED, RequestService, TRAVEL};

fn listed(service: &RequestService, id: &str) -> Value {
    service.get("ann", &format!("/requests/{id}/cashadvances")).ok()
}

#[test]
fn a_request_has_the_cash_advance_of_its_policy() {
    let service = RequestService::new();
    let id = service.created("ann", ADVANCED);
    let links = listed(&service, &id);
    assert_eq!(links.as_array().unwrap().len(), 1);
    let advance = links[0]["id"].as_str().unwrap();
    let address = "http://127.0.0.1:4004/travelrequest/v4/cashadvances";
    assert_eq!(links[0]["href"], json!(format!("{address}/{advance}")));
    assert_eq!(links[0]["template"], json!(format!("{address}/{{id}}")));
    let found = service.get("ann", &format!("/cashadvances/{advance}")).ok();
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["cashAdvanceId"], links[0]["id"]);
    assert_eq!(
        found[0]["amountRequested"],
        json!({ "value": 300, "currency": "USD", "amount": 300 })
    );
    assert_eq!(listed(&service, &service.created("ann", TRAVEL)), json!([]));
}

#[test]
fn a_cash_advance_is_submitted_and_approved_with_its_request() {
    let service = RequestService::new();
    let id = service.created("ann", ADVANCED);
    let advance = listed(&service, &id)[0]["id"].as_str().unwrap().to_owned();
    let read = || service.get("bea", &format!("/cashadvances/{advance}")).ok()[0].clone();
    let status = || read()["approvalStatus"]["code"].clone();
    assert_eq!((status(), read().get("requestDate").cloned()), (json!("C_NOTF"), None));
    service.take("ann", &id, "submit").ok();
    assert_eq!(
        (status(), read()["requestDate"].clone()),
        (json!("C_PEND"), json!("2026-03-31T12:00:00.000Z"))
    );
    service.take("bea", &id, "approve").ok();
    assert_eq!(status(), json!("C_APPR"));
}

#[test]
fn cash_advances_are_deleted_with_their_request() {
    let service = RequestService::new();
    let id = service.created("ann", ADVANCED);
    let advance = listed(&service, &id)[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/cashadvances/{advance}");
    assert_eq!(service.get("emil", &path).code(), "userIsNotAllowed");
    service.delete("ann", &format!("/requests/{id}")).ok();
    assert_eq!(service.get("ann", &path).refused().0, 404);
    assert_eq!(service.get("ann", "/cashadvances/x").code(), "invalidUuid");
    assert_eq!(
        service.get("ann", &format!("/requests/{id}/cashadvances")).refused().0,
        404
    );
}

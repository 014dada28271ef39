#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::json;

use super::super::test_service::{ANN, APPLICATION, COMPANY, PurchaseRequestService, all, order, printed, violations};
use crate::behavior::Behavior;

#[test]
fn create_returns_the_id_and_the_uri_of_the_document() {
    let service = PurchaseRequestService::new();
    let (status, answer) = service.create(COMPANY, &printed());
    assert_eq!(status, 202);
    let id = answer["id"].as_str().unwrap();
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    // The base URL has the scheme `https`.
    let uri = format!("http://first.example:8443/purchaserequest/v4/purchaserequests/{id}?mode=COMPACT");
    assert_eq!(answer, json!({ "id": id, "uri": uri }));
}

#[test]
fn with_a_user_token_the_employee_of_the_body_is_ignored() {
    let service = PurchaseRequestService::new();
    let mut body = order();
    let bea = service
        .0
        .world()
        .tenant
        .user_by_login("bea@example.com")
        .unwrap()
        .id
        .clone();
    for (field, value) in [
        ("userLoginId", json!(null)),
        ("userEmail", json!("nobody@example.com")),
        ("userId", json!(5)),
    ] {
        body[field] = value;
        let id = service.created("bea@example.com", &body);
        assert_eq!(service.0.world().purchase_requests.get(&id).unwrap().requester, bea);
    }
}

#[test]
fn strict_mode_accepts_a_user_token_without_an_employee() {
    let strict = Behavior {
        strict: true,
        ..Behavior::default()
    };
    let service = PurchaseRequestService::with(strict);
    let mut body = order();
    body.as_object_mut().unwrap().remove("userLoginId");
    service.created(ANN, &body);
    body["color"] = json!("red");
    assert_eq!(service.create(ANN, &body).0, 400);
}

#[test]
fn application_tokens_are_refused() {
    let service = PurchaseRequestService::new();
    assert_eq!(service.create(APPLICATION, &order()).0, 403);
    assert_eq!(service.get(APPLICATION, "x").0, 403);
}

#[test]
fn the_employee_is_found_by_each_of_the_three_fields() {
    let service = PurchaseRequestService::new();
    let ann = service.0.world().tenant.user_by_login(ANN).unwrap().clone();
    for (field, value) in [
        ("userId", &ann.id),
        ("userEmail", &ann.email),
        ("userLoginId", &ann.login_id),
    ] {
        let mut body = order();
        body.as_object_mut().unwrap().remove("userLoginId");
        body[field] = json!(value);
        let id = service.created(COMPANY, &body);
        assert_eq!(service.0.world().purchase_requests.get(&id).unwrap().requester, ann.id);
    }
}

#[test]
fn a_token_of_a_user_who_is_not_a_purchaser_is_refused() {
    let service = PurchaseRequestService::new();
    let (status, answer) = service.create("carl@example.com", &order());
    assert_eq!((status, violations(&answer)), (400, all(&[("invalidUserInfo", "")])));
}

#[test]
fn refused_bodies_store_nothing() {
    let service = PurchaseRequestService::new();
    let before = service.0.world().counts();
    let mut body = order();
    body["currencyCode"] = json!("ZZZ");
    assert_eq!(service.create(COMPANY, &body).0, 400);
    assert_eq!(service.0.world().counts(), before);
}

#[test]
fn numbers_are_consecutive_and_failures_have_none() {
    let service = PurchaseRequestService::new();
    let mut failing = order();
    failing["shipToAddressCode"] = json!("nowhere");
    let ids = [&order(), &failing, &order()].map(|body| service.created(COMPANY, body));
    service.advance(5);
    let number = |id: &String| service.get(COMPANY, id).1["purchaseRequestNumber"].clone();
    assert_eq!(
        ids.each_ref().map(number),
        [json!("100000"), json!(null), json!("100001")]
    );
}

#[test]
fn without_an_approver_the_processor_is_next() {
    let service = PurchaseRequestService::new();
    for (login, status) in [
        (ANN, "Pending Approval"),
        // No approver, her own approver, and a disabled approver.
        ("emil@example.com", "Pending Processor Review"),
        ("fay@example.com", "Pending Processor Review"),
        ("gus@example.com", "Pending Processor Review"),
    ] {
        let id = service.created(login, &order());
        service.advance(5);
        assert_eq!(
            service.get(COMPANY, &id).1["purchaseRequestWorkflowStatus"],
            status,
            "{login}"
        );
    }
}

#[test]
fn overflowing_times_saturate() {
    let behavior = Behavior {
        creation_takes: Duration::MAX,
        approval_takes: Some(Duration::MAX),
        ..Behavior::default()
    };
    let service = PurchaseRequestService::with(behavior);
    let id = service.created(COMPANY, &order());
    assert_eq!(
        service.get(COMPANY, &id).1["purchaseRequestQueueStatus"],
        "PENDING_CREATION"
    );
}

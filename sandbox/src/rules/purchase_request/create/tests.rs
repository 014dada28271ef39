#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::json;

use super::super::test_service::{ANN, APPLICATION, COMPANY, PurchaseRequestService, all, order, printed, violations};
use crate::behavior::Behavior;

#[test]
fn it_answers_with_an_id_and_the_uri_that_the_document_prints() {
    let service = PurchaseRequestService::new();
    let (status, answer) = service.create(COMPANY, &printed());
    assert_eq!(status, 202);
    let id = answer["id"].as_str().unwrap();
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    // The call came to a base URL with https.
    let uri = format!("http://first.example:8443/purchaserequest/v4/purchaserequests/{id}?mode=COMPACT");
    assert_eq!(answer, json!({ "id": id, "uri": uri }));
}

#[test]
fn a_user_token_needs_no_employee_and_listens_to_none() {
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
fn a_strict_sandbox_lets_a_user_token_name_nobody_too() {
    let strict = Behavior {
        strict: true,
        ..Behavior::default()
    };
    let service = PurchaseRequestService::with(strict);
    let mut body = order();
    body.as_object_mut().unwrap().remove("userLoginId");
    service.created(ANN, &body);
    body["colour"] = json!("red");
    assert_eq!(service.create(ANN, &body).0, 400);
}

#[test]
fn an_application_s_own_token_is_refused() {
    let service = PurchaseRequestService::new();
    assert_eq!(service.create(APPLICATION, &order()).0, 403);
    assert_eq!(service.get(APPLICATION, "x").0, 403);
}

#[test]
fn the_employee_of_the_body_is_found_by_each_of_the_three_fields() {
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
fn a_token_s_user_who_may_not_purchase_is_refused_for_the_body_as_a_whole() {
    let service = PurchaseRequestService::new();
    let (status, answer) = service.create("carl@example.com", &order());
    assert_eq!((status, violations(&answer)), (400, all(&[("invalidUserInfo", "")])));
}

#[test]
fn a_refusal_leaves_nothing_behind() {
    let service = PurchaseRequestService::new();
    let before = service.0.world().counts();
    let mut body = order();
    body["currencyCode"] = json!("ZZZ");
    assert_eq!(service.create(COMPANY, &body).0, 400);
    assert_eq!(service.0.world().counts(), before);
}

#[test]
fn numbers_come_in_a_row_and_what_fails_has_none() {
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
fn it_waits_for_the_approver_or_for_the_processor_where_none_can_decide() {
    let service = PurchaseRequestService::new();
    for (login, status) in [
        (ANN, "Pending Approval"),
        // None at all, herself, and one who has left.
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
fn times_beyond_the_end_of_time_are_that_end() {
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

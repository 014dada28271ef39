#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::super::Decision;
use super::super::test_service::{ANN, COMPANY, PurchaseRequestService, order};

#[test]
fn while_pending_only_the_id_and_the_status_are_returned() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    service.advance(4);
    let pending = json!({ "purchaseRequestId": id, "purchaseRequestQueueStatus": "PENDING_CREATION" });
    assert_eq!(service.get(COMPANY, &id), (200, pending));
    service.advance(1);
    let created = json!({
        "purchaseRequestId": id,
        "purchaseRequestQueueStatus": "CREATED",
        "purchaseRequestNumber": "100000",
        "purchaseRequestWorkflowStatus": "Pending Approval",
    });
    assert_eq!(service.get(COMPANY, &id), (200, created));
}

#[test]
fn purchase_orders_are_returned_once_they_exist() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    service.advance(5);
    service.decide(&id, Decision::Approve).unwrap();
    let (_, shown) = service.get(COMPANY, &id);
    assert_eq!(shown["purchaseOrders"], json!([{ "purchaseOrderNumber": "PO10001" }]));
    assert_eq!(shown["purchaseRequestWorkflowStatus"], "Approved");
}

#[test]
fn a_missing_or_unknown_mode_is_refused() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    for query in ["", "mode=", "mode=FULL", "mode=compact"] {
        let (status, answer) = service.get_with(COMPANY, &id, query);
        assert_eq!(status, 400, "{query}");
        let error = &answer["errors"][0];
        assert!(error["errorMessage"].as_str().unwrap().contains("`mode`"), "{answer}");
    }
}

#[test]
fn unknown_ids_are_not_found() {
    let service = PurchaseRequestService::new();
    let (status, answer) = service.get(COMPANY, "b1e22581-ff4a-48e9-981b-2f5065579096");
    assert_eq!(
        (status, answer["errors"][0]["errorCode"].as_str()),
        (404, Some("notFound"))
    );
}

#[test]
fn ids_are_case_insensitive() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    let (status, shown) = service.get(COMPANY, &id.to_uppercase());
    assert_eq!((status, shown["purchaseRequestId"].as_str()), (200, Some(id.as_str())));
}

#[test]
fn only_requester_approver_and_delegate_see_it() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    for (login, sees) in [
        (ANN, true),
        ("bea@example.com", true),
        ("kim@example.com", true),
        // The approver of the approver, the processor, and a colleague.
        ("carl@example.com", false),
        ("dora@example.com", false),
        ("jun@example.com", false),
    ] {
        let (status, answer) = service.get(login, &id);
        assert_eq!(status, if sees { 200 } else { 404 }, "{login}");
        // An inaccessible one looks like an unknown one.
        let absent = service.get(login, "unknown-id").1.to_string();
        let hidden = answer.to_string().replace(&id, "unknown-id");
        assert_eq!(hidden == absent, !sees, "{login}");
    }
}

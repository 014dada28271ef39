#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::test_service::{COMPANY, PurchaseRequestService, order};
use super::*;
use crate::behavior::Behavior;

/// Returns a service with a created purchase request.
fn created() -> (PurchaseRequestService, String) {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    service.advance(5);
    (service, id)
}

/// Returns a service that approves purchase requests one minute after their creation.
fn automatic() -> PurchaseRequestService {
    PurchaseRequestService::with(Behavior {
        approval_takes: Some(Duration::from_secs(60)),
        ..Behavior::default()
    })
}

fn status(service: &PurchaseRequestService, id: &str) -> Value {
    service.get(COMPANY, id).1["purchaseRequestWorkflowStatus"].clone()
}

fn orders(service: &PurchaseRequestService, id: &str) -> Vec<Value> {
    let (_, shown) = service.get(COMPANY, id);
    let orders = shown.get("purchaseOrders").and_then(Value::as_array);
    let numbers = orders.into_iter().flatten();
    numbers.map(|order| order["purchaseOrderNumber"].clone()).collect()
}

#[test]
fn decisions_set_the_status_and_approving_creates_orders() {
    for (decision, expected, count) in [
        (Decision::Approve, "Approved", 1),
        (Decision::SendBack, "Sent Back To Employee", 0),
        (Decision::Expire, "Approval Time Expired", 0),
    ] {
        let (service, id) = created();
        service.decide(&id, decision).unwrap();
        assert_eq!(status(&service, &id), expected);
        assert_eq!(orders(&service, &id).len(), count, "{decision}");
    }
}

#[test]
fn each_vendor_and_address_gets_a_purchase_order() {
    let service = PurchaseRequestService::new();
    let mut body = order();
    let item = body["lineItems"][0].clone();
    let items = [
        ("VEN1", "ADDR1"),
        ("VEN1", "ADDR2"),
        ("VEN2", "ADDR1"),
        ("VEN1", "ADDR1"),
    ];
    let items = items.map(|(vendor, address)| {
        let mut item = item.clone();
        item["vendorCode"] = json!(vendor);
        item["vendorAddressCode"] = json!(address);
        item
    });
    body["lineItems"] = json!(items);
    let ids = [service.created(COMPANY, &body), service.created(COMPANY, &order())];
    service.advance(5);
    for id in &ids {
        service.decide(id, Decision::Approve).unwrap();
    }
    assert_eq!(orders(&service, &ids[0]), ["PO10001", "PO10002", "PO10003"]);
    assert_eq!(orders(&service, &ids[1]), ["PO10004"]);
}

#[test]
fn pending_purchase_requests_cannot_be_decided() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    assert_eq!(service.decide(&id, Decision::Approve), Err(DecideError::Pending));
    service.advance(5);
    assert_eq!(service.decide(&id, Decision::Approve), Ok(()));
}

#[test]
fn failed_and_unknown_purchase_requests_cannot_be_decided() {
    let service = PurchaseRequestService::new();
    let mut body = order();
    body["billToAddressCode"] = json!("nowhere");
    let id = service.created(COMPANY, &body);
    service.advance(5);
    assert_eq!(service.decide(&id, Decision::Approve), Err(DecideError::Failed));
    assert_eq!(service.decide("x", Decision::Approve), Err(DecideError::Absent));
}

#[test]
fn a_decision_is_final() {
    for first in Decision::ALL {
        let (service, id) = created();
        service.decide(&id, first).unwrap();
        let before = service.get(COMPANY, &id);
        for second in Decision::ALL {
            let decided = Err(DecideError::Decided(first.resulting_status().as_str()));
            assert_eq!(service.decide(&id, second), decided);
        }
        assert_eq!(service.get(COMPANY, &id), before);
    }
}

#[test]
fn automatic_approval_happens_after_its_time() {
    let service = automatic();
    let id = service.created(COMPANY, &order());
    service.advance(64);
    assert_eq!(status(&service, &id), "Pending Approval");
    service.advance(1);
    assert_eq!(status(&service, &id), "Approved");
    assert_eq!(orders(&service, &id), ["PO10001"]);
    assert_eq!(orders(&service, &id), ["PO10001"], "reading it again changes nothing");
}

#[test]
fn decided_purchase_requests_are_not_approved_automatically() {
    let service = automatic();
    let id = service.created(COMPANY, &order());
    service.advance(5);
    service.decide(&id, Decision::SendBack).unwrap();
    service.advance(60);
    assert_eq!(status(&service, &id), "Sent Back To Employee");
}

#[test]
fn automatically_approved_ones_cannot_be_decided() {
    let service = automatic();
    let id = service.created(COMPANY, &order());
    service.advance(65);
    let decided = Err(DecideError::Decided("Approved"));
    assert_eq!(service.decide(&id, Decision::SendBack), decided);
}

#[test]
fn orders_are_numbered_by_due_time_whatever_is_read_first() {
    let service = automatic();
    // All except the last are due at the same time.
    let mut ids: Vec<String> = (0..8).map(|_| service.created(COMPANY, &order())).collect();
    service.advance(1);
    ids.push(service.created(COMPANY, &order()));
    service.advance(65);
    let numbers: Vec<Value> = ids.iter().rev().flat_map(|id| orders(&service, id)).collect();
    let expected: Vec<String> = (10_001..=10_009).rev().map(|number| format!("PO{number}")).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn decisions_parse_from_their_exact_name() {
    for decision in Decision::ALL {
        assert_eq!(decision.to_string().parse(), Ok(decision));
    }
    let error = "Approve".parse::<Decision>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Approve` is not a decision; expected one of approve, sendback, expire"
    );
}

#[test]
fn every_error_has_a_distinct_message() {
    let errors = [
        DecideError::Absent,
        DecideError::Pending,
        DecideError::Failed,
        DecideError::Decided("Approved"),
    ];
    let texts: BTreeSet<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), errors.len());
    assert!(errors[3].to_string().ends_with(": Approved"));
}

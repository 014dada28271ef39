#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::{Value, json};

use super::super::test_service::{COMPANY, PurchaseRequestService, order};
use super::*;
use crate::behavior::Behavior;

/// A service with a purchase request that has been created.
fn created() -> (PurchaseRequestService, String) {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    service.advance(5);
    (service, id)
}

/// Approves created purchase requests after a minute.
fn by_itself() -> PurchaseRequestService {
    PurchaseRequestService::with(Behavior {
        approval_takes: Some(Duration::from_secs(60)),
        ..Behavior::default()
    })
}

fn status(service: &PurchaseRequestService, id: &str) -> Value {
    service.get(COMPANY, id).1["purchaseRequestWorkflowStatus"].clone()
}

fn orders(service: &PurchaseRequestService, id: &str) -> Vec<Value> {
    let (_, seen) = service.get(COMPANY, id);
    let orders = seen.get("purchaseOrders").and_then(Value::as_array);
    let numbers = orders.into_iter().flatten();
    numbers.map(|order| order["purchaseOrderNumber"].clone()).collect()
}

#[test]
fn each_decision_comes_to_its_status_and_only_an_approval_to_purchase_orders() {
    for (decision, comes_to, count) in [
        (Decision::Approve, "Approved", 1),
        (Decision::SendBack, "Sent Back To Employee", 0),
        (Decision::Expire, "Approval Time Expired", 0),
    ] {
        let (service, id) = created();
        service.decide(&id, decision).unwrap();
        assert_eq!(status(&service, &id), comes_to);
        assert_eq!(orders(&service, &id).len(), count, "{decision}");
    }
}

#[test]
fn there_is_a_purchase_order_for_each_vendor_and_address() {
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
fn before_it_is_created_there_is_nothing_to_decide() {
    let service = PurchaseRequestService::new();
    let id = service.created(COMPANY, &order());
    assert_eq!(service.decide(&id, Decision::Approve), Err(DecideError::Pending));
    service.advance(5);
    assert_eq!(service.decide(&id, Decision::Approve), Ok(()));
}

#[test]
fn one_that_could_not_be_created_or_that_there_is_not_cannot_be_decided_about() {
    let service = PurchaseRequestService::new();
    let mut body = order();
    body["billToAddressCode"] = json!("nowhere");
    let id = service.created(COMPANY, &body);
    service.advance(5);
    assert_eq!(service.decide(&id, Decision::Approve), Err(DecideError::Failed));
    assert_eq!(service.decide("x", Decision::Approve), Err(DecideError::Absent));
}

#[test]
fn a_decision_is_made_once() {
    for first in Decision::ALL {
        let (service, id) = created();
        service.decide(&id, first).unwrap();
        let before = service.get(COMPANY, &id);
        for second in Decision::ALL {
            let decided = Err(DecideError::Decided(first.comes_to().as_str()));
            assert_eq!(service.decide(&id, second), decided);
        }
        assert_eq!(service.get(COMPANY, &id), before);
    }
}

#[test]
fn it_is_approved_by_itself_when_its_time_has_come() {
    let service = by_itself();
    let id = service.created(COMPANY, &order());
    service.advance(64);
    assert_eq!(status(&service, &id), "Pending Approval");
    service.advance(1);
    assert_eq!(status(&service, &id), "Approved");
    assert_eq!(orders(&service, &id), ["PO10001"]);
    assert_eq!(orders(&service, &id), ["PO10001"], "looking again changes nothing");
}

#[test]
fn what_was_decided_by_hand_is_not_approved_by_itself() {
    let service = by_itself();
    let id = service.created(COMPANY, &order());
    service.advance(5);
    service.decide(&id, Decision::SendBack).unwrap();
    service.advance(60);
    assert_eq!(status(&service, &id), "Sent Back To Employee");
}

#[test]
fn what_has_been_approved_by_itself_cannot_be_decided_about() {
    let service = by_itself();
    let id = service.created(COMPANY, &order());
    service.advance(65);
    let decided = Err(DecideError::Decided("Approved"));
    assert_eq!(service.decide(&id, Decision::SendBack), decided);
}

#[test]
fn purchase_orders_are_numbered_as_they_fell_due_whichever_is_looked_at_first() {
    let service = by_itself();
    // They fall due at the same time, but for the last.
    let mut ids: Vec<String> = (0..8).map(|_| service.created(COMPANY, &order())).collect();
    service.advance(1);
    ids.push(service.created(COMPANY, &order()));
    service.advance(65);
    let numbers: Vec<Value> = ids.iter().rev().flat_map(|id| orders(&service, id)).collect();
    let expected: Vec<String> = (10_001..=10_009).rev().map(|number| format!("PO{number}")).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn a_decision_is_read_from_its_own_word_alone() {
    for decision in Decision::ALL {
        assert_eq!(decision.to_string().parse(), Ok(decision));
    }
    let error = "Approve".parse::<Decision>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Approve` is no decision; there are approve, sendback, expire"
    );
}

#[test]
fn every_error_says_what_is_so_in_words_of_its_own() {
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

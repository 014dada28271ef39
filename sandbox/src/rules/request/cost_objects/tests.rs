#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::rules::request::test_service::{RequestService, TRAVEL};

/// Creates an expense that is allocated to cost objects by their codes, and returns its id.
fn allocated(service: &RequestService, id: &str, value: u32, parts: &[(&str, u32)]) -> String {
    let allocation =
        |(code, percentage): &(&str, u32)| json!({ "custom1": { "value": code }, "percentage": percentage });
    let allocations: Vec<Value> = parts.iter().map(allocation).collect();
    let body = json!({
        "expenseType": { "id": "TAXIX" },
        "transactionAmount": { "value": value, "currency": "USD" },
        "transactionDate": "2026-05-04T00:00:00.000Z",
        "allocations": allocations,
    });
    let created = service.post("ann", &format!("/requests/{id}/expenses"), &body).ok();
    created["id"].as_str().unwrap().to_owned()
}

fn listed(service: &RequestService, token: &str, id: &str) -> Value {
    service.get(token, &format!("/requests/{id}/costobjects")).ok()
}

#[test]
fn cost_objects_sum_the_shares_of_their_expenses() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let shared = allocated(&service, &id, 100, &[("CC100", 40), ("cc340", 60)]);
    let whole = allocated(&service, &id, 500, &[("CC340", 100)]);
    // Charged to no cost object of the company.
    allocated(&service, &id, 7, &[("other", 100)]);
    service.expense("ann", &id, 9);
    let found = listed(&service, "ann", &id);
    let names: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Head office", "Laboratory"]);
    assert_eq!(found[0]["postedAmount"], json!({ "value": 40, "currency": "USD" }));
    assert_eq!(found[1]["postedAmount"], json!({ "value": 560, "currency": "USD" }));
    assert_eq!(found[1]["approvedAmount"], json!({ "value": 0, "currency": "USD" }));
    let expenses = found[1]["expenses"].as_array().unwrap();
    let shown = |at: usize| {
        (
            &expenses[at]["id"],
            &expenses[at]["percentage"],
            &expenses[at]["postedAmount"]["value"],
        )
    };
    assert_eq!(shown(0), (&json!(shared), &json!(60), &json!(100)));
    assert_eq!(shown(1), (&json!(whole), &json!(100), &json!(500)));
}

#[test]
fn cost_objects_are_approved_with_the_request() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    allocated(&service, &id, 100, &[("CC100", 50), ("CC210", 50)]);
    let flags = |token: &str, at: usize| {
        let found = listed(&service, token, &id);
        [
            "isOwnedByCaller",
            "isFullyApproved",
            "isApprovableAsUser",
            "isApprovableAsDelegate",
        ]
        .map(|name| found[at][name].as_bool().unwrap())
    };
    assert_eq!(flags("bea", 0), [false; 4]);
    service.take("ann", &id, "submit").ok();
    assert_eq!(flags("bea", 0), [false, false, true, false]);
    assert_eq!(flags("kim", 0), [false, false, false, true]);
    assert_eq!(flags("dora", 1), [true, false, false, false]);
    // Carl approves the cost object, but not Requests of Ann.
    assert_eq!(flags("bea", 1), [false; 4]);
    service.take("bea", &id, "approve").ok();
    assert_eq!(flags("bea", 0), [false, true, false, false]);
    let found = listed(&service, "company", &id);
    assert_eq!(found[0]["approvedAmount"], json!({ "value": 50, "currency": "USD" }));
    assert_eq!(found[1]["approver"]["firstName"], json!("Carl"));
}

#[test]
fn a_request_without_allocations_has_no_cost_objects() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    assert_eq!(listed(&service, "ann", &id), json!([]));
    let unknown = "/requests/0123456789ABCDEF0123456789ABCDEF/costobjects";
    assert_eq!(service.get("ann", unknown).refused().0, 404);
    assert_eq!(
        service.get("emil", &format!("/requests/{id}/costobjects")).code(),
        "userIsNotAllowed"
    );
}

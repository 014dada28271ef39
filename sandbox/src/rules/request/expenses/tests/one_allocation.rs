//! Reading and updating a single allocation.

use super::*;
use crate::rules::request::test_service::{RequestService, TRAVEL};

/// Creates an expense of 200 USD with two halves, and returns its id and theirs.
fn halves(service: &RequestService, request: &str) -> (String, [String; 2]) {
    let mut body = taxi(json!(200), "USD");
    body["allocations"] = json!([
        { "percentage": 50, "custom1": { "value": "CC100" } },
        { "percentage": 50, "custom1": { "value": "CC210" }, "custom2": { "value": "kept" } },
    ]);
    let shown = service
        .post("ann", &format!("/requests/{request}/expenses"), &body)
        .ok();
    let part = |at: usize| id(&shown["allocations"][at]["allocationId"]).to_owned();
    (id(&shown["id"]).to_owned(), [part(0), part(1)])
}

fn path(request: &str, allocation: &str) -> String {
    format!("/requests/{request}/allocations/{allocation}")
}

#[test]
fn an_allocation_is_the_one_that_its_expense_shows() {
    let service = RequestService::new();
    let request = service.created("ann", TRAVEL);
    let (expense, parts) = halves(&service, &request);
    let shown = service.get("ann", &format!("/expenses/{expense}")).ok();
    for (at, part) in parts.iter().enumerate() {
        let found = service.get("ann", &path(&request, part)).ok();
        assert_eq!(found, json!([shown["allocations"][at]]));
        assert_eq!(found[0]["expenseId"], json!(expense));
    }
}

#[test]
fn an_update_changes_only_what_it_has() {
    let service = RequestService::new();
    let request = service.created("ann", TRAVEL);
    let (expense, [first, second]) = halves(&service, &request);
    let body = json!({ "percentage": 30, "custom1": null, "approvedAmount": { "value": 7, "currency": "USD" } });
    let changed = service.put("ann", &path(&request, &second), &body).ok()[0].clone();
    assert_eq!(
        (&changed["percentage"], &changed["percentEdited"]),
        (&json!(30), &json!(true))
    );
    assert!(
        changed.get("custom1").is_none() && changed["custom2"]["value"] == "kept",
        "{changed}"
    );
    assert_eq!(changed["allocationAmount"], json!({ "value": 60, "currency": "USD" }));
    assert_eq!(changed["approvedAmount"]["value"], json!(0), "it is read-only");
    // The other one may now have the rest.
    let body = json!({ "percentage": 70 });
    let other = service.put("ann", &path(&request, &first), &body).ok()[0].clone();
    assert_eq!(other["allocationAmount"]["value"], json!(140));
    let shown = service.get("ann", &format!("/expenses/{expense}")).ok();
    assert_eq!(shown["allocations"], json!([other, changed]));
    // What was read can be sent back.
    service.put("ann", &format!("/expenses/{expense}"), &shown).ok();
    assert_eq!(service.put("ann", &path(&request, &first), &other).ok(), json!([other]));
}

#[test]
fn an_update_updates_the_modification_times() {
    let service = RequestService::new();
    let request = service.created("ann", TRAVEL);
    let (expense, [first, _]) = halves(&service, &request);
    service.advance(std::time::Duration::from_secs(60));
    service
        .put("company", &path(&request, &first), &json!({ "percentage": 50 }))
        .ok();
    let at = json!("2026-03-31T12:01:00.000Z");
    assert_eq!(
        service.get("ann", &format!("/expenses/{expense}")).ok()["lastModifiedDate"],
        at
    );
    assert_eq!(
        service.get("ann", &format!("/requests/{request}")).ok()["lastModified"],
        at
    );
}

#[test]
fn allocations_of_more_than_the_whole_are_refused() {
    let service = RequestService::new();
    let request = service.created("ann", TRAVEL);
    let (_, [first, _]) = halves(&service, &request);
    let before = service.get("ann", &path(&request, &first)).ok();
    for percentage in [json!(51), json!(-1), json!(101)] {
        let body = json!({ "percentage": percentage });
        let refused = service.put("ann", &path(&request, &first), &body);
        assert_eq!(refused.code(), "missingRequiredField", "{percentage}");
    }
    let other = json!({ "allocationId": "0123456789ABCDEF0123456789ABCDEF" });
    assert_eq!(
        service.put("ann", &path(&request, &first), &other).code(),
        "idNotAllowed"
    );
    assert_eq!(service.get("ann", &path(&request, &first)).ok(), before);
}

#[test]
fn an_allocation_is_found_below_its_request_only() {
    let service = RequestService::new();
    let request = service.created("ann", TRAVEL);
    let other = service.created("ann", TRAVEL);
    let (_, [first, _]) = halves(&service, &request);
    assert_eq!(service.get("ann", &path(&other, &first)).refused().0, 404);
    assert_eq!(service.put("ann", &path(&other, &first), &json!({})).refused().0, 404);
    assert_eq!(
        service
            .get("ann", &path(&request, "0123456789ABCDEF0123456789ABCDEF"))
            .refused()
            .0,
        404
    );
    assert_eq!(
        service
            .get("ann", &path("0123456789ABCDEF0123456789ABCDEF", &first))
            .refused()
            .0,
        404
    );
    assert_eq!(service.get("ann", &path(&request, "x")).code(), "invalidUuid");
    assert_eq!(service.get("emil", &path(&request, &first)).code(), "userIsNotAllowed");
    service.take("ann", &request, "submit").ok();
    assert_eq!(
        service.put("ann", &path(&request, &first), &json!({})).code(),
        "permissionDenied"
    );
}

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::json;

use crate::rules::request::test_service::{RequestService, TRAVEL};

const AGENCY: &str = "19D775BFE6A3885126C893E3E209B41D";

#[test]
fn dates_and_times_are_stored_in_the_service_format() {
    let service = RequestService::new();
    let body = json!({ "startDate": "2026-05-04T10:00:00", "startTime": "07:15:30", "endTime": "23:59" });
    let created = service.post("ann", "/requests", &body).ok();
    assert_eq!(created["startDate"], "2026-05-04");
    assert_eq!(created["startTime"], "07:15");
    assert_eq!(created["endTime"], "23:59");
}

#[test]
fn read_only_and_unknown_fields_are_ignored_with_a_remark() {
    let service = RequestService::new();
    let body = json!({
        "name": "Kyoto", "closed": true, "requestId": "0000", "approvalStatus": { "code": "APPROVED" },
        "owner": { "id": service.id_of("bea") }, "nmae": "Osaka", "custom21": { "value": "x" }, "custom01": { "value": "x" },
    });
    let handled = service.handled("ann", "POST", "/requests", &body.to_string());
    assert_eq!(handled.remarks.len(), 7, "{:?}", handled.remarks);
    let created = service.post("ann", "/requests", &body).ok();
    assert_eq!(created["approvalStatus"]["code"], "NOT_SUBMITTED");
    assert_eq!(created["owner"]["firstName"], "Ann");
    assert_eq!(created["closed"], false);
    assert_ne!(created["requestId"], "0000");
    for name in ["nmae", "custom21", "custom01"] {
        assert_eq!(created.get(name), None, "{name}");
    }
}

#[test]
fn empty_values_are_absent() {
    let service = RequestService::new();
    let body = json!({
        "name": "", "comment": "  ", "startDate": null, "custom5": {}, "custom6": { "value": "" }, "travelAgency": {},
        "expensePolicy": { "id": null }, "policy": { "id": "" },
    });
    let created = service.post("ann", "/requests", &body).ok();
    for name in [
        "name",
        "comment",
        "startDate",
        "custom5",
        "custom6",
        "travelAgency",
        "expensePolicy",
    ] {
        assert_eq!(created.get(name), None, "{name}");
    }
    assert_eq!(created["policy"]["id"], TRAVEL);
}

#[test]
fn references_are_stored_by_id_and_returned_as_links() {
    let service = RequestService::new();
    let body = json!({
        "travelAgency": { "id": AGENCY, "href": "https://elsewhere.example/" },
        "expensePolicy": { "id": "E1", "template": "x" },
    });
    let created = service.post("ann", "/requests", &body).ok();
    assert_eq!(created["expensePolicy"], json!({ "id": "E1" }));
    let base = "http://127.0.0.1:4004/travelrequest/v4/travelagencies";
    let agency = json!({ "id": AGENCY, "href": format!("{base}/{AGENCY}"), "template": format!("{base}/{{id}}") });
    assert_eq!(created["travelAgency"], agency);
}

#[test]
fn referenced_objects_must_exist() {
    let service = RequestService::new();
    let agency = service.post("ann", "/requests", &json!({ "travelAgency": { "id": "A1" } }));
    assert_eq!(
        agency.refused(),
        (400, "listValidationError", "validation of list items failed")
    );
    let policy = service.post("ann", "/requests", &json!({ "policy": { "id": "A1" } }));
    assert_eq!(policy.refused(), (400, "invalidPolicy", "invalid policy id"));
    let parent = service.post("ann", "/requests", &json!({ "parentRequestId": "A1" }));
    assert_eq!(parent.refused(), (404, "notFound", "resource not found"));
    assert_eq!(
        service.get("ann", "/requests").ok()["totalCount"],
        0,
        "refused calls store nothing"
    );
    let budget = service.created("ann", TRAVEL);
    let child = service
        .post("ann", "/requests", &json!({ "parentRequestId": budget }))
        .ok();
    assert_eq!(child["parentRequest"]["id"], budget.as_str());
}

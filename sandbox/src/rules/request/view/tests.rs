#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use concur_spec::api::BodyView;
use serde_json::json;

use super::*;
use crate::rules::request::test_service::{OUTSIDE, RequestService, TRAVEL};
use crate::validate::{Finding, Problem, body};

const STATUSES: [Status; 6] = [
    Status::NotSubmitted,
    Status::Submitted,
    Status::PendingBooking,
    Status::Approved,
    Status::Canceled,
    Status::SentBack,
];

#[test]
fn new_requests_match_the_documented_example() {
    let service = RequestService::new();
    let body = json!({
        "businessPurpose": "Training", "comment": "To Lyon", "custom5": { "value": "IT" }, "endDate": "2018-07-03",
        "endTime": "22:00", "startDate": "2018-07-01", "startTime": "07:15", "name": "JULY 2018",
        "policy": { "id": TRAVEL },
    });
    let created = service.post("ann", "/requests", &body).ok();
    let id = created["id"].as_str().unwrap();
    let base = "http://127.0.0.1:4004/travelrequest/v4/requests";
    let below = |name: &str| {
        let template = format!("{base}/{{id}}/{name}");
        json!({ "href": format!("{base}/{id}/{name}"), "id": id, "template": template })
    };
    let nothing = json!({ "value": 0, "currency": "USD" });
    let expected = json!({
        "href": format!("{base}/{id}"), "id": id, "requestId": "3331",
        "approvalStatus": { "code": "NOT_SUBMITTED", "name": "Not Submitted" },
        "approved": false, "pendingApproval": false, "canceledPostApproval": false, "closed": false,
        "everSentBack": false, "isUserReviewed": false, "isParentRequest": false, "highestExceptionLevel": "NONE",
        "businessPurpose": "Training", "comment": "To Lyon", "custom5": { "value": "IT" }, "name": "JULY 2018",
        "endDate": "2018-07-03", "endTime": "22:00", "startDate": "2018-07-01", "startTime": "07:15",
        "creationDate": "2026-03-31T12:00:00.000Z", "lastModified": "2026-03-31T12:00:00.000Z",
        "owner": { "id": service.id_of("ann"), "firstName": "Ann", "lastName": "Archer", "middleInitial": "M" },
        "policy": { "id": TRAVEL }, "type": { "code": "TRAVEL", "label": "Travel" }, "expenses": [],
        "totalApprovedAmount": nothing, "totalPostedAmount": nothing, "totalRemainingAmount": nothing,
        "cashAdvances": below("cashadvances"), "comments": below("comments"), "exceptions": below("exceptions"),
        "operations": [{ "rel": "submit", "href": format!("{base}/{id}/submit") }],
    });
    assert_eq!(created, expected);
}

#[test]
fn answers_conform_to_the_contract() {
    let service = RequestService::new();
    let api = crate::api::find(crate::contract().unwrap(), "request").unwrap();
    let id = service.created("ann", OUTSIDE);
    let mut requests = vec![service.get("ann", &format!("/requests/{id}")).ok()];
    for (token, action) in [
        ("ann", "submit"),
        ("bea", "approve"),
        ("system", "approve"),
        ("ann", "cancel"),
    ] {
        requests.push(service.take(token, &id, action).ok());
        requests.push(service.get("ann", "/requests").ok()["data"][0].clone());
    }
    for request in requests {
        let found = body(api, "Request", BodyView::Update, &request);
        let is_unexpected = |found: &&Finding| !matches!(found.problem, Problem::ReadOnly | Problem::CreateOnly);
        let unexpected: Vec<&Finding> = found.iter().filter(is_unexpected).collect();
        assert_eq!(unexpected, Vec::<&Finding>::new());
        let known = |name: &str| {
            let ty = api.types.iter().find(|ty| ty.name == "Request").unwrap();
            ty.fields.iter().any(|field| field.wire == name)
        };
        assert!(request.as_object().unwrap().keys().all(|name| known(name)), "{request}");
    }
}

#[test]
fn statuses_match_the_contract() {
    let api = crate::api::find(crate::contract().unwrap(), "request").unwrap();
    let set = api
        .value_sets
        .iter()
        .find(|set| set.name == "ApprovalStatusCode")
        .unwrap();
    let mut known: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
    let mut ours = STATUSES.map(Status::as_str);
    known.sort_unstable();
    ours.sort_unstable();
    assert_eq!(known, ours);
}

#[test]
fn the_approver_is_present_while_it_waits_for_the_approver() {
    let service = RequestService::new();
    let id = service.created("ann", OUTSIDE);
    let path = format!("/requests/{id}");
    assert_eq!(service.get("ann", &path).ok().get("approver"), None);
    let submitted = service.take("ann", &id, "submit").ok();
    assert_eq!(submitted["approver"]["firstName"], "Bea");
    assert_eq!(submitted["approvalStatus"]["name"], "Submitted & Pending Approval");
    assert_eq!(submitted["pendingApproval"], true);
    let outside = service.take("bea", &id, "approve").ok();
    assert_eq!(outside.get("approver"), None);
    assert_eq!(outside["approvalStatus"]["name"], "Pending External Validation");
    let approved = service.take("system", &id, "approve").ok();
    assert_eq!(
        (&approved["approved"], &approved["pendingApproval"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(approved["authorizedDate"], "2026-03-31T12:00:00.000Z");
}

#[test]
fn list_items_have_fewer_fields() {
    let service = RequestService::new();
    let body = json!({ "name": "Kyoto", "custom5": { "value": "x" }, "endTime": "10:00", "startTime": "09:00" });
    let whole = service.post("ann", "/requests", &body).ok();
    let short = service.get("ann", "/requests").ok()["data"][0].clone();
    for (name, value) in short.as_object().unwrap() {
        assert_eq!(whole.get(name), Some(value), "{name}");
    }
    assert_eq!(short["expenses"], json!([]));
    for name in [
        "policy",
        "custom5",
        "operations",
        "mainDestination",
        "travelAgency",
        "lastModified",
        "comments",
    ] {
        assert_eq!(short.get(name), None, "{name}");
    }
}

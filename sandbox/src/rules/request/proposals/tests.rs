#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::rules::request::test_service::{AGENCY, PROPOSED, RequestService, TRAVEL, operations};

/// Creates a Request of Ann that waits for the proposals of the agency, and returns its id.
fn waiting(service: &RequestService) -> String {
    let id = service.created("ann", PROPOSED);
    let agency = json!({ "travelAgency": { "id": AGENCY } });
    service.put("ann", &format!("/requests/{id}"), &agency).ok();
    service.take("ann", &id, "submit").ok();
    id
}

fn proposal(batch: &str, order: u32, size: u32) -> Value {
    json!({
        "providerMessageId": batch,
        "proposalBatchSize": size,
        "proposalOrder": order,
        "booked": true,
        "totalPostedAmount": { "value": 300.16, "currency": "EUR" },
        "agencyProposalEntries": [{
            "transactionAmount": { "value": 300.16, "currency": "EUR" },
            "transactionDate": "2022-03-29T03:04:05.678Z",
            "agencyProposalSegments": [segment("AIR", json!({
                "classOfService": "Economy",
                "duration": 72,
                "flightNumber": "AF030",
                "startLocation": { "iataCode": "OSL" },
                "endLocation": { "iataCode": "CDG" },
            }))],
        }],
    })
}

fn segment(kind: &str, more: Value) -> Value {
    let mut segment = json!({
        "proposalSegmentType": kind,
        "pnr": "OYY5T",
        "booked": true,
        "comments": "aisle",
        "startDate": "2026-05-03",
        "endDate": "2026-05-03",
        "vendorName": "AIR FRANCE",
        "policyCompliant": false,
    });
    segment
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    segment
}

fn send(service: &RequestService, id: &str, proposal: &Value) -> crate::rules::request::test_service::Reply {
    service.post("oli", &format!("/requests/{id}/agencyproposals"), proposal)
}

fn orders(service: &RequestService, id: &str) -> Vec<(String, u64)> {
    let found = service.get("ann", &format!("/requests/{id}/agencyproposals")).ok();
    let found = found.as_array().unwrap().iter();
    let one = |one: &Value| {
        (
            one["providerMessageId"].as_str().unwrap().to_owned(),
            one["proposalOrder"].as_u64().unwrap(),
        )
    };
    found.map(one).collect()
}

fn status(service: &RequestService, id: &str) -> Value {
    service.get("ann", &format!("/requests/{id}")).ok()["approvalStatus"]["name"].clone()
}

#[test]
fn a_complete_batch_returns_the_request_to_its_owner() {
    let service = RequestService::new();
    let id = waiting(&service);
    assert_eq!(status(&service, &id), json!("Pending Travel Agency Update"));
    let listed = format!("/requests?view=PENDINGPROPOSAL&userId={}", service.id_of("oli"));
    assert_eq!(service.get("oli", &listed).ok()["data"][0]["id"], json!(id));
    send(&service, &id, &proposal("A", 2, 2)).ok();
    assert_eq!(status(&service, &id), json!("Pending Travel Agency Update"));
    send(&service, &id, &proposal("A", 1, 2)).ok();
    assert_eq!(orders(&service, &id), [("A".to_owned(), 1), ("A".to_owned(), 2)]);
    assert_eq!(status(&service, &id), json!("Sent Back to Employee"));
    assert_eq!(service.get("oli", &listed).ok()["data"], json!([]));
    assert_eq!(send(&service, &id, &proposal("A", 1, 2)).code(), "BAD_STATUS_PROP");
    // The agency has its say once. Then the approver decides.
    service.take("ann", &id, "submit").ok();
    assert_eq!(status(&service, &id), json!("Submitted & Pending Approval"));
    service.take("bea", &id, "approve").ok();
    let approved = format!("/requests?view=PROPOSALAPPROVED&userId={}", service.id_of("oli"));
    assert_eq!(service.get("oli", &approved).ok()["data"][0]["id"], json!(id));
}

#[test]
fn another_batch_replaces_the_proposals() {
    let service = RequestService::new();
    let id = waiting(&service);
    send(&service, &id, &proposal("A", 1, 3)).ok();
    send(&service, &id, &proposal("A", 2, 3)).ok();
    send(&service, &id, &proposal("B", 1, 3)).ok();
    send(&service, &id, &proposal("B", 1, 3)).ok();
    assert_eq!(orders(&service, &id), [("B".to_owned(), 1)]);
}

#[test]
fn a_proposal_is_completed_by_the_service() {
    let service = RequestService::new();
    let id = waiting(&service);
    let created = send(&service, &id, &proposal("A", 1, 1));
    assert_eq!(created.status, 201);
    let created = created.ok();
    assert_eq!(
        (&created["status"], &created["agencyProposalType"]),
        (&json!("PROPOSAL"), &json!("API"))
    );
    assert_eq!(
        (&created["proposal"], &created["selected"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(created["importDate"], json!("2026-03-31T12:00:00.000Z"));
    let entry = &created["agencyProposalEntries"][0];
    assert_eq!(entry["comments"], json!("aisle"));
    let segment = &entry["agencyProposalSegments"][0];
    assert_eq!(
        (&segment["segmentTypeCode"], &segment["policyCompliantLevel"]),
        (&json!("AIRFR"), &json!(100))
    );
    for id in [
        &created["proposalUuid"],
        &entry["proposalEntryUuid"],
        &segment["proposalSegmentUuid"],
    ] {
        assert!(crate::rules::request::access::is_uuid(id.as_str().unwrap()), "{id}");
    }
    let listed = service.get("oli", &format!("/requests/{id}/agencyproposals")).ok();
    assert_eq!(listed, json!([created]));
}

#[test]
fn only_agents_of_the_agency_propose_while_it_is_their_turn() {
    let service = RequestService::new();
    let id = waiting(&service);
    let path = format!("/requests/{id}/agencyproposals");
    let body = proposal("A", 1, 1);
    assert_eq!(service.post("ann", &path, &body).code(), "userIsNotAllowed");
    assert_eq!(service.post("company", &path, &body).code(), "missingRequiredParam");
    service.take("ann", &id, "recall").ok();
    assert_eq!(send(&service, &id, &body).code(), "BAD_STATUS_PROP");
    let other = service.created("ann", TRAVEL);
    assert_eq!(send(&service, &other, &body).code(), "userIsNotAllowed");
    assert_eq!(
        send(&service, "0123456789ABCDEF0123456789ABCDEF", &body).refused().0,
        404
    );
    let unknown = "/requests/0123456789ABCDEF0123456789ABCDEF/agencyproposals";
    assert_eq!(service.get("ann", unknown).refused().0, 404);
}

#[test]
fn a_request_without_an_agency_goes_to_the_approver() {
    let service = RequestService::new();
    let id = service.created("ann", PROPOSED);
    service.take("ann", &id, "submit").ok();
    assert_eq!(status(&service, &id), json!("Submitted & Pending Approval"));
    let request = service.get("bea", &format!("/requests/{id}")).ok();
    assert_eq!(operations(&request), ["approve", "sendback"]);
}

#[test]
fn wrong_proposals_are_refused() {
    let service = RequestService::new();
    let id = waiting(&service);
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut body = proposal("A", 1, 1);
        change(&mut body);
        send(&service, &id, &body).code().to_owned()
    };
    let status = "UNSUPPORTED_AGENCY_PROPOSAL_STATUS_ERROR";
    assert_eq!(refused(&|body| body["status"] = json!("DRAFT")), status);
    let kind = "UNSUPPORTED_AGENCY_PROPOSAL_TYPE_ERROR";
    assert_eq!(refused(&|body| body["agencyProposalType"] = json!("CWT")), kind);
    assert_eq!(refused(&|body| body["proposalBatchSize"] = json!(4)), "badParam");
    assert_eq!(refused(&|body| body["proposalOrder"] = json!(2)), "badParam");
    assert_eq!(
        refused(&|body| body["agencyProposalEntries"] = json!([])),
        "missingRequiredField"
    );
    assert_eq!(refused(&|body| body["booked"] = Value::Null), "missingRequiredField");
    let segments =
        |body: &mut Value, segments: Value| body["agencyProposalEntries"][0]["agencyProposalSegments"] = segments;
    assert_eq!(refused(&|body| segments(body, json!([]))), "missingRequiredField");
    assert_eq!(
        refused(&|body| segments(body, json!([segment("HOTEL", json!({}))]))),
        "missingRequiredField"
    );
    assert_eq!(
        refused(&|body| segments(body, json!([segment("SHIP", json!({}))]))),
        "invalidJson"
    );
    assert_eq!(orders(&service, &id), []);
}

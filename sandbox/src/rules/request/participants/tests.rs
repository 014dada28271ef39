#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::rules::request::test_service::{BUDGET, Reply, RequestService, TRAVEL};

fn patch(service: &RequestService, token: &str, id: &str, changes: &Value) -> Reply {
    let body = json!({ "value": changes }).to_string();
    service.raw(token, "PATCH", &format!("/requests/{id}/participants"), &body)
}

fn listed(service: &RequestService, id: &str) -> Value {
    service.get("ann", &format!("/requests/{id}/participants")).ok()
}

#[test]
fn participants_are_added_and_removed() {
    let service = RequestService::new();
    let id = service.created("ann", BUDGET);
    assert_eq!(
        service.get("ann", &format!("/requests/{id}")).ok()["isParentRequest"],
        json!(true)
    );
    let [emil, jun] = ["emil", "jun"].map(|name| service.id_of(name));
    let both = json!([{ "id": emil.to_uppercase() }, { "id": jun }, { "id": jun }]);
    assert_eq!(patch(&service, "ann", &id, &both).status, 204);
    let link = |id: &str| json!({ "participant": { "id": id } });
    assert_eq!(listed(&service, &id), json!([link(&emil), link(&jun)]));
    let changes = json!([{ "id": emil, "@deleted": true }, { "id": service.id_of("max"), "@deleted": true }]);
    assert_eq!(patch(&service, "ann", &id, &changes).status, 204);
    assert_eq!(listed(&service, &id), json!([link(&jun)]));
}

#[test]
fn participants_have_their_requests_below() {
    let service = RequestService::new();
    let id = service.created("ann", BUDGET);
    patch(&service, "ann", &id, &json!([{ "id": service.id_of("emil") }])).ok();
    // A participant sees the budget Request.
    service.get("emil", &format!("/requests/{id}")).ok();
    let body = json!({ "name": "Below", "parentRequestId": id });
    let below = [(), ()].map(|()| service.post("emil", "/requests", &body).ok()["id"].clone());
    service.post("jun", "/requests", &body).ok();
    let found = listed(&service, &id);
    let links: Vec<&Value> = found[0]["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| &link["id"])
        .collect();
    assert_eq!(links, [&below[0], &below[1]]);
}

#[test]
fn only_the_owner_of_a_budget_request_changes_participants() {
    let service = RequestService::new();
    let id = service.created("ann", BUDGET);
    let change = json!([{ "id": service.id_of("emil") }]);
    assert_eq!(patch(&service, "dora", &id, &change).code(), "userIsNotAllowed");
    assert_eq!(patch(&service, "company", &id, &change).code(), "missingRequiredParam");
    let plain = service.created("ann", TRAVEL);
    assert_eq!(patch(&service, "ann", &plain, &change).code(), "permissionDenied");
    assert_eq!(listed(&service, &plain), json!([]));
    let unknown = "0123456789ABCDEF0123456789ABCDEF";
    assert_eq!(patch(&service, "ann", unknown, &change).refused().0, 404);
    assert_eq!(
        service
            .get("ann", &format!("/requests/{unknown}/participants"))
            .refused()
            .0,
        404
    );
}

#[test]
fn a_refused_participant_changes_nothing() {
    let service = RequestService::new();
    let id = service.created("ann", BUDGET);
    let emil = service.id_of("emil");
    let unknown = "8422a66a-a9b0-4424-9802-0d9bcd4351d3";
    for (id_of_user, code) in [
        ("8422A66-A9B0-1424-5802-0D9BCD4351D3", "invalidUuid"),
        (unknown, "userNotFound"),
    ] {
        let changes = json!([{ "id": emil }, { "id": id_of_user }]);
        assert_eq!(patch(&service, "ann", &id, &changes).code(), code);
        assert_eq!(listed(&service, &id), json!([]));
    }
    assert_eq!(patch(&service, "ann", &id, &json!([{}])).code(), "missingRequiredField");
}

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::rules::request::test_service::{BOOKED, REVIEWED, RequestService, TRAVEL};
use crate::tenant::Tenant;

#[test]
fn new_requests_belong_to_the_caller_with_default_policy() {
    let service = RequestService::new();
    let got = service.post("ann", "/requests", &json!({ "name": "Kyoto" }));
    assert_eq!(got.status, 201);
    let created = got.ok();
    assert_eq!(created["owner"]["id"], service.id_of("ann").as_str());
    assert_eq!(created["policy"]["id"], TRAVEL);
    assert_eq!(
        created,
        service
            .get("ann", &format!("/requests/{}", created["id"].as_str().unwrap()))
            .ok()
    );
}

#[test]
fn with_a_company_token_user_id_is_the_owner() {
    let service = RequestService::new();
    let body = json!({ "name": "Kyoto" });
    assert_eq!(
        service.post("company", "/requests", &body).refused().1,
        "missingRequiredParam"
    );
    let bea = service.id_of("bea");
    let created = service
        .post("company", &format!("/requests?userId={}", bea.to_uppercase()), &body)
        .ok();
    assert_eq!(created["owner"]["id"], bea.as_str());
}

#[test]
fn user_id_must_exist_and_match_a_user_token() {
    let service = RequestService::new();
    let body = json!({});
    let post = |token: &str, user: &str| service.post(token, &format!("/requests?userId={user}"), &body);
    assert_eq!(
        post("company", "bea").refused(),
        (400, "invalidUuid", "invalid bea for the userId")
    );
    let nobody = "00000000-0000-4000-8000-000000000000";
    let message = format!("user {nobody} not found");
    assert_eq!(
        post("company", nobody).refused(),
        (400, "userNotFound", message.as_str())
    );
    assert_eq!(post("ann", &service.id_of("bea")).refused().1, "userIsNotAllowed");
    assert_eq!(post("ann", &service.id_of("ann")).status, 201);
}

#[test]
fn only_travelers_have_requests() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    tenant.users[0].roles.retain(|role| *role != Role::Traveler);
    let service = RequestService::with(tenant, crate::behavior::Behavior::default());
    let got = service.post("ann", "/requests", &json!({}));
    assert_eq!(
        got.refused(),
        (403, "userIsNotAllowed", "user is not allowed to access this resource")
    );
}

#[test]
fn creating_needs_a_policy() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    tenant.requesting.policies.clear();
    let service = RequestService::with(tenant, crate::behavior::Behavior::default());
    let got = service.post("ann", "/requests", &json!({}));
    assert_eq!((got.status, got.code()), (409, "NO_POLICY_ALLOWING_CREATION_ERROR"));
}

#[test]
fn creating_with_an_id_is_refused() {
    for service in [RequestService::new(), RequestService::strict()] {
        let got = service.post("ann", "/requests", &json!({ "id": "A1" }));
        assert_eq!(got.refused(), (400, "idNotAllowed", "Id field is not allowed"));
    }
    assert_eq!(
        RequestService::new()
            .post("ann", "/requests", &json!({ "id": null }))
            .status,
        201
    );
}

#[test]
fn updates_accept_only_the_id_of_the_path() {
    for service in [RequestService::new(), RequestService::strict()] {
        let id = service.created("ann", TRAVEL);
        let path = format!("/requests/{id}");
        let update = |id: &str| service.put("ann", &path, &json!({ "id": id, "name": "Nara" }));
        assert_eq!(update(&id).ok()["name"], "Nara");
        assert_eq!(update(&id.to_lowercase()).ok()["name"], "Nara");
        assert_eq!(update(&"0".repeat(32)).status, 400);
    }
}

#[test]
fn invalid_unknown_and_foreign_ids_have_different_codes() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    assert_eq!(
        service.get("ann", "/requests/333U").refused(),
        (400, "invalidUuid", "333U")
    );
    let gone = "0".repeat(32);
    assert_eq!(service.get("ann", &format!("/requests/{gone}")).refused().1, "notFound");
    let path = format!("/requests/{id}");
    for stranger in ["carl", "emil", "jun"] {
        assert_eq!(
            service.get(stranger, &path).refused().1,
            "userIsNotAllowed",
            "{stranger}"
        );
    }
    for reader in ["ann", "bea", "kim", "dora", "company"] {
        assert_eq!(service.get(reader, &path).ok()["id"], id.as_str(), "{reader}");
    }
    let as_emil = service.get("company", &format!("{path}?userId={}", service.id_of("emil")));
    assert_eq!(as_emil.refused().1, "userIsNotAllowed");
}

#[test]
fn updates_set_given_fields_and_clear_null_ones() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    service.advance(Duration::from_secs(60));
    let update = json!({ "name": "Osaka", "endDate": null, "startTime": "09:30", "custom7": { "value": "x" } });
    let updated = service.put("ann", &path, &update).ok();
    assert_eq!(updated["name"], "Osaka");
    assert_eq!(updated.get("endDate"), None);
    assert_eq!(updated["startDate"], "2026-05-04");
    assert_eq!(updated["startTime"], "09:30");
    assert_eq!(updated["custom7"]["value"], "x");
    assert_eq!(updated["creationDate"], "2026-03-31T12:00:00.000Z");
    assert_eq!(updated["lastModified"], "2026-03-31T12:01:00.000Z");
    assert_eq!(updated, service.get("ann", &path).ok());
    let cleared = service.put("ann", &path, &json!({ "custom7": null })).ok();
    assert_eq!(cleared.get("custom7"), None);
}

#[test]
fn an_update_does_not_change_the_policy() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let body = json!({ "policy": { "id": REVIEWED }, "parentRequestId": id, "status": "APPROVED" });
    let updated = service.put("ann", &format!("/requests/{id}"), &body).ok();
    assert_eq!(updated["policy"]["id"], TRAVEL);
    assert_eq!(updated.get("parentRequestId"), None);
}

#[test]
fn updates_with_another_id_change_nothing() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    service.put("ann", &path, &json!({ "id": id, "name": "Osaka" })).ok();
    for other in [json!("0".repeat(32)), json!(7)] {
        let got = service.put("ann", &path, &json!({ "id": other, "name": "Nara" }));
        assert_eq!(got.refused().1, "idNotAllowed");
    }
    assert_eq!(service.get("ann", &path).ok()["name"], "Osaka");
}

#[test]
fn comments_are_added_unless_they_repeat_the_last() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    for comment in [json!("first"), json!("first"), json!("second"), Value::Null] {
        service.put("ann", &path, &json!({ "comment": comment })).ok();
    }
    assert_eq!(service.get("ann", &path).ok().get("comment"), None);
    service.put("ann", &path, &json!({ "comment": "third" })).ok();
    assert_eq!(service.get("ann", &path).ok()["comment"], "third");
    let comments = service.with_world(|world| world.requests.get(&id).unwrap().comments.clone());
    let texts: Vec<&str> = comments.iter().map(|comment| comment.text.as_str()).collect();
    assert_eq!(texts, ["first", "second", "third"]);
    assert!(
        comments
            .iter()
            .all(|comment| comment.by.as_deref() == Some(service.id_of("ann").as_str()))
    );
}

#[test]
fn a_company_token_updates_a_request_as_the_system_user() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    service.put("company", &path, &json!({ "comment": "moved" })).ok();
    let comments = service.with_world(|world| world.requests.get(&id).unwrap().comments.clone());
    assert_eq!(comments.last().unwrap().by, None);
    let named = format!("{path}?userId={}", service.id_of("bea"));
    assert_eq!(
        service.put("company", &named, &json!({})).refused().1,
        "userIsNotAllowed"
    );
}

#[test]
fn only_owners_change_requests_and_only_while_not_submitted() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    let body = json!({ "name": "Osaka" });
    for other in ["bea", "dora", "emil"] {
        assert_eq!(service.put(other, &path, &body).refused().1, "userIsNotAllowed");
        assert_eq!(service.delete(other, &path).refused().1, "userIsNotAllowed");
    }
    for token in ["company", "system"] {
        assert_eq!(service.delete(token, &path).refused().1, "missingRequiredParam");
    }
    for (token, action) in [("ann", ""), ("ann", "submit"), ("bea", "approve"), ("ann", "close")] {
        if !action.is_empty() {
            service.take(token, &id, action).ok();
            assert_eq!(
                service.put("ann", &path, &body).refused().1,
                "permissionDenied",
                "{action}"
            );
            assert_eq!(service.delete("ann", &path).refused().1, "permissionDenied", "{action}");
        }
    }
    let sent_back = service.created("ann", BOOKED);
    service.take("ann", &sent_back, "submit").ok();
    service.take("bea", &sent_back, "sendback").ok();
    service.put("ann", &format!("/requests/{sent_back}"), &body).ok();
    assert_eq!(
        service.delete("ann", &format!("/requests/{sent_back}")).ok(),
        json!(true)
    );
}

#[test]
fn deleted_requests_are_not_found() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    let got = service.delete("ann", &path);
    assert_eq!((got.status, got.body), (200, json!(true)));
    assert_eq!(
        service.get("ann", &path).refused(),
        (404, "notFound", "resource not found")
    );
    assert_eq!(service.delete("ann", &path).refused().0, 404);
}

#[test]
fn keys_start_with_four_characters_and_increase() {
    let keys: Vec<String> = [1, 2, 35, 36, 1000, 1_000_000, 2_000_000, u64::MAX].map(key).into();
    assert_eq!(keys[0], "3331");
    let grown = |pair: &[String]| (pair[0].len(), &pair[0]) <= (pair[1].len(), &pair[1]);
    assert!(keys.windows(2).all(grown), "{keys:?}");
    assert!(keys[..6].iter().all(|key| key.len() == 4), "{keys:?}");
    assert_eq!(keys[6].len(), 5);
    let many: std::collections::BTreeSet<String> = (0..5000).map(key).collect();
    assert_eq!(many.len(), 5000);
}

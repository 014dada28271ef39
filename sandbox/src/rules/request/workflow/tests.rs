#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::behavior::Behavior;
use crate::rules::request::test_service::{BOOKED, OUTSIDE, REVIEWED, RequestService, TRAVEL, operations};
use crate::state::Record;
use crate::tenant::{Role, State};

mod properties;

fn status(request: &Value) -> &str {
    request["approvalStatus"]["code"].as_str().unwrap()
}

#[track_caller]
fn refused(service: &RequestService, token: &str, id: &str, action: &str, code: &str) {
    let got = service.take(token, id, action);
    assert_eq!(got.code(), code, "{action} by {token}: {got:?}");
}

#[test]
fn actions_match_the_contract() {
    let api = crate::api::find(crate::contract().unwrap(), "request").unwrap();
    let set = api.value_sets.iter().find(|set| set.name == "Action").unwrap();
    let known: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
    assert_eq!(known, Action::ALL.map(Action::wire));
}

#[test]
fn the_external_scope_is_in_the_contract() {
    let service = RequestService::new();
    let api = crate::api::find(crate::contract().unwrap(), "request").unwrap();
    let scopes = service.with_world(|world| world.access_tokens.get("system").unwrap().scopes.clone());
    assert!(
        scopes
            .iter()
            .all(|scope| api.scopes.iter().any(|known| known.wire == *scope)),
        "{scopes:?}"
    );
    assert!(permit::EXTERNAL == scopes[1]);
}

#[test]
fn unknown_actions_are_bad_parameters() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    for action in ["Submit", "sendBack", "destroy"] {
        let got = service.take("ann", &id, action);
        assert_eq!(
            got.refused(),
            (400, "badParam", "the request has bad parameter(s) action")
        );
    }
}

#[test]
fn a_submitted_request_is_approved_by_the_manager() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let submitted = service.take("ann", &id, "submit").ok();
    assert_eq!(status(&submitted), "SUBMITTED");
    assert_eq!(submitted["submitDate"], "2026-03-31T12:00:00.000Z");
    assert_eq!(operations(&submitted), ["recall", "cancel"]);
    service.advance(Duration::from_secs(1));
    let approved = service.take("bea", &id, "approve").ok();
    assert_eq!(status(&approved), "APPROVED");
    assert_eq!(approved["authorizedDate"], "2026-03-31T12:00:01.000Z");
    assert_eq!(operations(&approved), [""; 0]);
    assert_eq!(
        operations(&service.get("ann", &format!("/requests/{id}")).ok()),
        ["cancel", "close"]
    );
}

#[test]
fn the_processor_decides_after_the_manager() {
    let service = RequestService::new();
    let id = service.created("ann", REVIEWED);
    service.take("ann", &id, "submit").ok();
    refused(&service, "dora", &id, "approve", "permissionDenied");
    assert_eq!(status(&service.take("bea", &id, "approve").ok()), "SUBMITTED");
    refused(&service, "bea", &id, "approve", "permissionDenied");
    let path = format!("/requests/{id}");
    assert_eq!(operations(&service.get("dora", &path).ok()), ["approve", "sendback"]);
    assert_eq!(status(&service.take("dora", &id, "approve").ok()), "APPROVED");
}

#[test]
fn external_steps_need_a_company_token_with_the_scope() {
    let service = RequestService::new();
    let id = service.created("ann", OUTSIDE);
    refused(&service, "system", &id, "submit", "missingRequiredParam");
    service.take("ann", &id, "submit").ok();
    refused(&service, "system", &id, "approve", "missingRequiredParam");
    service.take("bea", &id, "approve").ok();
    let path = format!("/requests/{id}");
    for (token, expected) in [
        ("system", vec!["approve", "sendback"]),
        ("company", vec![]),
        ("bea", vec![]),
    ] {
        assert_eq!(operations(&service.get(token, &path).ok()), expected, "{token}");
    }
    refused(&service, "company", &id, "approve", "permissionDenied");
    refused(&service, "bea", &id, "approve", "permissionDenied");
    refused(&service, "system", &id, "recall", "missingRequiredParam");
    let as_bea = format!("/requests/{id}/approve?userId={}", service.id_of("bea"));
    assert_eq!(service.post("system", &as_bea, &json!({})).code(), "permissionDenied");
    let back = service
        .post(
            "system",
            &format!("/requests/{id}/sendback"),
            &json!({ "comment": "no" }),
        )
        .ok();
    assert_eq!((status(&back), &back["comment"]), ("SENTBACK", &json!("no")));
    service.with_world(|world| assert_eq!(world.requests.get(&id).unwrap().comments[0].by, None));
}

#[test]
fn delegates_decide_only_with_the_delegator_named() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    service.take("ann", &id, "submit").ok();
    refused(&service, "kim", &id, "approve", "permissionDenied");
    let act = |token: &str, name: &str| {
        service.post(
            token,
            &format!("/requests/{id}/approve?delegatorUserId={}", service.id_of(name)),
            &json!({}),
        )
    };
    // Dora is not a delegate of Bea, and Kim is not a delegate of Carl.
    assert_eq!(act("kim", "carl").code(), "permissionDenied");
    assert_eq!(act("dora", "bea").code(), "permissionDenied");
    assert_eq!(act("ann", "bea").code(), "permissionDenied");
    let of = |delegator: &str| {
        service.post(
            "kim",
            &format!("/requests/{id}/approve?delegatorUserId={delegator}"),
            &json!({}),
        )
    };
    assert_eq!(of("bea").code(), "invalidUuid");
    assert_eq!(of("00000000-0000-4000-8000-000000000000").code(), "userNotFound");
    assert_eq!(status(&act("kim", "bea").ok()), "APPROVED");
}

#[test]
fn another_company_id_is_refused() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let submit = |company: &str| service.post("ann", &format!("/requests/{id}/submit?companyId={company}"), &json!({}));
    let other = submit("00000000-0000-4000-8000-000000000000");
    assert_eq!(
        other.refused(),
        (
            400,
            "companyNotFound",
            "the company for this request has not been found"
        )
    );
    submit("09CE4B6E-fb7e-4a55-a4f7-4ddbc4016210").ok();
}

#[test]
fn owners_recall_and_resubmit_a_submitted_request() {
    let service = RequestService::new();
    let id = service.created("ann", REVIEWED);
    refused(&service, "ann", &id, "recall", "permissionDenied");
    service.take("ann", &id, "submit").ok();
    service.take("bea", &id, "approve").ok();
    refused(&service, "bea", &id, "recall", "permissionDenied");
    let recalled = service.take("ann", &id, "recall").ok();
    assert_eq!(status(&recalled), "NOT_SUBMITTED");
    assert_eq!(recalled["everSentBack"], false);
    assert!(recalled.get("submitDate").is_some());
    assert_eq!(status(&service.take("ann", &id, "submit").ok()), "SUBMITTED");
    refused(&service, "dora", &id, "approve", "permissionDenied");
}

#[test]
fn ever_sent_back_and_the_comment_are_kept() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    service.take("ann", &id, "submit").ok();
    let body = json!({ "comment": "too dear" });
    let back = service.post("bea", &format!("/requests/{id}/sendback"), &body).ok();
    assert_eq!((status(&back), &back["everSentBack"]), ("SENTBACK", &json!(true)));
    assert_eq!(back["comment"], "too dear");
    let again = service.take("ann", &id, "submit").ok();
    assert_eq!(again["everSentBack"], true);
    let approved = service
        .post("bea", &format!("/requests/{id}/approve"), &json!({ "comment": "well" }))
        .ok();
    assert_eq!(
        (&approved["comment"], &approved["everSentBack"]),
        (&json!("well"), &json!(true))
    );
}

#[test]
fn canceled_post_approval_is_recorded() {
    let service = RequestService::new();
    for (approved, policy) in [(false, TRAVEL), (true, TRAVEL), (false, BOOKED)] {
        let id = service.created("ann", policy);
        refused(&service, "ann", &id, "cancel", "permissionDenied");
        service.take("ann", &id, "submit").ok();
        if approved || policy == BOOKED {
            service.take("bea", &id, "approve").ok();
        }
        refused(&service, "bea", &id, "cancel", "permissionDenied");
        let canceled = service.take("ann", &id, "cancel").ok();
        assert_eq!(
            (status(&canceled), &canceled["canceledPostApproval"]),
            ("CANCELED", &json!(approved))
        );
        assert_eq!(operations(&canceled), ["close"]);
        refused(&service, "ann", &id, "submit", "permissionDenied");
    }
}

#[test]
fn closed_requests_must_be_reopened_first() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    refused(&service, "ann", &id, "close", "permissionDenied");
    service.take("ann", &id, "submit").ok();
    service.take("bea", &id, "approve").ok();
    let closed = service.take("ann", &id, "close").ok();
    assert_eq!((status(&closed), &closed["closed"]), ("APPROVED", &json!(true)));
    assert_eq!(operations(&closed), ["reopen"]);
    for action in ["cancel", "close", "submit"] {
        refused(&service, "ann", &id, action, "permissionDenied");
    }
    refused(&service, "bea", &id, "reopen", "permissionDenied");
    let open = service.take("ann", &id, "reopen").ok();
    assert_eq!((status(&open), &open["closed"]), ("APPROVED", &json!(false)));
    refused(&service, "ann", &id, "reopen", "permissionDenied");
}

#[test]
fn bookings_complete_after_the_time_of_the_policy() {
    let service = RequestService::new();
    let id = service.created("ann", BOOKED);
    service.take("ann", &id, "submit").ok();
    assert_eq!(status(&service.take("bea", &id, "approve").ok()), "PENDING_BOOKING");
    let path = format!("/requests/{id}");
    service.advance(Duration::from_secs(24 * 3600 - 1));
    let waiting = service.get("ann", &path).ok();
    assert_eq!(
        (status(&waiting), waiting.get("authorizedDate")),
        ("PENDING_BOOKING", None)
    );
    assert_eq!(operations(&waiting), ["cancel"]);
    // The approval time is that of the booking, however late it is read.
    service.advance(Duration::from_secs(3600));
    let approved = service.get("ann", &path).ok();
    assert_eq!(status(&approved), "APPROVED");
    assert_eq!(approved["authorizedDate"], "2026-04-01T12:00:00.000Z");
    assert_eq!(approved["lastModified"], "2026-04-01T12:00:00.000Z");
}

#[test]
fn due_bookings_apply_to_every_reader_and_after_a_restart() {
    let service = RequestService::new();
    let id = service.created("ann", BOOKED);
    service.take("ann", &id, "submit").ok();
    service.take("bea", &id, "approve").ok();
    let saved = service.with_world(|world| serde_json::to_string(world.requests.get(&id).unwrap()).unwrap());
    let status = |world: &World| world.requests.get(&id).unwrap().status;
    service.advance(Duration::from_secs(24 * 3600));
    // The page reads the records directly.
    assert_eq!(service.with_world(|world| status(world)), Status::Approved);

    let next = RequestService::new();
    next.with_world(|world| {
        world.restore(<Request as Record>::KIND, &id, &saved).unwrap();
        assert_eq!(status(world), Status::PendingBooking);
    });
    next.advance(Duration::from_secs(24 * 3600));
    assert_eq!(next.with_world(|world| status(world)), Status::Approved);
}

#[test]
fn a_booking_of_a_canceled_request_changes_nothing() {
    let service = RequestService::new();
    let id = service.created("ann", BOOKED);
    service.take("ann", &id, "submit").ok();
    service.take("bea", &id, "approve").ok();
    service.take("ann", &id, "cancel").ok();
    service.advance(Duration::from_secs(48 * 3600));
    assert_eq!(status(&service.get("ann", &format!("/requests/{id}")).ok()), "CANCELED");
}

#[test]
fn requests_canceled_while_booking_stay_canceled() {
    let service = RequestService::new();
    let id = service.created("ann", BOOKED);
    service.take("ann", &id, "submit").ok();
    service.take("bea", &id, "approve").ok();
    service.take("ann", &id, "cancel").ok();
    service.advance(Duration::from_secs(48 * 3600));
    assert_eq!(status(&service.get("ann", &format!("/requests/{id}")).ok()), "CANCELED");
}

#[test]
fn submitting_needs_the_required_fields_of_the_policy() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    for (name, value) in [
        ("name", json!("Kyoto")),
        ("startDate", json!("2026-05-04")),
        ("endDate", json!("2026-05-08")),
    ] {
        service.put("ann", &path, &json!({ name: null })).ok();
        let got = service.take("ann", &id, "submit");
        assert_eq!(
            got.refused(),
            (
                400,
                "missingRequiredField",
                "at least 1 required field has an empty value"
            )
        );
        // The action is offered, since the owner has the right to take it.
        assert_eq!(operations(&service.get("ann", &path).ok()), ["submit"]);
        service.put("ann", &path, &json!({ name: value })).ok();
    }
    service.take("ann", &id, "submit").ok();
}

#[test]
fn submitting_without_an_approver_fails_with_the_reason() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    let name = |login: &str| format!("{login}@example.com");
    for user in &mut tenant.users {
        if user.login_id == name("jun") {
            user.approver = Some(name("max"));
        }
    }
    let service = RequestService::with(tenant.clone(), Behavior::default());
    for (owner, code) in [
        ("emil", "NO_APPROVER_CHANGE_MY_INFO"),
        ("carl", "NO_APPROVER_CHANGE_MY_INFO"),
        ("fay", "APPROVER_CUM_REPORTOWNER"),
        ("gus", "NO_APPROVER"),
        ("jun", "INVALID_AUTH_APPROVER"),
    ] {
        let id = service.created(owner, TRAVEL);
        let got = service.take(owner, &id, "submit");
        assert_eq!((got.status, got.code()), (409, code), "{owner}");
        assert_eq!(
            status(&service.get(owner, &format!("/requests/{id}")).ok()),
            "NOT_SUBMITTED"
        );
    }
    let id = service.created("dora", REVIEWED);
    refused(&service, "dora", &id, "submit", "APPROVER_CUM_REPORTOWNER_EDITABLE");

    tenant
        .users
        .iter_mut()
        .find(|user| user.login_id == name("dora"))
        .unwrap()
        .state = State::Disabled;
    let service = RequestService::with(tenant.clone(), Behavior::default());
    let id = service.created("ann", REVIEWED);
    refused(&service, "ann", &id, "submit", "NO_APPROVER_NOT_EDITABLE_STEP");
    tenant
        .users
        .iter_mut()
        .for_each(|user| user.roles.retain(|role| *role != Role::Processor));
    let service = RequestService::with(tenant, Behavior::default());
    let id = service.created("ann", REVIEWED);
    refused(&service, "ann", &id, "submit", "NO_APPROVER_NOT_EDITABLE_STEP");
}

#[test]
fn approving_fails_if_nobody_can_decide_the_next_step() {
    let service = RequestService::new();
    let id = service.created("ann", REVIEWED);
    service.take("ann", &id, "submit").ok();
    service.with_world(|world| {
        let mut tenant = Tenant::clone(&world.tenant);
        tenant
            .users
            .iter_mut()
            .for_each(|user| user.roles.retain(|role| *role != Role::Processor));
        world.tenant = Arc::new(tenant);
    });
    refused(&service, "bea", &id, "approve", "NO_APPROVER_NOT_EDITABLE_STEP");
    let request = service.get("bea", &format!("/requests/{id}")).ok();
    assert_eq!(
        (status(&request), operations(&request)),
        ("SUBMITTED", vec!["approve", "sendback"])
    );
}

#[test]
fn policies_without_steps_approve_automatically() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    tenant.requesting.policies[0].steps.clear();
    let service = RequestService::with(tenant, Behavior::default());
    let id = service.created("emil", TRAVEL);
    assert_eq!(status(&service.take("emil", &id, "submit").ok()), "APPROVED");
}

#[test]
fn users_without_access_cannot_take_actions() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    for action in Action::ALL {
        refused(&service, "emil", &id, action.wire(), "userIsNotAllowed");
        assert_eq!(service.take("ann", &"0".repeat(32), action.wire()).refused().0, 404);
    }
}

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::behaviour::Behaviour;
use crate::rules::request::support::{BOOKED, OUTSIDE, Office, REVIEWED, TRAVEL, operations};
use crate::tenant::{Role, State};
use crate::world::Record;

mod properties;

fn status(request: &Value) -> &str {
    request["approvalStatus"]["code"].as_str().unwrap()
}

#[track_caller]
fn refused(office: &Office, token: &str, id: &str, action: &str, code: &str) {
    let got = office.take(token, id, action);
    assert_eq!(got.code(), code, "{action} by {token}: {got:?}");
}

#[test]
fn the_actions_are_those_of_the_contract() {
    let api = crate::serve::api(crate::contract().unwrap(), "request").unwrap();
    let set = api.value_sets.iter().find(|set| set.name == "Action").unwrap();
    let known: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
    assert_eq!(known, Action::ALL.map(Action::wire));
}

#[test]
fn the_scope_for_systems_outside_is_one_of_the_contract() {
    let office = Office::new();
    let api = crate::serve::api(crate::contract().unwrap(), "request").unwrap();
    let scopes = office.with_world(|world| world.access_tokens.get("system").unwrap().scopes.clone());
    assert!(
        scopes
            .iter()
            .all(|scope| api.scopes.iter().any(|known| known.wire == *scope)),
        "{scopes:?}"
    );
    assert!(permit::EXTERNAL == scopes[1]);
}

#[test]
fn an_action_that_there_is_not_is_a_bad_parameter() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    for action in ["Submit", "sendBack", "destroy"] {
        let got = office.take("ann", &id, action);
        assert_eq!(
            got.refused(),
            (400, "badParam", "the request has bad parameter(s) action")
        );
    }
}

#[test]
fn a_request_goes_from_its_owner_to_the_manager_and_is_approved() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    let submitted = office.take("ann", &id, "submit").ok();
    assert_eq!(status(&submitted), "SUBMITTED");
    assert_eq!(submitted["submitDate"], "2026-03-31T12:00:00.000Z");
    assert_eq!(operations(&submitted), ["recall", "cancel"]);
    office.advance(Duration::from_secs(1));
    let approved = office.take("bea", &id, "approve").ok();
    assert_eq!(status(&approved), "APPROVED");
    assert_eq!(approved["authorizedDate"], "2026-03-31T12:00:01.000Z");
    assert_eq!(operations(&approved), [""; 0]);
    assert_eq!(
        operations(&office.get("ann", &format!("/requests/{id}")).ok()),
        ["cancel", "close"]
    );
}

#[test]
fn the_processor_comes_after_the_manager_where_the_policy_says_so() {
    let office = Office::new();
    let id = office.created("ann", REVIEWED);
    office.take("ann", &id, "submit").ok();
    refused(&office, "dora", &id, "approve", "permissionDenied");
    assert_eq!(status(&office.take("bea", &id, "approve").ok()), "SUBMITTED");
    refused(&office, "bea", &id, "approve", "permissionDenied");
    let path = format!("/requests/{id}");
    assert_eq!(operations(&office.get("dora", &path).ok()), ["approve", "sendback"]);
    assert_eq!(status(&office.take("dora", &id, "approve").ok()), "APPROVED");
}

#[test]
fn a_system_outside_decides_with_a_company_token_of_its_scope_alone() {
    let office = Office::new();
    let id = office.created("ann", OUTSIDE);
    refused(&office, "system", &id, "submit", "missingRequiredParam");
    office.take("ann", &id, "submit").ok();
    refused(&office, "system", &id, "approve", "missingRequiredParam");
    office.take("bea", &id, "approve").ok();
    let path = format!("/requests/{id}");
    for (token, expected) in [
        ("system", vec!["approve", "sendback"]),
        ("company", vec![]),
        ("bea", vec![]),
    ] {
        assert_eq!(operations(&office.get(token, &path).ok()), expected, "{token}");
    }
    refused(&office, "company", &id, "approve", "permissionDenied");
    refused(&office, "bea", &id, "approve", "permissionDenied");
    refused(&office, "system", &id, "recall", "missingRequiredParam");
    let as_bea = format!("/requests/{id}/approve?userId={}", office.id_of("bea"));
    assert_eq!(office.post("system", &as_bea, &json!({})).code(), "permissionDenied");
    let back = office
        .post(
            "system",
            &format!("/requests/{id}/sendback"),
            &json!({ "comment": "no" }),
        )
        .ok();
    assert_eq!((status(&back), &back["comment"]), ("SENTBACK", &json!("no")));
    office.with_world(|world| assert_eq!(world.requests.get(&id).unwrap().comments[0].by, None));
}

#[test]
fn a_delegate_decides_when_the_one_says_for_whom() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    office.take("ann", &id, "submit").ok();
    refused(&office, "kim", &id, "approve", "permissionDenied");
    let act = |token: &str, name: &str| {
        office.post(
            token,
            &format!("/requests/{id}/approve?delegatorUserId={}", office.id_of(name)),
            &json!({}),
        )
    };
    // Carl is nobody's delegate, and it is not for Carl that Kim may decide.
    assert_eq!(act("kim", "carl").code(), "permissionDenied");
    assert_eq!(act("dora", "bea").code(), "permissionDenied");
    assert_eq!(act("ann", "bea").code(), "permissionDenied");
    let of = |delegator: &str| {
        office.post(
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
fn the_company_of_a_call_has_to_be_ours() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    let submit = |company: &str| office.post("ann", &format!("/requests/{id}/submit?companyId={company}"), &json!({}));
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
fn the_owner_takes_it_back_while_it_is_submitted_and_submits_it_again() {
    let office = Office::new();
    let id = office.created("ann", REVIEWED);
    refused(&office, "ann", &id, "recall", "permissionDenied");
    office.take("ann", &id, "submit").ok();
    office.take("bea", &id, "approve").ok();
    refused(&office, "bea", &id, "recall", "permissionDenied");
    let recalled = office.take("ann", &id, "recall").ok();
    assert_eq!(status(&recalled), "NOT_SUBMITTED");
    assert_eq!(recalled["everSentBack"], false);
    assert!(recalled.get("submitDate").is_some());
    assert_eq!(status(&office.take("ann", &id, "submit").ok()), "SUBMITTED");
    refused(&office, "dora", &id, "approve", "permissionDenied");
}

#[test]
fn what_is_sent_back_is_so_for_ever_and_keeps_the_comment() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    office.take("ann", &id, "submit").ok();
    let body = json!({ "comment": "too dear" });
    let back = office.post("bea", &format!("/requests/{id}/sendback"), &body).ok();
    assert_eq!((status(&back), &back["everSentBack"]), ("SENTBACK", &json!(true)));
    assert_eq!(back["comment"], "too dear");
    let again = office.take("ann", &id, "submit").ok();
    assert_eq!(again["everSentBack"], true);
    let approved = office
        .post("bea", &format!("/requests/{id}/approve"), &json!({ "comment": "well" }))
        .ok();
    assert_eq!(
        (&approved["comment"], &approved["everSentBack"]),
        (&json!("well"), &json!(true))
    );
}

#[test]
fn whether_it_was_approved_before_it_was_cancelled_is_kept() {
    let office = Office::new();
    for (approved, policy) in [(false, TRAVEL), (true, TRAVEL), (false, BOOKED)] {
        let id = office.created("ann", policy);
        refused(&office, "ann", &id, "cancel", "permissionDenied");
        office.take("ann", &id, "submit").ok();
        if approved || policy == BOOKED {
            office.take("bea", &id, "approve").ok();
        }
        refused(&office, "bea", &id, "cancel", "permissionDenied");
        let canceled = office.take("ann", &id, "cancel").ok();
        assert_eq!(
            (status(&canceled), &canceled["canceledPostApproval"]),
            ("CANCELED", &json!(approved))
        );
        assert_eq!(operations(&canceled), ["close"]);
        refused(&office, "ann", &id, "submit", "permissionDenied");
    }
}

#[test]
fn what_is_closed_has_to_be_reopened_first() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    refused(&office, "ann", &id, "close", "permissionDenied");
    office.take("ann", &id, "submit").ok();
    office.take("bea", &id, "approve").ok();
    let closed = office.take("ann", &id, "close").ok();
    assert_eq!((status(&closed), &closed["closed"]), ("APPROVED", &json!(true)));
    assert_eq!(operations(&closed), ["reopen"]);
    for action in ["cancel", "close", "submit"] {
        refused(&office, "ann", &id, action, "permissionDenied");
    }
    refused(&office, "bea", &id, "reopen", "permissionDenied");
    let open = office.take("ann", &id, "reopen").ok();
    assert_eq!((status(&open), &open["closed"]), ("APPROVED", &json!(false)));
    refused(&office, "ann", &id, "reopen", "permissionDenied");
}

#[test]
fn it_waits_for_the_booking_as_long_as_the_policy_says() {
    let office = Office::new();
    let id = office.created("ann", BOOKED);
    office.take("ann", &id, "submit").ok();
    assert_eq!(status(&office.take("bea", &id, "approve").ok()), "PENDING_BOOKING");
    let path = format!("/requests/{id}");
    office.advance(Duration::from_secs(24 * 3600 - 1));
    let waiting = office.get("ann", &path).ok();
    assert_eq!(
        (status(&waiting), waiting.get("authorizedDate")),
        ("PENDING_BOOKING", None)
    );
    assert_eq!(operations(&waiting), ["cancel"]);
    // However late one looks: it was approved when the booking was there.
    office.advance(Duration::from_secs(3600));
    let approved = office.get("ann", &path).ok();
    assert_eq!(status(&approved), "APPROVED");
    assert_eq!(approved["authorizedDate"], "2026-04-01T12:00:00.000Z");
    assert_eq!(approved["lastModified"], "2026-04-01T12:00:00.000Z");
}

#[test]
fn a_booking_is_there_whoever_looks_and_after_a_restart_too() {
    let office = Office::new();
    let id = office.created("ann", BOOKED);
    office.take("ann", &id, "submit").ok();
    office.take("bea", &id, "approve").ok();
    let saved = office.with_world(|world| serde_json::to_string(world.requests.get(&id).unwrap()).unwrap());
    let status = |world: &World| world.requests.get(&id).unwrap().status;
    office.advance(Duration::from_secs(24 * 3600));
    // The page looks at the records themselves.
    assert_eq!(office.with_world(|world| status(world)), Status::Approved);

    let next = Office::new();
    next.with_world(|world| {
        world.restore(<Request as Record>::KIND, &id, &saved).unwrap();
        assert_eq!(status(world), Status::PendingBooking);
    });
    next.advance(Duration::from_secs(24 * 3600));
    assert_eq!(next.with_world(|world| status(world)), Status::Approved);
}

#[test]
fn a_booking_that_is_no_longer_waited_for_changes_nothing() {
    let office = Office::new();
    let id = office.created("ann", BOOKED);
    office.take("ann", &id, "submit").ok();
    office.take("bea", &id, "approve").ok();
    office.take("ann", &id, "cancel").ok();
    office.advance(Duration::from_secs(48 * 3600));
    assert_eq!(status(&office.get("ann", &format!("/requests/{id}")).ok()), "CANCELED");
}

#[test]
fn what_was_cancelled_while_it_waited_for_the_booking_stays_cancelled() {
    let office = Office::new();
    let id = office.created("ann", BOOKED);
    office.take("ann", &id, "submit").ok();
    office.take("bea", &id, "approve").ok();
    office.take("ann", &id, "cancel").ok();
    office.advance(Duration::from_secs(48 * 3600));
    assert_eq!(status(&office.get("ann", &format!("/requests/{id}")).ok()), "CANCELED");
}

#[test]
fn a_field_that_the_policy_requires_is_missed_at_submit() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    let path = format!("/requests/{id}");
    for (name, value) in [
        ("name", json!("Kyoto")),
        ("startDate", json!("2026-05-04")),
        ("endDate", json!("2026-05-08")),
    ] {
        office.put("ann", &path, &json!({ name: null })).ok();
        let got = office.take("ann", &id, "submit");
        assert_eq!(
            got.refused(),
            (
                400,
                "missingRequiredField",
                "at least 1 required field has an empty value"
            )
        );
        // It can be taken, by rights.
        assert_eq!(operations(&office.get("ann", &path).ok()), ["submit"]);
        office.put("ann", &path, &json!({ name: value })).ok();
    }
    office.take("ann", &id, "submit").ok();
}

#[test]
fn without_somebody_to_decide_nothing_is_submitted_and_the_code_says_why() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    let name = |login: &str| format!("{login}@example.com");
    for user in &mut tenant.users {
        if user.login_id == name("jun") {
            user.approver = Some(name("max"));
        }
    }
    let office = Office::with(tenant.clone(), Behaviour::default());
    for (owner, code) in [
        ("emil", "NO_APPROVER_CHANGE_MY_INFO"),
        ("carl", "NO_APPROVER_CHANGE_MY_INFO"),
        ("fay", "APPROVER_CUM_REPORTOWNER"),
        ("gus", "NO_APPROVER"),
        ("jun", "INVALID_AUTH_APPROVER"),
    ] {
        let id = office.created(owner, TRAVEL);
        let got = office.take(owner, &id, "submit");
        assert_eq!((got.status, got.code()), (409, code), "{owner}");
        assert_eq!(
            status(&office.get(owner, &format!("/requests/{id}")).ok()),
            "NOT_SUBMITTED"
        );
    }
    let id = office.created("dora", REVIEWED);
    refused(&office, "dora", &id, "submit", "APPROVER_CUM_REPORTOWNER_EDITABLE");

    tenant
        .users
        .iter_mut()
        .find(|user| user.login_id == name("dora"))
        .unwrap()
        .state = State::Disabled;
    let office = Office::with(tenant.clone(), Behaviour::default());
    let id = office.created("ann", REVIEWED);
    refused(&office, "ann", &id, "submit", "NO_APPROVER_NOT_EDITABLE_STEP");
    tenant
        .users
        .iter_mut()
        .for_each(|user| user.roles.retain(|role| *role != Role::Processor));
    let office = Office::with(tenant, Behaviour::default());
    let id = office.created("ann", REVIEWED);
    refused(&office, "ann", &id, "submit", "NO_APPROVER_NOT_EDITABLE_STEP");
}

#[test]
fn a_step_that_has_lost_its_people_stops_the_approval_before_it() {
    let office = Office::new();
    let id = office.created("ann", REVIEWED);
    office.take("ann", &id, "submit").ok();
    office.with_world(|world| {
        let mut tenant = Tenant::clone(&world.tenant);
        tenant
            .users
            .iter_mut()
            .for_each(|user| user.roles.retain(|role| *role != Role::Processor));
        world.tenant = Arc::new(tenant);
    });
    refused(&office, "bea", &id, "approve", "NO_APPROVER_NOT_EDITABLE_STEP");
    let request = office.get("bea", &format!("/requests/{id}")).ok();
    assert_eq!(
        (status(&request), operations(&request)),
        ("SUBMITTED", vec!["approve", "sendback"])
    );
}

#[test]
fn a_policy_without_steps_approves_by_itself() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    tenant.requesting.policies[0].steps.clear();
    let office = Office::with(tenant, Behaviour::default());
    let id = office.created("emil", TRAVEL);
    assert_eq!(status(&office.take("emil", &id, "submit").ok()), "APPROVED");
}

#[test]
fn who_may_not_see_it_may_do_nothing_with_it() {
    let office = Office::new();
    let id = office.created("ann", TRAVEL);
    for action in Action::ALL {
        refused(&office, "emil", &id, action.wire(), "userIsNotAllowed");
        assert_eq!(office.take("ann", &"0".repeat(32), action.wire()).refused().0, 404);
    }
}

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use super::*;
use crate::rules::request::test_service::{BOOKED, OUTSIDE, REVIEWED, RequestService, TRAVEL};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Returns the names of the Requests of a list, in order.
fn names(list: &Value) -> Vec<&str> {
    list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect()
}

/// Returns the names of the Requests of a view, sorted.
fn shown(service: &RequestService, token: &str, query: &str) -> Vec<String> {
    let list = service.get(token, &format!("/requests?limit=100&{query}")).ok();
    let mut names: Vec<String> = names(&list).into_iter().map(str::to_owned).collect();
    assert_eq!(list["totalCount"], names.len());
    names.sort();
    names
}

/// Creates a Request with a name and takes actions on it.
fn with(service: &RequestService, owner: &str, policy: &str, name: &str, actions: &[(&str, &str)]) -> String {
    let id = service.created(owner, policy);
    service
        .put(owner, &format!("/requests/{id}"), &json!({ "name": name }))
        .ok();
    for (token, action) in actions {
        service.take(token, &id, action).ok();
    }
    id
}

/// Returns a service with a Request of Ann in every state.
fn service() -> RequestService {
    let service = RequestService::new();
    let (submit, approve) = (("ann", "submit"), ("bea", "approve"));
    with(&service, "ann", TRAVEL, "old", &[submit, approve]);
    service.advance(DAY * 92);
    with(&service, "ann", TRAVEL, "new", &[]);
    with(&service, "ann", TRAVEL, "recalled", &[submit, ("ann", "recall")]);
    with(&service, "ann", TRAVEL, "sentback", &[submit, ("bea", "sendback")]);
    with(&service, "ann", TRAVEL, "submitted", &[submit]);
    with(&service, "ann", REVIEWED, "reviewed", &[submit, approve]);
    with(&service, "ann", OUTSIDE, "outside", &[submit, approve]);
    with(&service, "ann", BOOKED, "booking", &[submit, approve]);
    with(&service, "ann", TRAVEL, "approved", &[submit, approve]);
    with(&service, "ann", TRAVEL, "closed", &[submit, approve, ("ann", "close")]);
    with(&service, "ann", TRAVEL, "canceled", &[submit, ("ann", "cancel")]);
    with(
        &service,
        "ann",
        TRAVEL,
        "canceled-late",
        &[submit, approve, ("ann", "cancel"), ("ann", "close")],
    );
    with(&service, "bea", TRAVEL, "beas", &[("bea", "submit")]);
    service
}

#[test]
fn views_show_the_documented_requests() {
    let service = service();
    let all = [
        "approved",
        "booking",
        "canceled",
        "canceled-late",
        "closed",
        "new",
        "old",
        "outside",
        "recalled",
        "reviewed",
        "sentback",
        "submitted",
    ];
    let active = [
        "approved",
        "booking",
        "new",
        "outside",
        "recalled",
        "reviewed",
        "sentback",
        "submitted",
    ];
    let views: [(&str, &[&str]); 11] = [
        ("ALL", &all),
        ("ACTIVE", &active),
        ("ACTIVEAPPROVED", &["approved"]),
        ("UNSUBMITTED", &["new", "recalled", "sentback"]),
        ("PENDING", &["booking", "outside", "reviewed", "submitted"]),
        ("VALIDATED", &["approved", "closed", "old"]),
        ("CANCELED", &["canceled", "canceled-late"]),
        ("CLOSED", &["canceled-late", "closed"]),
        (
            "SUBMITTED",
            &[
                "approved",
                "booking",
                "closed",
                "old",
                "outside",
                "reviewed",
                "submitted",
            ],
        ),
        ("PENDINGEBOOKING", &["booking"]),
        ("APPROVED", &[]),
    ];
    for (view, expected) in views {
        assert_eq!(shown(&service, "ann", &format!("view={view}")), expected, "{view}");
        let named = format!("view={view}&userId={}", service.id_of("ann"));
        assert_eq!(shown(&service, "company", &named), expected, "{view}");
    }
    assert_eq!(shown(&service, "ann", ""), all);
}

#[test]
fn approvers_see_pending_and_past_approvals() {
    let service = service();
    let approved = [
        "approved",
        "booking",
        "canceled-late",
        "closed",
        "old",
        "outside",
        "reviewed",
    ];
    assert_eq!(shown(&service, "bea", "view=APPROVED"), approved);
    assert_eq!(shown(&service, "bea", "view=TOAPPROVE"), ["submitted"]);
    assert_eq!(shown(&service, "dora", "view=TOAPPROVE"), ["reviewed"]);
    assert_eq!(shown(&service, "carl", "view=TOAPPROVE"), ["beas"]);
    assert_eq!(shown(&service, "ann", "view=TOAPPROVE"), [""; 0]);
    assert_eq!(shown(&service, "kim", "view=TOAPPROVE"), [""; 0]);
    assert_eq!(
        shown(&service, "kim", "view=TOAPPROVE&includeDelegateApprovals=true"),
        ["submitted"]
    );
    assert_eq!(shown(&service, "bea", "view=ALL"), ["beas"]);
}

#[test]
fn the_system_user_sees_everything() {
    let service = service();
    assert_eq!(shown(&service, "company", "").len(), 13);
    assert_eq!(
        shown(&service, "company", "view=TOAPPROVE"),
        ["beas", "outside", "reviewed", "submitted"]
    );
    assert_eq!(shown(&service, "company", "view=APPROVED").len(), 7);
}

#[test]
fn travel_agency_views_need_a_user_id() {
    let service = service();
    for view in ["PENDINGPROPOSAL", "PROPOSALAPPROVED", "PROPOSALCANCELED"] {
        for token in ["ann", "company"] {
            let got = service.get(token, &format!("/requests?view={view}"));
            assert_eq!(
                got.refused(),
                (
                    400,
                    "missingRequiredParam",
                    "the request is missing required parameter(s)"
                )
            );
        }
        let named = format!("view={view}&userId={}", service.id_of("ann"));
        assert_eq!(shown(&service, "company", &named), [""; 0]);
    }
}

#[test]
fn every_view_of_the_contract_is_supported() {
    let api = crate::api::find(crate::contract().unwrap(), "request").unwrap();
    let set = api.value_sets.iter().find(|set| set.name == "RequestView").unwrap();
    let service = service();
    for view in &set.values {
        let listed = shown(
            &service,
            "company",
            &format!("view={}&userId={}", view.wire, service.id_of("ann")),
        );
        let may_be_empty = views::needs_user(&view.wire) || matches!(view.wire.as_str(), "APPROVED" | "TOAPPROVE");
        assert_eq!(listed.is_empty(), may_be_empty, "{}", view.wire);
    }
    assert!(set.values.iter().any(|view| view.wire == views::DEFAULT));
}

#[test]
fn approved_requests_are_active_for_three_months() {
    let service = RequestService::new();
    with(&service, "ann", TRAVEL, "a", &[("ann", "submit"), ("bea", "approve")]);
    // From 31 March to 30 June.
    service.advance(DAY * 91);
    assert_eq!(shown(&service, "ann", "view=ACTIVEAPPROVED"), ["a"]);
    service.advance(DAY);
    assert_eq!(shown(&service, "ann", "view=ACTIVEAPPROVED"), [""; 0]);
    assert_eq!(shown(&service, "ann", "view=ACTIVE"), [""; 0]);
}

#[test]
fn time_bounds_are_exclusive() {
    let service = RequestService::new();
    for name in ["a", "b", "c"] {
        with(&service, "ann", TRAVEL, name, &[("ann", "submit"), ("bea", "approve")]);
        service.advance(DAY);
    }
    with(&service, "ann", TRAVEL, "d", &[]);
    for (query, expected) in [
        ("approvedAfter=2026-04-01T12:00:00Z", vec!["c"]),
        ("approvedBefore=2026-04-01T12:00:00Z", vec!["a"]),
        ("approvedAfter=2026-04-01", vec!["b", "c"]),
        ("approvedAfter=2026-04-01&approvedBefore=2026-04-02", vec!["b"]),
        ("modifiedAfter=2026-04-02T11:59:59Z", vec!["c", "d"]),
        ("modifiedBefore=2026-04-01", vec!["a"]),
        ("modifiedAfter=2026-04-01&approvedBefore=2026-04-02", vec!["b"]),
    ] {
        assert_eq!(shown(&service, "ann", query), expected, "{query}");
    }
}

#[test]
fn lists_are_sorted_by_start_date_status_or_key() {
    let service = RequestService::new();
    let start = |id: &str, day: Value| {
        service
            .put("ann", &format!("/requests/{id}"), &json!({ "startDate": day }))
            .ok()
    };
    let a = with(&service, "ann", TRAVEL, "a", &[]);
    let b = with(&service, "ann", TRAVEL, "b", &[]);
    start(&a, json!("2026-06-01"));
    start(&b, json!("2026-07-01"));
    service.take("ann", &b, "submit").ok();
    let c = with(&service, "ann", TRAVEL, "c", &[]);
    start(&c, Value::Null);
    let d = with(&service, "ann", TRAVEL, "d", &[]);
    start(&d, json!("2026-06-01"));
    for (query, expected) in [
        ("", ["b", "a", "d", "c"]),
        ("sortOrder=DESC", ["b", "a", "d", "c"]),
        ("sortField=startDate&sortOrder=ASC", ["c", "a", "d", "b"]),
        ("sortField=requestId", ["d", "c", "b", "a"]),
        ("sortField=requestId&sortOrder=ASC", ["a", "b", "c", "d"]),
        ("sortField=approvalStatus", ["b", "a", "c", "d"]),
        ("sortField=approvalStatus&sortOrder=ASC", ["a", "c", "d", "b"]),
    ] {
        let list = service.get("ann", &format!("/requests?{query}")).ok();
        assert_eq!(names(&list), expected, "{query}");
    }
}

#[test]
fn lists_apply_bookings_that_are_due() {
    let service = RequestService::new();
    with(&service, "ann", BOOKED, "a", &[("ann", "submit"), ("bea", "approve")]);
    service.advance(DAY);
    assert_eq!(shown(&service, "ann", "view=PENDINGEBOOKING"), [""; 0]);
    assert_eq!(shown(&service, "ann", "view=VALIDATED"), ["a"]);
}

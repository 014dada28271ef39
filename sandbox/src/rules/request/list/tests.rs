#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use super::*;
use crate::rules::request::support::{BOOKED, OUTSIDE, Office, REVIEWED, TRAVEL};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The names of what a list has, in its order.
fn names(list: &Value) -> Vec<&str> {
    list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect()
}

/// The names of what a view has for somebody, sorted.
fn shown(office: &Office, token: &str, query: &str) -> Vec<String> {
    let list = office.get(token, &format!("/requests?limit=100&{query}")).ok();
    let mut names: Vec<String> = names(&list).into_iter().map(str::to_owned).collect();
    assert_eq!(list["totalCount"], names.len());
    names.sort();
    names
}

/// Creates a Request with a name and takes actions with it.
fn with(office: &Office, owner: &str, policy: &str, name: &str, actions: &[(&str, &str)]) -> String {
    let id = office.created(owner, policy);
    office
        .put(owner, &format!("/requests/{id}"), &json!({ "name": name }))
        .ok();
    for (token, action) in actions {
        office.take(token, &id, action).ok();
    }
    id
}

/// An office with a Request of Ann's in every state.
fn office() -> Office {
    let office = Office::new();
    let (submit, approve) = (("ann", "submit"), ("bea", "approve"));
    with(&office, "ann", TRAVEL, "old", &[submit, approve]);
    office.advance(DAY * 92);
    with(&office, "ann", TRAVEL, "new", &[]);
    with(&office, "ann", TRAVEL, "recalled", &[submit, ("ann", "recall")]);
    with(&office, "ann", TRAVEL, "sentback", &[submit, ("bea", "sendback")]);
    with(&office, "ann", TRAVEL, "submitted", &[submit]);
    with(&office, "ann", REVIEWED, "reviewed", &[submit, approve]);
    with(&office, "ann", OUTSIDE, "outside", &[submit, approve]);
    with(&office, "ann", BOOKED, "booking", &[submit, approve]);
    with(&office, "ann", TRAVEL, "approved", &[submit, approve]);
    with(&office, "ann", TRAVEL, "closed", &[submit, approve, ("ann", "close")]);
    with(&office, "ann", TRAVEL, "canceled", &[submit, ("ann", "cancel")]);
    with(
        &office,
        "ann",
        TRAVEL,
        "canceled-late",
        &[submit, approve, ("ann", "cancel"), ("ann", "close")],
    );
    with(&office, "bea", TRAVEL, "beas", &[("bea", "submit")]);
    office
}

#[test]
fn each_view_shows_what_the_contract_says_of_it() {
    let office = office();
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
        assert_eq!(shown(&office, "ann", &format!("view={view}")), expected, "{view}");
        let named = format!("view={view}&userId={}", office.id_of("ann"));
        assert_eq!(shown(&office, "company", &named), expected, "{view}");
    }
    assert_eq!(shown(&office, "ann", ""), all);
}

#[test]
fn an_approver_sees_what_is_to_be_approved_and_what_was() {
    let office = office();
    let approved = [
        "approved",
        "booking",
        "canceled-late",
        "closed",
        "old",
        "outside",
        "reviewed",
    ];
    assert_eq!(shown(&office, "bea", "view=APPROVED"), approved);
    assert_eq!(shown(&office, "bea", "view=TOAPPROVE"), ["submitted"]);
    assert_eq!(shown(&office, "dora", "view=TOAPPROVE"), ["reviewed"]);
    assert_eq!(shown(&office, "carl", "view=TOAPPROVE"), ["beas"]);
    assert_eq!(shown(&office, "ann", "view=TOAPPROVE"), [""; 0]);
    assert_eq!(shown(&office, "kim", "view=TOAPPROVE"), [""; 0]);
    assert_eq!(
        shown(&office, "kim", "view=TOAPPROVE&includeDelegateApprovals=true"),
        ["submitted"]
    );
    assert_eq!(shown(&office, "bea", "view=ALL"), ["beas"]);
}

#[test]
fn everything_is_shown_to_the_system_user() {
    let office = office();
    assert_eq!(shown(&office, "company", "").len(), 13);
    assert_eq!(
        shown(&office, "company", "view=TOAPPROVE"),
        ["beas", "outside", "reviewed", "submitted"]
    );
    assert_eq!(shown(&office, "company", "view=APPROVED").len(), 7);
}

#[test]
fn the_views_of_a_travel_agency_need_its_agent() {
    let office = office();
    for view in ["PENDINGPROPOSAL", "PROPOSALAPPROVED", "PROPOSALCANCELED"] {
        for token in ["ann", "company"] {
            let got = office.get(token, &format!("/requests?view={view}"));
            assert_eq!(
                got.refused(),
                (
                    400,
                    "missingRequiredParam",
                    "the request is missing required parameter(s)"
                )
            );
        }
        let named = format!("view={view}&userId={}", office.id_of("ann"));
        assert_eq!(shown(&office, "company", &named), [""; 0]);
    }
}

#[test]
fn no_view_of_the_contract_is_unknown() {
    let api = crate::serve::api(crate::contract().unwrap(), "request").unwrap();
    let set = api.value_sets.iter().find(|set| set.name == "RequestView").unwrap();
    let office = office();
    for view in &set.values {
        let listed = shown(
            &office,
            "company",
            &format!("view={}&userId={}", view.wire, office.id_of("ann")),
        );
        let may_be_empty = views::needs_user(&view.wire) || matches!(view.wire.as_str(), "APPROVED" | "TOAPPROVE");
        assert_eq!(listed.is_empty(), may_be_empty, "{}", view.wire);
    }
    assert!(set.values.iter().any(|view| view.wire == views::DEFAULT));
}

#[test]
fn approved_ones_are_active_for_three_months_and_not_longer() {
    let office = Office::new();
    with(&office, "ann", TRAVEL, "a", &[("ann", "submit"), ("bea", "approve")]);
    // From 31 March to 30 June.
    office.advance(DAY * 91);
    assert_eq!(shown(&office, "ann", "view=ACTIVEAPPROVED"), ["a"]);
    office.advance(DAY);
    assert_eq!(shown(&office, "ann", "view=ACTIVEAPPROVED"), [""; 0]);
    assert_eq!(shown(&office, "ann", "view=ACTIVE"), [""; 0]);
}

#[test]
fn bounds_of_time_are_themselves_outside() {
    let office = Office::new();
    for name in ["a", "b", "c"] {
        with(&office, "ann", TRAVEL, name, &[("ann", "submit"), ("bea", "approve")]);
        office.advance(DAY);
    }
    with(&office, "ann", TRAVEL, "d", &[]);
    for (query, expected) in [
        ("approvedAfter=2026-04-01T12:00:00Z", vec!["c"]),
        ("approvedBefore=2026-04-01T12:00:00Z", vec!["a"]),
        ("approvedAfter=2026-04-01", vec!["b", "c"]),
        ("approvedAfter=2026-04-01&approvedBefore=2026-04-02", vec!["b"]),
        ("modifiedAfter=2026-04-02T11:59:59Z", vec!["c", "d"]),
        ("modifiedBefore=2026-04-01", vec!["a"]),
        ("modifiedAfter=2026-04-01&approvedBefore=2026-04-02", vec!["b"]),
    ] {
        assert_eq!(shown(&office, "ann", query), expected, "{query}");
    }
}

#[test]
fn a_list_is_sorted_by_the_start_the_status_or_the_key() {
    let office = Office::new();
    let start = |id: &str, day: Value| {
        office
            .put("ann", &format!("/requests/{id}"), &json!({ "startDate": day }))
            .ok()
    };
    let a = with(&office, "ann", TRAVEL, "a", &[]);
    let b = with(&office, "ann", TRAVEL, "b", &[]);
    start(&a, json!("2026-06-01"));
    start(&b, json!("2026-07-01"));
    office.take("ann", &b, "submit").ok();
    let c = with(&office, "ann", TRAVEL, "c", &[]);
    start(&c, Value::Null);
    let d = with(&office, "ann", TRAVEL, "d", &[]);
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
        let list = office.get("ann", &format!("/requests?{query}")).ok();
        assert_eq!(names(&list), expected, "{query}");
    }
}

#[test]
fn a_booking_that_is_there_is_seen_by_lists() {
    let office = Office::new();
    with(&office, "ann", BOOKED, "a", &[("ann", "submit"), ("bea", "approve")]);
    office.advance(DAY);
    assert_eq!(shown(&office, "ann", "view=PENDINGEBOOKING"), [""; 0]);
    assert_eq!(shown(&office, "ann", "view=VALIDATED"), ["a"]);
}

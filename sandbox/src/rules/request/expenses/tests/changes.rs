//! Updates and deletions, and their effects on the Request.

use std::time::Duration;

use super::*;

fn modified(calls: &RuleCalls, request: &str) -> String {
    calls.world.requests.get(request).unwrap().modified.to_string()
}

#[test]
fn every_change_updates_the_request_modification_time() {
    let (mut calls, request) = ann();
    assert_eq!(modified(&calls, &request), START);
    calls.world.advance(Duration::from_secs(60));
    let shown = calls.create(&request, taxi(json!(5), "USD")).unwrap();
    assert_eq!(modified(&calls, &request), "2026-11-20T09:01:00Z");
    calls.world.advance(Duration::from_secs(60));
    let shown = calls.update(id(&shown["id"]), taxi(json!(6), "USD")).unwrap();
    assert_eq!(modified(&calls, &request), "2026-11-20T09:02:00Z");
    assert_eq!(shown["lastModifiedDate"], json!("2026-11-20T09:02:00.000Z"));
    calls.world.advance(Duration::from_secs(60));
    let path = format!("/expenses/{}", id(&shown["id"]));
    assert_eq!(calls.call("DELETE", &path, Body::Absent).unwrap(), json!(true));
    assert_eq!(modified(&calls, &request), "2026-11-20T09:03:00Z");
    assert_eq!(code(calls.get(&path)), "notFound");
}

#[test]
fn an_update_replaces_everything() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(5), "USD");
    body["businessPurpose"] = json!("gone");
    body["vendor"] = json!({ "name": "gone too" });
    let made = calls.create(&request, body).unwrap();
    let mut body = taxi(json!(7), "EUR");
    body["vendor"] = Value::Null;
    body["lastComment"] = json!("new");
    let shown = calls.update(id(&made["id"]), body).unwrap();
    assert_eq!(shown["id"], made["id"]);
    assert!(
        shown.get("businessPurpose").is_none() && shown.get("vendor").is_none(),
        "{shown}"
    );
    assert_eq!(shown["lastComment"], json!("new"));
    assert_eq!(shown["postedAmount"], json!({ "value": 7, "currency": "EUR" }));
}

#[test]
fn sending_back_what_was_read_changes_nothing() {
    let (mut calls, request) = ann();
    let mut body = flight(json!([leg("SEA", "BER"), leg("BER", "SEA")]));
    body["allocations"] = json!([{ "percentage": 70.5 }, { "percentage": 29.5 }]);
    body["custom1"] = json!({ "value": calls.world.tenant.list("projects").unwrap()[1].id });
    let made = calls.create(&request, body).unwrap();
    fits(&made);
    assert_eq!(calls.update(id(&made["id"]), made.clone()).unwrap(), made);
}

#[test]
fn updates_keep_ids_of_known_parts_and_assign_new_ones() {
    let (mut calls, request) = ann();
    let mut body = flight(json!([leg("SEA", "BER"), leg("BER", "CDG"), leg("CDG", "SEA")]));
    body["allocations"] = json!([{ "percentage": 50 }, { "percentage": 50 }]);
    let made = calls.create(&request, body).unwrap();
    let legs = &made["tripData"]["legs"];
    let mut body = flight(json!([legs[2], leg("SEA", "ORD"), legs[0]]));
    let kept = &made["allocations"][1]["allocationId"];
    body["allocations"] = json!([{ "percentage": 20, "allocationId": kept }, { "percentage": 80 }]);
    let shown = calls.update(id(&made["id"]), body).unwrap();
    let now = &shown["tripData"]["legs"];
    assert_eq!((&now[0]["id"], &now[2]["id"]), (&legs[2]["id"], &legs[0]["id"]));
    let old: Vec<&Value> = (0..3).map(|at| &legs[at]["id"]).collect();
    assert!(!old.contains(&&now[1]["id"]));
    id(&now[1]["id"]);
    assert_eq!(&shown["allocations"][0]["allocationId"], kept);
    assert_ne!(
        &shown["allocations"][1]["allocationId"],
        &made["allocations"][0]["allocationId"]
    );
}

#[test]
fn unknown_and_duplicate_part_ids_are_refused() {
    let (mut calls, request) = ann();
    let made = calls.create(&request, flight(json!([leg("SEA", "BER")]))).unwrap();
    let mut stranger = leg("SEA", "BER");
    stranger["id"] = json!("0123456789ABCDEF0123456789ABCDEF");
    let expense = id(&made["id"]);
    assert_eq!(code(calls.update(expense, flight(json!([stranger])))), "notFound");
    let own = &made["tripData"]["legs"][0];
    assert_eq!(code(calls.update(expense, flight(json!([own, own])))), "notFound");
    let mut body = taxi(json!(5), "USD");
    // The id of a leg is not the id of an allocation.
    body["allocations"] = json!([{ "allocationId": own["id"] }]);
    assert_eq!(code(calls.update(expense, body)), "notFound");
    assert_eq!(calls.get(&format!("/expenses/{expense}")).unwrap(), made);
}

#[test]
fn creating_assigns_new_ids_to_parts() {
    let (mut calls, request) = ann();
    let mut made = calls.create(&request, flight(json!([leg("SEA", "BER")]))).unwrap();
    let first = made.clone();
    made.as_object_mut().unwrap().remove("id");
    let second = calls.create(&request, made).unwrap();
    for part in ["/tripData/legs/0/id", "/allocations/0/allocationId"] {
        assert_ne!(first.pointer(part).unwrap(), second.pointer(part).unwrap());
        id(second.pointer(part).unwrap());
    }
}

#[test]
fn refused_calls_change_nothing() {
    let (mut calls, request) = ann();
    let made = calls.create(&request, taxi(json!(5), "USD")).unwrap();
    calls.world.take_changes().unwrap();
    calls.update(id(&made["id"]), taxi(json!("many"), "USD")).unwrap_err();
    calls.create(&request, taxi(json!(5), "XXX")).unwrap_err();
    assert!(calls.world.take_changes().unwrap().is_empty());
}

#[test]
fn only_the_owner_changes_it_and_only_while_not_submitted() {
    let (mut calls, request) = ann();
    let made = calls.create(&request, taxi(json!(5), "USD")).unwrap();
    let path = format!("/expenses/{}", id(&made["id"]));
    calls.principal = Principal::User(calls.user("bea@example.com"));
    assert_eq!(code(calls.create(&request, taxi(json!(5), "USD"))), "userIsNotAllowed");
    assert_eq!(code(calls.call("DELETE", &path, Body::Absent)), "userIsNotAllowed");
    calls.principal = Principal::User(calls.user("ann@example.com"));
    for status in [
        Status::Submitted,
        Status::PendingBooking,
        Status::Approved,
        Status::Canceled,
    ] {
        calls.set_status(&request, status);
        assert_eq!(code(calls.create(&request, taxi(json!(5), "USD"))), "permissionDenied");
        assert_eq!(
            code(calls.update(id(&made["id"]), taxi(json!(5), "USD"))),
            "permissionDenied"
        );
        assert_eq!(code(calls.call("DELETE", &path, Body::Absent)), "permissionDenied");
    }
    calls.set_status(&request, Status::SentBack);
    calls.update(id(&made["id"]), taxi(json!(6), "USD")).unwrap();
}

#[test]
fn a_company_token_acts_for_the_user_of_user_id() {
    let (mut calls, request) = ann();
    calls.principal = Principal::Company;
    assert_eq!(
        code(calls.create(&request, taxi(json!(5), "USD"))),
        "missingRequiredParam"
    );
    let path = format!("/requests/{request}/expenses?userId={}", calls.user("ann@example.com"));
    calls.call("POST", &path, Body::Json(taxi(json!(5), "USD"))).unwrap();
}

#[test]
fn deleting_a_request_deletes_only_its_own_expenses() {
    let (mut calls, request) = ann();
    let other = calls.request("ann@example.com", "Travel");
    calls.create(&request, taxi(json!(5), "USD")).unwrap();
    calls.create(&request, taxi(json!(5), "USD")).unwrap();
    let kept = calls.create(&other, taxi(json!(5), "USD")).unwrap();
    delete_all(&mut calls.world, &request);
    assert_eq!(calls.world.expenses.len(), 1);
    calls.get(&format!("/expenses/{}", id(&kept["id"]))).unwrap();
}

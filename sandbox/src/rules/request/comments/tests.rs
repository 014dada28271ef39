#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use serde_json::{Value, json};

use crate::rules::request::test_service::{RequestService, TRAVEL};

fn texts(comments: &Value) -> Vec<(&str, bool)> {
    let comments = comments.as_array().unwrap().iter();
    comments
        .map(|comment| {
            let value = comment["value"].as_str().unwrap();
            (value, comment["isLatest"].as_bool().unwrap())
        })
        .collect()
}

#[test]
fn comments_are_listed_newest_first_with_their_authors() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    service
        .put("ann", &format!("/requests/{id}"), &json!({ "comment": "one" }))
        .ok();
    service.take("ann", &id, "submit").ok();
    service.advance(Duration::from_secs(60));
    let body = json!({ "comment": "two" });
    service.post("bea", &format!("/requests/{id}/sendback"), &body).ok();
    let comments = service.get("ann", &format!("/requests/{id}/comments")).ok();
    assert_eq!(texts(&comments), [("two", true), ("one", false)]);
    assert_eq!(comments[0]["author"]["firstName"], json!("Bea"));
    assert_eq!(comments[0]["author"]["id"], json!(service.id_of("bea")));
    assert_eq!(comments[0]["creationDateTime"], json!("2026-03-31T12:01:00.000Z"));
    let request = service.get("ann", &format!("/requests/{id}")).ok();
    assert_eq!(request["comment"], comments[0]["value"]);
    assert!(
        request["comments"]["href"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/requests/{id}/comments"))
    );
}

#[test]
fn a_comment_before_any_step_is_the_latest() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    assert_eq!(service.get("ann", &format!("/requests/{id}/comments")).ok(), json!([]));
    service
        .put("ann", &format!("/requests/{id}"), &json!({ "comment": "one" }))
        .ok();
    let comments = service.get("company", &format!("/requests/{id}/comments")).ok();
    assert_eq!(texts(&comments), [("one", true)]);
}

#[test]
fn comments_of_an_expense_are_all_that_it_ever_had() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let expense = service.expense("ann", &id, 12);
    let path = format!("/expenses/{expense}");
    assert_eq!(service.get("ann", &format!("{path}/comments")).ok(), json!([]));
    let mut body = service.get("ann", &path).ok();
    for text in ["one", "two", "two"] {
        body["lastComment"] = json!(text);
        service.put("ann", &path, &body).ok();
    }
    let comments = service.get("ann", &format!("{path}/comments")).ok();
    assert_eq!(texts(&comments), [("two", true), ("one", true)]);
    assert_eq!(service.get("ann", &path).ok()["lastComment"], json!("two"));
    // An update without a comment removes none.
    body["lastComment"] = Value::Null;
    assert_eq!(service.put("ann", &path, &body).ok()["lastComment"], json!("two"));
}

#[test]
fn comments_of_unknown_things_are_not_found() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    for what in ["requests", "expenses"] {
        let path = format!("/{what}/0123456789ABCDEF0123456789ABCDEF/comments");
        assert_eq!(service.get("ann", &path).refused().0, 404);
        assert_eq!(service.get("ann", &format!("/{what}/x/comments")).code(), "invalidUuid");
    }
    assert_eq!(
        service.get("emil", &format!("/requests/{id}/comments")).code(),
        "userIsNotAllowed"
    );
    let expense = service.expense("ann", &id, 12);
    let path = format!("/expenses/{expense}/comments");
    assert_eq!(service.get("emil", &path).code(), "userIsNotAllowed");
    assert_eq!(service.get("company", &path).code(), "missingRequiredParam");
}

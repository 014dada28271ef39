#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use concur_spec::api::Operation;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::mutate::mutate;
use super::registry::Target;
use super::*;
use crate::api::routes::Route;
use crate::duration::duration;
use concur_spec::validate;

fn route(name: &str) -> Route<'static> {
    let (api, key) = name.split_once('.').unwrap();
    let api = crate::api::find(crate::contract().unwrap(), api).unwrap();
    let operation: &Operation = api.operations.iter().find(|operation| operation.key == key).unwrap();
    Route { api, operation }
}

fn call(name: &str) -> Target<'static> {
    Target {
        route: Some(route(name)),
        path: "/travelrequest/v4/requests",
        is_token: name == "oauth.token",
    }
}

/// Whether each of the first `calls` calls is replaced by a fault.
fn applied(faults: &mut Faults, name: &str, calls: usize) -> Vec<bool> {
    let call = call(name);
    (0..calls).map(|_| faults.before(&call).instead.is_some()).collect()
}

#[test]
fn faults_apply_until_cleared() {
    let mut faults = Faults::new(1);
    let id = faults.add(Fault::status(503));
    assert_eq!(applied(&mut faults, "request.list", 3), [true; 3]);
    assert_eq!(applied(&mut faults, "oauth.token", 1), [true]);
    assert!(faults.remove(id) && !faults.remove(id));
    assert_eq!(applied(&mut faults, "request.list", 1), [false]);
}

#[test]
fn skip_and_times_limit_a_fault() {
    let mut faults = Faults::new(1);
    faults.add(Fault::status(503).skip(1).times(2));
    assert_eq!(
        applied(&mut faults, "request.list", 5),
        [false, true, true, false, false]
    );
    assert_eq!((faults.all()[0].matched, faults.all()[0].injected), (3, 2));
}

#[test]
fn faults_match_by_operation_api_and_path() {
    for (fault, applies) in [
        (Fault::drop_connection().on("request.list"), true),
        (Fault::drop_connection().on("request"), true),
        (Fault::drop_connection().on_path("/travelrequest/"), true),
        (Fault::drop_connection().on("request.get"), false),
        (Fault::drop_connection().on("request.lis"), false),
        (Fault::drop_connection().on("purchase_request"), false),
        (Fault::drop_connection().on_path("/purchaserequest/"), false),
        (Fault::drop_connection().on("request.list").on_path("/oauth2"), false),
    ] {
        let mut faults = Faults::new(1);
        faults.add(fault.clone());
        assert_eq!(applied(&mut faults, "request.list", 1), [applies], "{fault:?}");
    }
}

#[test]
fn elsewhere_applies_to_token_calls_only() {
    let mut faults = Faults::new(1);
    faults.add(Fault::elsewhere());
    assert_eq!(applied(&mut faults, "request.list", 1), [false]);
    assert_eq!(applied(&mut faults, "oauth.token", 1), [true]);
}

#[test]
fn faults_that_replace_an_answer_apply_one_per_call() {
    let mut faults = Faults::new(1);
    faults.add(Fault::status(503).times(1));
    faults.add(Fault::status(429).times(1));
    let applied: Vec<_> = (0..3).map(|_| faults.before(&call("request.list")).instead).collect();
    assert_eq!(
        applied,
        [
            Some(Fault::status(503).times(1)),
            Some(Fault::status(429).times(1)),
            None
        ]
    );
}

#[test]
fn latencies_add_up_and_combine_with_other_faults() {
    let mut faults = Faults::new(1);
    faults.add(Fault::latency(Duration::from_secs(1)));
    faults.add(Fault::status(500));
    faults.add(Fault::latency(Duration::MAX));
    let before = faults.before(&call("request.list"));
    assert_eq!(before.latency, Duration::MAX);
    assert!(before.instead.is_some());
    assert_eq!(before.remarks.len(), 3);
}

#[test]
fn rate_is_random_by_seed_and_restarts_after_a_reset() {
    let fault = || Fault::status(500).rate(0.25);
    let mut faults = Faults::new(7);
    faults.add(fault());
    let first = applied(&mut faults, "request.list", 400);
    let count = first.iter().filter(|applied| **applied).count();
    assert!((60..140).contains(&count), "{count}");
    faults.reset();
    faults.add(fault());
    assert_eq!(applied(&mut faults, "request.list", 400), first);
    let mut others = Faults::new(8);
    others.add(fault());
    assert_ne!(applied(&mut others, "request.list", 400), first);
}

#[test]
fn a_rate_of_zero_or_nan_never_applies() {
    for share in [0.0, -1.0, f64::NAN] {
        let mut faults = Faults::new(1);
        faults.add(Fault::status(500).rate(share));
        assert_eq!(applied(&mut faults, "request.list", 50), [false; 50]);
    }
}

#[test]
fn json_and_constructors_make_the_same_faults() {
    for (written, fault) in [
        (
            json!({ "status": 429, "retry_after": 2, "operation": "request.list", "times": 2, "skip": 1 }),
            Fault::status(429)
                .retry_after(Duration::from_millis(1500))
                .on("request.list")
                .times(2)
                .skip(1),
        ),
        (
            json!({ "latency": "1m 30s", "rate": 0.5 }),
            Fault::latency(Duration::from_secs(90)).rate(0.5),
        ),
        (json!({ "latency": 0.25 }), Fault::latency(Duration::from_millis(250))),
        (json!({ "html": true }), Fault::html()),
        (json!({ "status": 502, "body": "html" }), Fault::html()),
        (
            json!({ "status": 404, "code": "notFound" }),
            Fault::status(404).code("notFound"),
        ),
        (
            json!({ "status": 503, "body": "empty", "carried_out": true }),
            Fault::status(503).empty_body().carried_out(),
        ),
        (
            json!({ "drop_connection": true, "carried_out": true }),
            Fault::drop_connection().carried_out(),
        ),
        (
            json!({ "truncate": 10, "path": "/travelrequest" }),
            Fault::truncate(10).on_path("/travelrequest"),
        ),
        (json!({ "unknown_fields": true }), Fault::unknown_fields()),
        (json!({ "unknown_values": true }), Fault::unknown_values()),
        (json!({ "nulls": true }), Fault::nulls()),
        (json!({ "elsewhere": true }), Fault::elsewhere()),
    ] {
        assert_eq!(
            serde_json::from_value::<Fault>(written.clone()).unwrap(),
            fault,
            "{written}"
        );
        let again = serde_json::to_value(&fault).unwrap();
        assert_eq!(
            serde_json::from_value::<Fault>(again.clone()).unwrap(),
            fault,
            "{again}"
        );
    }
}

#[test]
fn invalid_json_is_refused_with_the_reason() {
    for (written, reason) in [
        (json!({}), "exactly one of"),
        (json!({ "nulls": true, "html": true }), "exactly one of"),
        (json!({ "statsu": 429 }), "statsu"),
        (json!({ "status": 99 }), "between 200 and 599"),
        (json!({ "latency": "soon" }), "`latency` is not a duration"),
        (json!({ "latency": "-5s" }), "`latency` is not a duration"),
        (json!({ "latency": true }), "`latency` is neither"),
        (
            json!({ "nulls": true, "retry_after": 1 }),
            "`retry_after` needs `status`",
        ),
        (json!({ "nulls": true, "carried_out": true }), "`carried_out` needs"),
        (json!({ "status": 500, "rate": 2 }), "`rate` is not between 0 and 1"),
        (json!({ "status": 500, "headers": { "a b": "c" } }), "`a b` is invalid"),
        (
            json!({ "status": 500, "body": "html", "code": "x" }),
            "needs an error body",
        ),
    ] {
        let error = serde_json::from_value::<Fault>(written.clone())
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{written}: {error}");
    }
}

/// Returns the mutated example of an operation and its findings.
fn mutated(name: &str, kind: &Kind) -> (Value, Vec<validate::Finding>) {
    let route = route(name);
    let mut body = crate::rules::plain::example(route.api, route.operation);
    mutate(route, 200, kind, &mut body);
    let findings = validate::answer(crate::contract().unwrap(), route.api, route.operation, 200, &body);
    (body, findings)
}

#[test]
fn unknown_fields_are_added_to_every_object() {
    let (body, findings) = mutated("purchase_request.get", &Kind::UnknownFields);
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(
        findings
            .iter()
            .all(|found| matches!(found.problem, validate::Problem::Unknown(_)))
    );
    assert!(body["purchaseOrders"][0].as_object().unwrap().len() == 2);
}

#[test]
fn unknown_values_replace_every_value_of_a_value_set() {
    let (body, findings) = mutated("purchase_request.get", &Kind::UnknownValues);
    let unlisted: Vec<_> = findings
        .iter()
        .map(|found| (found.path.as_str(), &found.problem))
        .collect();
    let is_unlisted = |path| (path, &validate::Problem::Unlisted);
    assert_eq!(
        unlisted,
        [
            is_unlisted("purchaseRequestQueueStatus"),
            is_unlisted("purchaseRequestWorkflowStatus")
        ]
    );
    assert_eq!(body["purchaseRequestNumber"], "100000");
}

#[test]
fn nulls_fill_absent_fields_and_stay_valid() {
    let route = route("request.get");
    let mut body = json!({ "id": "A", "custom2": { "value": "x" } });
    mutate(route, 200, &Kind::Nulls, &mut body);
    assert_eq!(
        validate::answer(crate::contract().unwrap(), route.api, route.operation, 200, &body),
        []
    );
    assert_eq!(
        (&body["custom2"]["value"], &body["custom20"]),
        (&json!("x"), &Value::Null)
    );
    assert!(body["custom2"].as_object().unwrap().len() > 1);
    assert!(body.as_object().unwrap().contains_key("custom20"));
    assert!(body.as_object().unwrap().contains_key("name"));
}

proptest! {
    #[test]
    fn parsing_durations_never_panics(text in ".{0,20}", number in proptest::num::f64::ANY) {
        let _ = duration(&json!(text));
        let _ = duration(&json!(number));
    }

    #[test]
    fn mutating_any_answer_never_panics(text in "\\PC{0,10}") {
        for kind in [Kind::UnknownFields, Kind::UnknownValues, Kind::Nulls] {
            for value in [json!(text), json!([text, { "id": text }]), json!({ "data": text, "id": [text] })] {
                let mut body = value;
                mutate(route("request.list"), 200, &kind, &mut body);
            }
        }
    }
}

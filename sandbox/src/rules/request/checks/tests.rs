#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;
use crate::rules::request::test_service::{RequestService, TRAVEL};

#[test]
fn the_size_of_a_page_is_refused_without_a_code() {
    let service = RequestService::new();
    for (limit, message) in [
        ("101", "Limit must be less than or equal to 100"),
        ("99999999999999999999999", "Limit must be less than or equal to 100"),
        ("0", "Limit must be greater than or equal to 1"),
        ("000", "Limit must be greater than or equal to 1"),
        ("-1", "Limit must contains only digits"),
        ("ten", "Limit must contains only digits"),
        ("1.5", "Limit must contains only digits"),
    ] {
        let got = service.get("ann", &format!("/requests?limit={limit}"));
        assert_eq!(got.refused(), (400, "", message), "{limit}");
        assert_eq!(got.body["errors"][0].get("errorCode"), None, "{limit}");
    }
    for limit in ["1", "100", "007", ""] {
        service.get("ann", &format!("/requests?limit={limit}")).ok();
    }
}

#[test]
fn a_parameter_that_is_not_of_its_type_or_not_listed_is_a_bad_one_and_named() {
    let service = RequestService::new();
    for (query, name) in [
        ("view=everything", "view"),
        ("view=all", "view"),
        ("sortField=name", "sortField"),
        ("sortOrder=UP", "sortOrder"),
        ("start=-1", "start"),
        ("start=one", "start"),
        ("includeDelegateApprovals=1", "includeDelegateApprovals"),
    ] {
        let message = format!("the request has bad parameter(s) {name}");
        let got = service.get("ann", &format!("/requests?{query}"));
        assert_eq!(got.refused(), (400, "badParam", message.as_str()), "{query}");
    }
    service
        .get("ann", "/requests?view=&sortField=&start=&includeDelegateApprovals=")
        .ok();
}

#[test]
fn a_timestamp_has_one_of_two_forms() {
    let service = RequestService::new();
    for name in ["approvedBefore", "approvedAfter", "modifiedBefore", "modifiedAfter"] {
        for good in ["2026-01-02T03:04:05Z", "2026-01-02"] {
            let handled = service.handled("ann", "GET", &format!("/requests?{name}={good}"), "");
            assert_eq!((handled.answer.status, handled.remarks), (200, vec![]), "{good}");
        }
        for bad in [
            "yesterday",
            "2026-02-30",
            "2026-1-2",
            "20260102",
            "2026-01-02T03:04:05",
            "2026-01-02T03:04:05.000Z",
            "2026-01-02T03:04:05%2B01:00",
            "1767322800",
        ] {
            let got = service.get("ann", &format!("/requests?{name}={bad}"));
            let bad = bad.replace("%2B", "+");
            let message = format!("error while parsing date value {bad}");
            assert_eq!(got.refused(), (400, "invalidDate", message.as_str()));
        }
    }
}

#[test]
fn the_day_alone_begins_at_midnight_in_utc() {
    assert_eq!(moment("2026-01-02"), moment("2026-01-02T00:00:00Z"));
    assert!(moment("2026-01-02").is_some());
}

#[test]
fn a_parameter_that_is_not_known_is_told_and_refused_by_a_strict_sandbox_only() {
    let handled = RequestService::new().handled("ann", "GET", "/requests?veiw=ALL", "");
    assert_eq!(handled.answer.status, 200);
    assert_eq!(handled.remarks, ["`veiw` is not known; `view` is"]);
    let got = RequestService::strict().get("ann", "/requests?veiw=ALL");
    assert_eq!(
        got.refused(),
        (
            400,
            "unsupportedParam",
            "the request has unsupported parameter(s): `veiw` is not known; `view` is"
        )
    );
}

#[test]
fn a_body_that_is_no_json_object_is_refused() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    for body in ["", " ", "{", "[]", "null", "7", "\"name\"", "name=Kyoto"] {
        for (method, path) in [("POST", "/requests".to_owned()), ("PUT", format!("/requests/{id}"))] {
            let got = service.raw("ann", method, &path, body);
            assert_eq!(
                got.refused(),
                (400, "invalidJson", "invalid json structure"),
                "{method} {body}"
            );
        }
    }
}

#[test]
fn a_value_of_the_wrong_type_is_no_json_and_no_date_where_it_should_be_one() {
    let service = RequestService::new();
    for (body, code, message) in [
        (json!({ "name": 7 }), "invalidJson", "invalid json structure"),
        (json!({ "policy": TRAVEL }), "invalidJson", "invalid json structure"),
        (json!({ "custom1": "text" }), "invalidJson", "invalid json structure"),
        (
            json!({ "mainDestination": [] }),
            "invalidJson",
            "invalid json structure",
        ),
        (
            json!({ "startDate": "4 May" }),
            "invalidDate",
            "error while parsing date value 4 May",
        ),
        (
            json!({ "endDate": 20_260_504 }),
            "invalidDate",
            "error while parsing date value 20260504",
        ),
        (
            json!({ "startTime": "9 h" }),
            "invalidDate",
            "error while parsing date value 9 h",
        ),
    ] {
        let got = service.post("ann", "/requests", &body);
        assert_eq!(got.refused(), (400, code, message), "{body}");
    }
}

#[test]
fn a_body_of_an_operation_that_takes_none_is_not_looked_at() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    for body in ["{", "[]", "{\"limit\": 1}"] {
        let got = service.raw("ann", "GET", "/requests", body);
        assert_eq!(got.status, 200, "{got:?}");
        assert_eq!(service.raw("ann", "GET", &format!("/requests/{id}"), body).status, 200);
    }
}

#[test]
fn the_body_of_an_action_may_be_absent_and_has_to_be_an_object_otherwise() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let path = format!("/requests/{id}/submit");
    for body in ["{", "[]", "\"why\"", "{\"comment\": 7}"] {
        assert_eq!(service.raw("ann", "POST", &path, body).code(), "invalidJson", "{body}");
    }
    service
        .raw("ann", "POST", &path, "{\"comment\": null, \"reason\": \"it is ours\"}")
        .ok();
}

#[test]
fn a_retired_operation_is_not_public() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    let got = service.raw("ann", "POST", &format!("/requests/{id}/reports"), "{");
    assert_eq!(
        got.refused(),
        (403, "publicApiNotAllowed", "this resource is not public")
    );
}

#[test]
fn a_call_without_a_good_token_or_its_scope_is_refused() {
    let service = RequestService::new();
    let unknown = service.get("stolen", "/requests");
    assert_eq!(unknown.refused(), (401, "invalidUser", "the request's user is invalid"));
    assert_eq!(service.get("application", "/requests").refused().1, "invalidUser");
    assert_eq!(
        service.get("reader", "/requests").refused(),
        (403, "permissionDenied", "permission denied")
    );
}

#[test]
fn the_limits_that_are_used_are_in_the_contract() {
    assert_eq!((limit("page_limit"), limit("page_default")), (100, 10));
}

#[test]
fn the_first_three_errors_without_a_code_are_those_of_a_page() {
    let contract = crate::contract().unwrap();
    let api = crate::api::find(contract, "request").unwrap();
    let messages: Vec<&str> = api.uncoded_errors.iter().map(|error| error.message.as_str()).collect();
    assert!(messages[LIMIT_TOO_LARGE].contains("less than or equal"));
    assert!(messages[LIMIT_TOO_SMALL].contains("greater than or equal"));
    assert!(messages[LIMIT_NO_DIGITS].contains("digits"));
    let code = api
        .error_codes
        .iter()
        .find(|code| code.wire == "publicApiNotAllowed")
        .unwrap();
    assert_eq!(code.messages[NOT_PUBLIC], "this resource is not public");
}

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;
use crate::rules::request::test_service::{RequestService, TRAVEL};

#[test]
fn invalid_limits_are_refused_without_a_code() {
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
fn invalid_parameters_are_named() {
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
fn timestamps_have_one_of_two_formats() {
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
fn a_date_alone_is_midnight_in_utc() {
    assert_eq!(parse_timestamp("2026-01-02"), parse_timestamp("2026-01-02T00:00:00Z"));
    assert!(parse_timestamp("2026-01-02").is_some());
}

#[test]
fn unknown_parameters_are_refused_in_strict_mode_only() {
    let handled = RequestService::new().handled("ann", "GET", "/requests?veiw=ALL", "");
    assert_eq!(handled.answer.status, 200);
    assert_eq!(handled.remarks, ["`veiw` is unknown; did you mean `view`?"]);
    let got = RequestService::strict().get("ann", "/requests?veiw=ALL");
    assert_eq!(
        got.refused(),
        (
            400,
            "unsupportedParam",
            "the request has unsupported parameter(s): `veiw` is unknown; did you mean `view`?"
        )
    );
}

#[test]
fn bodies_that_are_not_json_objects_are_refused() {
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
fn wrong_types_are_invalid_json_or_an_invalid_date() {
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
fn operations_without_a_body_ignore_it() {
    let service = RequestService::new();
    let id = service.created("ann", TRAVEL);
    for body in ["{", "[]", "{\"limit\": 1}"] {
        let got = service.raw("ann", "GET", "/requests", body);
        assert_eq!(got.status, 200, "{got:?}");
        assert_eq!(service.raw("ann", "GET", &format!("/requests/{id}"), body).status, 200);
    }
}

#[test]
fn the_body_of_an_action_is_absent_or_an_object() {
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
fn calls_need_a_valid_token_with_the_scope() {
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
fn the_limits_are_in_the_contract() {
    let limits = &crate::contract().unwrap().platform.limits;
    for (key, value) in [("page_limit", 100), ("page_default", 10)] {
        assert!(
            limits.iter().any(|limit| limit.key == key && limit.value == value),
            "{key}"
        );
    }
}

#[test]
fn the_positions_of_uncoded_errors_match_the_contract() {
    let contract = crate::contract().unwrap();
    let api = crate::api::find(contract, "request").unwrap();
    let messages: Vec<&str> = api.uncoded_errors.iter().map(|error| error.message.as_str()).collect();
    assert!(messages[LIMIT_TOO_LARGE].contains("less than or equal"));
    assert!(messages[LIMIT_TOO_SMALL].contains("greater than or equal"));
    assert!(messages[LIMIT_NOT_DIGITS].contains("digits"));
    let code = api
        .error_codes
        .iter()
        .find(|code| code.wire == "publicApiNotAllowed")
        .unwrap();
    assert_eq!(code.messages[NOT_PUBLIC], "this resource is not public");
}

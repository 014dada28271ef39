//! The admin API of the sandbox.

use std::time::Duration;

use concur_sandbox::{Fault, Sandbox};
use serde_json::{Value, json};

use crate::raw::{self, admin, call};
use crate::support;

/// Returns the status and the reason of a refused admin call.
async fn refused(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> (u16, String) {
    let response = call(sandbox.url(), method, &format!("/_sandbox{path}"), &[], body).await;
    let reason = response.json()["error"].as_str().map(str::to_owned);
    (response.status, reason.unwrap_or_else(|| panic!("{response:?}")))
}

/// How the error for an unknown endpoint starts.
const NO_ENDPOINT: &str = "no such endpoint";

#[tokio::test]
async fn overview_lists_every_endpoint() {
    let sandbox = support::sandbox().await;
    let (status, overview) = admin(&sandbox, "GET", "", Value::Null).await;
    assert_eq!(status, 200);
    assert_eq!(overview["first_data_center"], sandbox.url());
    assert_eq!(overview["second_data_center"], sandbox.second_url());
    assert_eq!(overview["company"], sandbox.tenant().company.name.as_str());
    assert!(
        overview["apis"]["request"]["operations"].as_u64() > Some(0),
        "{overview}"
    );
    let unknown = call(sandbox.url(), "GET", "/_sandbox/nowhere", &[], "").await.json();
    assert!(
        unknown["error"]
            .as_str()
            .is_some_and(|reason| reason.contains(NO_ENDPOINT)),
        "{unknown}"
    );
    let endpoints = overview["endpoints"].as_object().expect("the endpoints are listed");
    assert_eq!(endpoints.len(), 12);
    for endpoint in endpoints.keys() {
        let (method, path) = endpoint.split_once(' ').expect("a method and a path");
        let path = path.replace("{id}", "77").replace("{decision}", "approve");
        let response = call(sandbox.url(), method, &path, &[], "").await;
        let body = response.json();
        let reason = body["error"].as_str().unwrap_or_default();
        assert!(!reason.contains(NO_ENDPOINT), "{endpoint}: {body}");
        assert_ne!(response.status, 405, "{endpoint}");
    }
    // A trailing slash is ignored, and the second data center has the same overview.
    let again = call(sandbox.second_url(), "GET", "/_sandbox/", &[], "").await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn credentials_are_enough_to_log_in() {
    let sandbox = support::sandbox().await;
    let (status, credentials) = admin(&sandbox, "GET", "/credentials", Value::Null).await;
    assert_eq!(status, 200);
    let (application, company) = (&credentials["applications"][0], &credentials["company"]);
    let users = credentials["users"].as_array().expect("the users are listed");
    let active = users.iter().filter(|user| user["state"] == "active");
    let logins = active.map(|user| (user, &user["login_id"], &user["password"], "password"));
    let company = (company, &company["id"], &company["request_token"], "authtoken");
    let mut count = 0;
    for (place, name, password, credtype) in logins.chain([company]) {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let form = [
            ("client_id", text(&application["client_id"])),
            ("client_secret", text(&application["client_secret"])),
            ("grant_type", "password".to_owned()),
            ("username", text(name)),
            ("password", text(password)),
            ("credtype", credtype.to_owned()),
        ];
        let form: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace('@', "%40")))
            .collect();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let response = call(
            &text(&place["url"]),
            "POST",
            "/oauth2/v0/token",
            &headers,
            &form.join("&"),
        )
        .await;
        assert_eq!(response.status, 200, "{place}: {response:?}");
        count += 1;
    }
    assert!(count > 5, "{count}");
    let (_, log) = admin(&sandbox, "GET", "/requests", Value::Null).await;
    assert!(!log.to_string().contains("sandbox-secret"), "{log}");
}

#[tokio::test]
async fn clock_advances_by_seconds_and_by_duration_strings() {
    let sandbox = support::sandbox().await;
    let started = sandbox.now().as_second();
    for (body, by) in [
        (json!({ "seconds": 3600 }), 3600),
        (json!({ "seconds": 0.5 }), 0),
        (json!({ "by": "2h" }), 7200),
        (json!({ "by": "1h 30m" }), 5400),
        (json!({ "by": "3 days" }), 259_200),
        (json!({ "by": "PT5M" }), 300),
    ] {
        let before = sandbox.now().as_second();
        let (status, now) = admin(&sandbox, "POST", "/advance", body.clone()).await;
        assert_eq!(status, 200, "{now}");
        let passed = sandbox.now().as_second() - before;
        assert!((by..by + 60).contains(&passed), "{body}: {passed}");
    }
    let (_, now) = admin(&sandbox, "GET", "/time", Value::Null).await;
    let text = now["now"].as_str().expect("a string");
    assert!(text.starts_with(&sandbox.now().to_string()[..16]), "{text}");
    assert!(sandbox.now().as_second() - started >= 275_000);
}

#[tokio::test]
async fn invalid_durations_do_not_advance_the_clock() {
    let sandbox = support::sandbox().await;
    for (body, reason) in [
        ("", "the body is not JSON"),
        ("{", "the body is not JSON"),
        ("7", "the body must be {"),
        ("{}", "the body must be {"),
        (r#"{"seconds": 1, "by": "1s"}"#, "the body must be {"),
        (r#"{"second": 1}"#, "did you mean `seconds`?"),
        (r#"{"seconds": -1}"#, "`seconds` is not a number of seconds"),
        (r#"{"seconds": 1e300}"#, "`seconds` is not a number of seconds"),
        (r#"{"seconds": "1h"}"#, "`seconds` is not a number"),
        (r#"{"by": "tomorrow"}"#, "`by` is not a duration"),
        (r#"{"by": "-1h"}"#, "`by` is not a duration"),
        (r#"{"by": 1}"#, "`by` is not a text"),
    ] {
        let (status, message) = refused(&sandbox, "POST", "/advance", body).await;
        assert_eq!(status, 400, "{body}: {message}");
        assert!(message.contains(reason), "{body}: {message}");
    }
    let (_, now) = admin(&sandbox, "GET", "/time", Value::Null).await;
    assert!(now["now"].is_string());
}

#[tokio::test]
async fn fault_is_injected_listed_and_cleared() {
    let sandbox = support::sandbox().await;
    let fault = json!({ "status": 503, "operation": "request.list", "times": 1 });
    let (status, injected) = admin(&sandbox, "POST", "/faults", fault.clone()).await;
    assert_eq!((status, &injected), (200, &json!({ "id": 1 })));
    let (_, more) = admin(
        &sandbox,
        "POST",
        "/faults",
        json!([{ "nulls": true }, { "html": true, "skip": 9 }]),
    )
    .await;
    assert_eq!(more, json!([{ "id": 2 }, { "id": 3 }]));
    let response = call(sandbox.url(), "GET", "/travelrequest/v4/requests", &[], "").await;
    assert_eq!(response.status, 503);
    let (_, shown) = admin(&sandbox, "GET", "/faults", Value::Null).await;
    assert_eq!(
        shown[0],
        json!({ "id": 1, "fault": fault, "matched": 1, "injected": 1 })
    );
    assert_eq!(shown.as_array().map(Vec::len), Some(3));
    assert_eq!(sandbox.faults().len(), 3);
    assert_eq!(
        admin(&sandbox, "DELETE", "/faults/2", Value::Null).await,
        (200, json!({ "cleared": 1 }))
    );
    assert_eq!(refused(&sandbox, "DELETE", "/faults/2", "").await.0, 404);
    assert_eq!(refused(&sandbox, "DELETE", "/faults/two", "").await.0, 404);
    assert_eq!(
        admin(&sandbox, "DELETE", "/faults", Value::Null).await,
        (200, json!({ "cleared": 2 }))
    );
    assert!(sandbox.faults().is_empty());
}

#[tokio::test]
async fn invalid_faults_and_lists_with_them_are_rejected() {
    let sandbox = support::sandbox().await;
    for (body, reason) in [
        (
            json!({ "status": 503, "operation": "request.lst" }),
            "did you mean `request.list`?",
        ),
        (
            json!([{ "nulls": true }, { "status": 503, "operation": "requets" }]),
            "did you mean `request`?",
        ),
        (json!({ "stat": 503 }), "unknown field `stat`"),
        (json!({ "status": "503" }), "503"),
        (json!("slow"), "slow"),
    ] {
        let (status, message) = refused(&sandbox, "POST", "/faults", &body.to_string()).await;
        assert_eq!(status, 400, "{body}: {message}");
        assert!(message.contains(reason), "{body}: {message}");
    }
    assert!(sandbox.faults().is_empty());
}

#[tokio::test]
async fn call_log_filters_by_operation_and_keeps_the_latest() {
    let sandbox = support::sandbox().await;
    let token = sandbox.company_token();
    for target in [
        "/travelrequest/v4/requests",
        "/nowhere",
        "/travelrequest/v4/requests?limit=1",
    ] {
        raw::json(&sandbox, &token, "GET", target, "").await;
    }
    let (_, all) = admin(&sandbox, "GET", "/requests", Value::Null).await;
    let numbers = |calls: &Value| -> Vec<u64> {
        let calls = calls.as_array().expect("a list").iter();
        calls.filter_map(|call| call["number"].as_u64()).collect()
    };
    assert_eq!(numbers(&all), [1, 2, 3]);
    assert_eq!((&all[0]["status"], &all[1]["status"]), (&json!(200), &json!(404)));
    assert!(all[0]["answer"].is_object(), "JSON bodies are shown as JSON: {all}");
    assert_eq!(all[0]["headers"]["authorization"], "***");
    assert!(!all.to_string().contains(&token), "the log has no token");
    for operation in ["request.list", "request"] {
        let (_, some) = admin(
            &sandbox,
            "GET",
            &format!("/requests?operation={operation}"),
            Value::Null,
        )
        .await;
        assert_eq!(numbers(&some), [1, 3]);
    }
    let (_, latest) = admin(&sandbox, "GET", "/requests?operation=request.list&limit=1", Value::Null).await;
    assert_eq!(numbers(&latest), [3]);
    for (query, reason) in [
        ("operation=request.lists", "did you mean `request.list`?"),
        ("limit=all", "`limit` is not a whole number"),
        ("limits=1", "did you mean `limit`?"),
    ] {
        let (status, message) = refused(&sandbox, "GET", &format!("/requests?{query}"), "").await;
        assert_eq!(status, 400);
        assert!(message.contains(reason), "{message}");
    }
}

#[tokio::test]
async fn reset_clears_everything_except_the_company() {
    let sandbox = support::sandbox().await;
    let (_, new) = admin(&sandbox, "GET", "", Value::Null).await;
    let started = sandbox.now();
    let token = sandbox.company_token();
    sandbox.inject(Fault::unknown_fields());
    sandbox.advance(Duration::from_secs(1000));
    let list = "/travelrequest/v4/requests";
    assert_eq!(raw::json(&sandbox, &token, "GET", list, "").await.status, 200);
    let (status, _) = admin(&sandbox, "POST", "/reset", Value::Null).await;
    assert_eq!(status, 200);
    assert!(sandbox.requests().is_empty() && sandbox.faults().is_empty());
    assert!((sandbox.now() - started).get_seconds() < 900, "the clock is reset");
    let (_, overview) = admin(&sandbox, "GET", "", Value::Null).await;
    assert!(new["records"].is_object(), "the records are counted");
    // The company has objects from the start.
    assert_eq!(overview["records"], new["records"]);
    let refused = raw::json(&sandbox, &token, "GET", list, "").await;
    assert!(
        (400..500).contains(&refused.status),
        "the token is invalid: {refused:?}"
    );
    sandbox.reset();
    assert_eq!(sandbox.company_token(), token, "the random seed is reset");
}

#[tokio::test]
async fn unknown_admin_path_suggests_the_nearest() {
    let sandbox = support::sandbox().await;
    let (status, message) = refused(&sandbox, "GET", "/fault", "").await;
    assert_eq!(status, 404);
    assert!(message.contains("GET /_sandbox/faults"), "{message}");
    let response = call(sandbox.url(), "DELETE", "/_sandbox/reset", &[], "").await;
    assert_eq!((response.status, response.header("allow")), (405, Some("POST")));
    let response = call(sandbox.url(), "PUT", "/_sandbox/faults", &[], "").await;
    assert_eq!(response.header("allow"), Some("GET, POST, DELETE"));
    let head = call(sandbox.url(), "HEAD", "/_sandbox/time", &[], "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    // A longer name with the same prefix is not an admin path.
    let other = call(sandbox.url(), "GET", "/_sandboxes", &[], "").await;
    assert!(other.body.contains("errorMessage"), "{other:?}");
    let (status, _) = refused(&sandbox, "POST", "/purchase-requests/77/approve", "").await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn cross_site_requests_are_rejected() {
    let sandbox = support::sandbox().await;
    let url = sandbox.url().to_owned();
    let host = url.strip_prefix("http://").expect("a URL").to_owned();
    let local = host.replace("127.0.0.1", "localhost");
    let send = async |host: &str, headers: &[(&str, &str)]| {
        let bytes = raw::request("POST", "/_sandbox/reset", headers, b"");
        let text = String::from_utf8(bytes).expect("valid UTF-8");
        let text = text.replace("host: 127.0.0.1\r\n", &format!("host: {host}\r\n"));
        let response = raw::send(sandbox.url(), text.as_bytes()).await;
        raw::read(&response).expect("the server responds").status
    };
    for (host, origin) in [
        (host.as_str(), "https://evil.example"),
        (&host, "null"),
        (&host, "http://127.0.0.1:1"),
        (&host, "http://127.0.0.1"),
        (&host, &format!("http://{host}.evil.example")),
        // DNS rebinding: a foreign name that resolves to this host.
        ("evil.example:80", "http://evil.example:80"),
        ("localhost.evil.example:80", "http://localhost.evil.example:80"),
    ] {
        assert_eq!(send(host, &[("origin", origin)]).await, 403, "{origin}");
    }
    for site in ["cross-site", "same-site"] {
        assert_eq!(send(&host, &[("sec-fetch-site", site)]).await, 403, "{site}");
    }
    assert_eq!(send(&host, &[]).await, 200);
    assert_eq!(
        send(&host, &[("origin", &url), ("sec-fetch-site", "same-origin")]).await,
        200
    );
    assert_eq!(send(&local, &[("origin", &format!("http://{local}"))]).await, 200);
}

#[tokio::test]
async fn purchase_requests_are_listed_and_found_by_a_value() {
    let sandbox = Sandbox::builder()
        .creation_takes(Duration::from_secs(5))
        .time("2027-03-01T09:00:00Z".parse().expect("a time"))
        .start()
        .await
        .expect("a sandbox");
    let token = sandbox.company_token();
    let line = json!({
        "purchaseType": "GOODS",
        "vendorCode": "VEN1",
        "vendorAddressCode": "ADDR1",
        "description": "monitor",
        "quantity": 1,
        "unitPrice": 10,
    });
    let mut ids = Vec::new();
    for mark in ["imp-1", "imp-2"] {
        let body = json!({
            "userLoginId": "ann@example.com",
            "currencyCode": "USD",
            "custom24": mark,
            "lineItems": [line],
        });
        let target = "/purchaserequest/v4/purchaserequests";
        let created = raw::json(&sandbox, &token, "POST", target, &body.to_string()).await;
        ids.push(created.json()["id"].clone());
        sandbox.advance(Duration::from_secs(3));
    }
    // After six seconds the first is created, and the second is not yet.
    let (_, all) = admin(&sandbox, "GET", "/purchase-requests", Value::Null).await;
    let listed: Vec<&Value> = all.as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    assert_eq!(listed, [&ids[0], &ids[1]]);
    assert_eq!(
        (&all[0]["status"], &all[1]["status"]),
        (&json!("CREATED"), &json!("PENDING_CREATION"))
    );
    assert!(all[0]["number"].is_string() && all[1]["number"].is_null(), "{all}");

    let (_, found) = admin(&sandbox, "GET", "/purchase-requests?text=imp-2", Value::Null).await;
    assert_eq!(found, json!([all[1]]));
    let (_, found) = admin(&sandbox, "GET", "/purchase-requests?text=monitor", Value::Null).await;
    assert_eq!(found, all, "a value anywhere");
    let (_, found) = admin(&sandbox, "GET", "/purchase-requests?text=imp", Value::Null).await;
    assert_eq!(found, json!([]), "only whole values");
    let (status, _) = refused(&sandbox, "GET", "/purchase-requests?mark=imp-2", "").await;
    assert_eq!(status, 400);
}

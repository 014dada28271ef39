//! Malformed calls and random input.

use std::time::{Duration, Instant};

use concur_sandbox::{Sandbox, contract};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::conform::assert_conforms;
use crate::{raw, support};

const LIST: &str = "/travelrequest/v4/requests";

async fn strict() -> Sandbox {
    let builder = Sandbox::builder().random_seed(1).strict(true);
    builder.start().await.expect("the sandbox starts")
}

fn ann(sandbox: &Sandbox) -> String {
    sandbox.user_token("ann@example.com").expect("Ann exists")
}

#[tokio::test]
async fn unknown_path_suggests_the_nearest() {
    let sandbox = support::sandbox().await;
    let response = raw::call(sandbox.url(), "GET", "/travelrequests/v4/request", &[], "").await;
    assert_eq!(response.status, 404);
    let message = response.json()["errors"][0]["errorMessage"].to_string();
    assert!(message.contains("GET /travelrequest/v4/requests"), "{message}");
}

#[tokio::test]
async fn unsupported_method_lists_the_allowed_ones() {
    let sandbox = support::sandbox().await;
    let response = raw::call(sandbox.url(), "DELETE", LIST, &[], "").await;
    assert_eq!(response.status, 405);
    let allowed: Vec<&str> = response
        .header("allow")
        .expect("the methods are listed")
        .split(", ")
        .collect();
    assert!(allowed.contains(&"GET") && allowed.contains(&"POST"), "{allowed:?}");
    let head = raw::call(sandbox.url(), "HEAD", LIST, &[], "").await;
    assert_eq!((head.status, head.body.as_str()), (405, ""));
}

#[tokio::test]
async fn unknown_parameter_is_a_remark_or_an_error_if_strict() {
    let target = format!("{LIST}?sortorder=asc");
    let sandbox = support::sandbox().await;
    let response = raw::json(&sandbox, &ann(&sandbox), "GET", &target, "").await;
    assert_eq!(response.status, 200, "{response:?}");
    assert_eq!(
        sandbox.requests()[0].remarks,
        ["`sortorder` is unknown; did you mean `sortOrder`?"]
    );

    let sandbox = strict().await;
    let response = raw::json(&sandbox, &ann(&sandbox), "GET", &target, "").await;
    assert_eq!(response.status, 400);
    assert!(response.body.contains("did you mean `sortOrder`?"), "{response:?}");
}

#[tokio::test]
async fn unknown_field_is_a_remark_or_an_error_if_strict() {
    let (orders, order) = ("/purchaserequest/v4/purchaserequests", order("descriptoin"));
    let sandbox = support::sandbox().await;
    let response = raw::json(&sandbox, &ann(&sandbox), "POST", orders, &order).await;
    assert_eq!(response.status, 202, "{response:?}");
    assert_eq!(
        sandbox.requests()[0].remarks,
        ["`descriptoin` is unknown; did you mean `description`?"]
    );

    let sandbox = strict().await;
    let response = raw::json(&sandbox, &ann(&sandbox), "POST", orders, &order).await;
    assert_eq!(response.status, 400);
    assert!(response.body.contains("did you mean `description`?"), "{response:?}");
}

/// Returns a purchase request with the given name for the field `description`.
fn order(description: &str) -> String {
    let line = json!({
        "purchaseType": "GOODS", "vendorCode": "VEN1", "vendorAddressCode": "ADDR1", "description": "chair",
        "quantity": "20", "unitPrice": "1.5",
    });
    let order = json!({
        "userLoginId": "ann@example.com", "currencyCode": "USD", "lineItems": [line], description: "chairs",
    });
    order.to_string()
}

#[tokio::test]
async fn strict_sandbox_rejects_json_with_a_wrong_media_type() {
    let (orders, order) = ("/purchaserequest/v4/purchaserequests", order("description"));
    for (media_type, is_json) in [
        (Some("application/json"), true),
        (Some("Application/JSON; charset=utf-8"), true),
        (Some("text/plain"), false),
        (None, false),
    ] {
        for is_strict in [true, false] {
            let sandbox = Sandbox::builder()
                .strict(is_strict)
                .start()
                .await
                .expect("the sandbox starts");
            let bearer = format!("Bearer {}", ann(&sandbox));
            let mut headers = vec![("authorization", bearer.as_str())];
            headers.extend(media_type.map(|media_type| ("content-type", media_type)));
            let response = raw::call(sandbox.url(), "POST", orders, &headers, &order).await;
            let expected = if is_json || !is_strict { 202 } else { 400 };
            assert_eq!(response.status, expected, "{media_type:?}: {response:?}");
            let remarks = &sandbox.requests()[0].remarks;
            assert_eq!(remarks.is_empty(), is_json, "{remarks:?}");
        }
    }
}

#[tokio::test]
async fn oversized_and_chunked_bodies_are_rejected() {
    let sandbox = support::sandbox().await;
    let large = raw::request("POST", LIST, &[], &vec![b' '; (16 << 20) + 1]);
    // It is rejected while it is being sent, so the client may only see a closed connection.
    if let Some(response) = raw::read(&raw::send(sandbox.url(), &large).await) {
        assert_eq!(response.status, 413);
    }
    let chunked =
        format!("POST {LIST} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n");
    let response = raw::send(sandbox.url(), format!("{chunked}1\r\n{{\r\n0\r\n\r\n").as_bytes()).await;
    assert_eq!(raw::read(&response).map(|response| response.status), Some(400));
    let calls = sandbox.requests();
    let calls: Vec<_> = calls
        .iter()
        .map(|calls| (calls.status, calls.answer.as_str()))
        .collect();
    let expected = [
        (Some(413), "the body is too large"),
        (Some(400), "chunked transfer encoding is not supported"),
    ];
    assert_eq!(calls, expected, "the log has both calls");
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn oversized_headers_are_rejected() {
    let sandbox = support::sandbox().await;
    let many: String = (0..5000).map(|number| format!("x-{number}: y\r\n")).collect();
    let long = format!("x: {}\r\n", "y".repeat(1 << 20));
    for headers in [many, long] {
        let bytes = format!("GET {LIST} HTTP/1.1\r\nhost: 127.0.0.1\r\n{headers}\r\n");
        if let Some(response) = raw::read(&raw::send(sandbox.url(), bytes.as_bytes()).await) {
            assert_eq!(response.status, 431, "{response:?}");
        }
    }
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn idle_connections_are_closed() {
    let time = Duration::from_millis(200);
    let sandbox = Sandbox::builder()
        .idle_timeout(time)
        .start()
        .await
        .expect("the sandbox starts");
    let address = sandbox.url().strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server accepts connections");
    for _ in 0..2 {
        tokio::time::sleep(time / 2).await;
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            .await
            .expect("the connection is open");
        assert!(stream.read(&mut vec![0; 1 << 16]).await.expect("the server responds") > 0);
    }
    let started = Instant::now();
    stream.read_to_end(&mut Vec::new()).await.expect("it is closed");
    assert!(started.elapsed() >= time / 2, "{:?}", started.elapsed());
}

#[tokio::test]
async fn invalid_encodings_do_not_cause_5xx() {
    let sandbox = support::sandbox().await;
    let token = ann(&sandbox);
    for target in [
        "/%",
        "/%zz/%ff",
        "/travelrequest/v4/requests/%ff%00",
        "/_sandbox/%ff",
        "/travelrequest/v4/requests?%=%&limit=%ff",
    ] {
        let response = raw::json(&sandbox, &token, "GET", target, "").await;
        assert!((200..500).contains(&response.status), "{target}: {response:?}");
    }
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let bytes = raw::request(
        "POST",
        "/purchaserequest/v4/purchaserequests",
        &headers,
        b"{\"a\": \"\xff\"}",
    );
    let response = raw::read(&raw::send(sandbox.url(), &bytes).await).expect("the server responds");
    assert_eq!(response.status, 400, "{response:?}");
}

async fn assert_serves(sandbox: &Sandbox) {
    let response = raw::json(sandbox, &ann(sandbox), "GET", LIST, "").await;
    assert_eq!(response.status, 200, "{response:?}");
}

/// Runs a property test on its own runtime and sandbox.
fn check_property<S: Strategy>(cases: u32, strategy: &S, mut holds: impl AsyncFnMut(&Sandbox, S::Value)) {
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let sandbox = runtime.block_on(support::sandbox());
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let holds = std::cell::RefCell::new(&mut holds);
    runner
        .run(strategy, |value| {
            runtime.block_on((holds.borrow_mut())(&sandbox, value));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    runtime.block_on(assert_serves(&sandbox));
}

#[test]
fn random_bytes_do_not_stop_the_sandbox() {
    let input = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..400),
        "(GET|POST|PUT|\\PC{0,5}) /\\PC{0,30} HTTP/1.[019]\r\n(\\PC{0,10}: ?\\PC{0,10}\r\n){0,5}\r\n\\PC{0,40}"
            .prop_map(String::into_bytes),
    ];
    check_property(200, &input, async |sandbox, bytes: Vec<u8>| {
        // Terminates the head and the body, so that the sandbox does not wait for more.
        let end = b"\r\n\r\nGET / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
        raw::send_and_hang_up(sandbox.url(), &[&bytes[..], end].concat()).await;
    });
}

#[test]
fn no_method_or_path_causes_5xx() {
    let literals = [
        "travelrequest",
        "purchaserequest",
        "oauth2",
        "_sandbox",
        "v4",
        "requests",
        "purchaserequests",
        "token",
    ];
    let segment = prop_oneof![
        proptest::sample::select(literals.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z0-9%._~-]{0,12}",
    ];
    let target = (proptest::collection::vec(segment, 0..6), "(\\?[a-zA-Z0-9%&=]{0,20})?");
    let call = (
        "(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|BREW)",
        target,
        "\\PC{0,40}",
    );
    check_property(200, &call, async |sandbox, (method, (segments, query), body)| {
        let target = format!("/{}{query}", segments.join("/"));
        let response = raw::json(sandbox, &ann(sandbox), &method, &target, &body).await;
        assert!(response.status < 500, "{method} {target}: {response:?}");
    });
}

/// Generates JSON whose field names are mostly wire names of the specification.
fn any_json() -> impl Strategy<Value = Value> {
    let names: Vec<String> = contract()
        .expect("the specification is valid")
        .apis
        .iter()
        .flat_map(|api| &api.types)
        .flat_map(|ty| &ty.fields)
        .map(|field| field.wire.clone())
        .collect();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("2026-11-20")),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        let name = prop_oneof![4 => proptest::sample::select(names.clone()), 1 => "\\PC{0,6}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::hash_map(name, inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn no_json_body_causes_5xx() {
    let operations: Vec<(&str, String)> = contract()
        .expect("the specification is valid")
        .apis
        .iter()
        .flat_map(|api| &api.operations)
        .map(|operation| (operation.http.as_str(), operation.whole_path()))
        .collect();
    let call = (proptest::sample::select(operations), "[A-F0-9]{32}", any_json());
    check_property(300, &call, async |sandbox, ((method, path), id, body)| {
        let path: Vec<&str> = path
            .split('/')
            .map(|segment| if segment.starts_with('{') { id.as_str() } else { segment })
            .collect();
        let target = path.join("/");
        let token = if id.starts_with('A') {
            ann(sandbox)
        } else {
            sandbox.company_token()
        };
        let response = raw::json(sandbox, &token, method, &target, &body.to_string()).await;
        assert!(response.status < 500, "{method} {target}: {response:?}");
        assert_conforms(sandbox);
        sandbox.reset();
    });
}

#[tokio::test]
async fn every_response_conforms_to_the_specification() {
    let sandbox = support::sandbox().await;
    let token = ann(&sandbox);
    let id = "A".repeat(32);
    let contract = contract().expect("the specification is valid");
    let operations: Vec<_> = contract.apis.iter().flat_map(|api| &api.operations).collect();
    for operation in &operations {
        let path = operation.whole_path();
        let path: Vec<&str> = path
            .split('/')
            .map(|segment| if segment.starts_with('{') { id.as_str() } else { segment })
            .collect();
        raw::json(&sandbox, &token, operation.http.as_str(), &path.join("/"), "").await;
    }
    assert_eq!(assert_conforms(&sandbox), operations.len());
}

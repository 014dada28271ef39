//! What the sandbox makes of calls that are not as they should be, and of noise.

use std::time::{Duration, Instant};

use concur_sandbox::{Sandbox, contract};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::conform::conforms;
use crate::{raw, support};

const LIST: &str = "/travelrequest/v4/requests";

async fn strict() -> Sandbox {
    let builder = Sandbox::builder().random_seed(1).strict(true);
    builder.start().await.expect("it starts")
}

fn ann(sandbox: &Sandbox) -> String {
    sandbox.user_token("ann@example.com").expect("there is Ann")
}

#[tokio::test]
async fn where_there_is_nothing_the_nearest_are_named() {
    let sandbox = support::sandbox().await;
    let answer = raw::call(sandbox.url(), "GET", "/travelrequests/v4/request", &[], "").await;
    assert_eq!(answer.status, 404);
    let message = answer.json()["errors"][0]["errorMessage"].to_string();
    assert!(message.contains("GET /travelrequest/v4/requests"), "{message}");
}

#[tokio::test]
async fn another_method_is_refused_with_those_that_there_are() {
    let sandbox = support::sandbox().await;
    let answer = raw::call(sandbox.url(), "DELETE", LIST, &[], "").await;
    assert_eq!(answer.status, 405);
    let allowed: Vec<&str> = answer.header("allow").expect("they are named").split(", ").collect();
    assert!(allowed.contains(&"GET") && allowed.contains(&"POST"), "{allowed:?}");
    let head = raw::call(sandbox.url(), "HEAD", LIST, &[], "").await;
    assert_eq!((head.status, head.body.as_str()), (405, ""));
}

#[tokio::test]
async fn what_is_not_known_is_told_and_by_a_strict_sandbox_refused() {
    let target = format!("{LIST}?sortorder=asc");
    let sandbox = support::sandbox().await;
    let answer = raw::json(&sandbox, &ann(&sandbox), "GET", &target, "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        sandbox.requests()[0].remarks,
        ["`sortorder` is unknown; did you mean `sortOrder`?"]
    );

    let sandbox = strict().await;
    let answer = raw::json(&sandbox, &ann(&sandbox), "GET", &target, "").await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("`sortOrder` is"), "{answer:?}");
}

#[tokio::test]
async fn a_field_that_is_not_known_is_told_and_by_a_strict_sandbox_refused() {
    let (orders, order) = ("/purchaserequest/v4/purchaserequests", order("descriptoin"));
    let sandbox = support::sandbox().await;
    let answer = raw::json(&sandbox, &ann(&sandbox), "POST", orders, &order).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    assert_eq!(
        sandbox.requests()[0].remarks,
        ["`descriptoin` is unknown; did you mean `description`?"]
    );

    let sandbox = strict().await;
    let answer = raw::json(&sandbox, &ann(&sandbox), "POST", orders, &order).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("`description` is"), "{answer:?}");
}

/// A purchase request with a name for its description.
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
async fn json_that_says_it_is_something_else_is_refused_by_a_strict_sandbox() {
    let (orders, order) = ("/purchaserequest/v4/purchaserequests", order("description"));
    for (media_type, is_json) in [
        (Some("application/json"), true),
        (Some("Application/JSON; charset=utf-8"), true),
        (Some("text/plain"), false),
        (None, false),
    ] {
        for is_strict in [true, false] {
            let sandbox = Sandbox::builder().strict(is_strict).start().await.expect("it starts");
            let bearer = format!("Bearer {}", ann(&sandbox));
            let mut headers = vec![("authorization", bearer.as_str())];
            headers.extend(media_type.map(|media_type| ("content-type", media_type)));
            let answer = raw::call(sandbox.url(), "POST", orders, &headers, &order).await;
            let expected = if is_json || !is_strict { 202 } else { 400 };
            assert_eq!(answer.status, expected, "{media_type:?}: {answer:?}");
            let remarks = &sandbox.requests()[0].remarks;
            assert_eq!(remarks.is_empty(), is_json, "{remarks:?}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_or_in_chunks_is_refused() {
    let sandbox = support::sandbox().await;
    let large = raw::request("POST", LIST, &[], &vec![b' '; (16 << 20) + 1]);
    // It is refused while it is still being sent, so its client may see no more than a broken connection.
    if let Some(answer) = raw::read(&raw::send(sandbox.url(), &large).await) {
        assert_eq!(answer.status, 413);
    }
    let chunked = format!("POST {LIST} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n");
    let answer = raw::send(sandbox.url(), format!("{chunked}1\r\n{{\r\n0\r\n\r\n").as_bytes()).await;
    assert_eq!(raw::read(&answer).map(|answer| answer.status), Some(400));
    let seen = sandbox.requests();
    let seen: Vec<_> = seen.iter().map(|seen| (seen.status, seen.answer.as_str())).collect();
    let expected = [
        (Some(413), "the body is too large"),
        (Some(400), "chunked transfer encoding is not supported"),
    ];
    assert_eq!(seen, expected, "the log has them");
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn heads_without_end_are_refused() {
    let sandbox = support::sandbox().await;
    let many: String = (0..5000).map(|number| format!("x-{number}: y\r\n")).collect();
    let long = format!("x: {}\r\n", "y".repeat(1 << 20));
    for headers in [many, long] {
        let bytes = format!("GET {LIST} HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
        if let Some(answer) = raw::read(&raw::send(sandbox.url(), bytes.as_bytes()).await) {
            assert_eq!(answer.status, 431, "{answer:?}");
        }
    }
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn connections_without_requests_are_closed() {
    let time = Duration::from_millis(200);
    let sandbox = Sandbox::builder().idle_timeout(time).start().await.expect("it starts");
    let address = sandbox.url().strip_prefix("http://").expect("it is a URL");
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    for _ in 0..2 {
        tokio::time::sleep(time / 2).await;
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            .await
            .expect("it is open");
        assert!(stream.read(&mut vec![0; 1 << 16]).await.expect("it is answered") > 0);
    }
    let began = Instant::now();
    stream.read_to_end(&mut Vec::new()).await.expect("it is closed");
    assert!(began.elapsed() >= time / 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn texts_that_are_not_well_encoded_are_no_reason_to_fail() {
    let sandbox = support::sandbox().await;
    let token = ann(&sandbox);
    for target in [
        "/%",
        "/%zz/%ff",
        "/travelrequest/v4/requests/%ff%00",
        "/_sandbox/%ff",
        "/travelrequest/v4/requests?%=%&limit=%ff",
    ] {
        let answer = raw::json(&sandbox, &token, "GET", target, "").await;
        assert!((200..500).contains(&answer.status), "{target}: {answer:?}");
    }
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let bytes = raw::request(
        "POST",
        "/purchaserequest/v4/purchaserequests",
        &headers,
        b"{\"a\": \"\xff\"}",
    );
    let answer = raw::read(&raw::send(sandbox.url(), &bytes).await).expect("it is answered");
    assert_eq!(answer.status, 400, "{answer:?}");
}

async fn assert_serves(sandbox: &Sandbox) {
    let answer = raw::json(sandbox, &ann(sandbox), "GET", LIST, "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// Runs a property over a runtime of its own.
fn property<S: Strategy>(cases: u32, strategy: &S, mut holds: impl AsyncFnMut(&Sandbox, S::Value)) {
    let runtime = tokio::runtime::Runtime::new().expect("it runs");
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
fn noise_does_not_stop_it() {
    let noise = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..400),
        "(GET|POST|PUT|\\PC{0,5}) /\\PC{0,30} HTTP/1.[019]\r\n(\\PC{0,10}: ?\\PC{0,10}\r\n){0,5}\r\n\\PC{0,40}"
            .prop_map(String::into_bytes),
    ];
    property(200, &noise, async |sandbox, bytes: Vec<u8>| {
        // An end to the head and to the body, so that it does not wait for more.
        let end = b"\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        raw::send_and_hang_up(sandbox.url(), &[&bytes[..], end].concat()).await;
    });
}

#[test]
fn no_method_and_no_path_is_answered_with_a_fault_of_the_sandbox() {
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
    property(200, &call, async |sandbox, (method, (segments, query), body)| {
        let target = format!("/{}{query}", segments.join("/"));
        let answer = raw::json(sandbox, &ann(sandbox), &method, &target, &body).await;
        assert!(answer.status < 500, "{method} {target}: {answer:?}");
    });
}

/// Any JSON, with names that mean something among those of its fields.
fn any_json() -> impl Strategy<Value = Value> {
    let names: Vec<String> = contract()
        .expect("the specification is sound")
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
fn no_json_to_any_operation_is_answered_with_a_fault_of_the_sandbox() {
    let operations: Vec<(&str, String)> = contract()
        .expect("the specification is sound")
        .apis
        .iter()
        .flat_map(|api| &api.operations)
        .map(|operation| (operation.http.as_str(), operation.whole_path()))
        .collect();
    let call = (proptest::sample::select(operations), "[A-F0-9]{32}", any_json());
    property(300, &call, async |sandbox, ((method, path), id, body)| {
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
        let answer = raw::json(sandbox, &token, method, &target, &body.to_string()).await;
        assert!(answer.status < 500, "{method} {target}: {answer:?}");
        conforms(sandbox);
        sandbox.reset();
    });
}

#[tokio::test]
async fn what_every_operation_answers_fits_the_specification() {
    let sandbox = support::sandbox().await;
    let token = ann(&sandbox);
    let id = "A".repeat(32);
    let contract = contract().expect("the specification is sound");
    let operations: Vec<_> = contract.apis.iter().flat_map(|api| &api.operations).collect();
    for operation in &operations {
        let path = operation.whole_path();
        let path: Vec<&str> = path
            .split('/')
            .map(|segment| if segment.starts_with('{') { id.as_str() } else { segment })
            .collect();
        raw::json(&sandbox, &token, operation.http.as_str(), &path.join("/"), "").await;
    }
    assert_eq!(conforms(&sandbox), operations.len());
}

//! Calls without a complete response.

use std::{error::Error as _, time::Duration};

use sap_concur_runtime::{BuildError, Call, CallOptions, ClientBuilder, SendError};
use tokio::net::TcpListener;

use super::{misbehaving_servers::*, support::*};

/// `{"name":"` followed by 200,000 times `x`, compressed with gzip.
const BOMB: &[u8] = &{
    let mut bytes = [0; 243];
    let start = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 13, 0, 32, 16, 4, 48, 47, 39, 3, 55, 12, 63, 194, 76, 66, 240,
        254, 26, 216, 219, 222, 236, 185, 42, 35, 7,
    ];
    let end = [248, 150, 215, 100, 50, 152, 99, 75, 13, 3, 0];
    let mut at = 0;
    while at < start.len() {
        bytes[at] = start[at];
        at += 1;
    }
    at = 0;
    while at < end.len() {
        bytes[243 - end.len() + at] = end[at];
        at += 1;
    }
    bytes
};

/// Asserts that the chain of an error and its sources contains the root cause exactly once.
fn assert_cause_shown_once(error: &Error) {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        chain += &format!(": {error}");
        source = error.source();
    }
    let mut cause: &dyn std::error::Error = match error {
        Error::Token(error) => error.error(),
        Error::NotSent(error) => error.error(),
        Error::NoResponse(error) => error.error(),
        other => panic!("{other}"),
    };
    while let Some(source) = cause.source() {
        cause = source;
    }
    assert_eq!(chain.matches(&cause.to_string()).count(), 1, "{chain}");
}

async fn fail(url: &str) -> Error {
    fail_with_timeout(url, Duration::from_secs(10)).await
}

async fn fail_with_timeout(url: &str, timeout: Duration) -> Error {
    let call = Call::new(&client(url), &LIST)
        .query("userId", "personal")
        .options(CallOptions::new().timeout(timeout));
    call.send::<serde_json::Value, TestError>().await.unwrap_err()
}

fn no_response(error: Error) -> String {
    let line = error.to_string();
    assert!(matches!(error, Error::NoResponse(_)), "{line}");
    assert!(
        !line.contains("personal") && !format!("{error:?}").contains("personal"),
        "{error:?}"
    );
    assert!(line.contains("`test.list` got no response: "), "{line}");
    assert!(
        line.ends_with(&format!("; correlation id {}", error.correlation_id())),
        "{line}"
    );
    assert_eq!(error.operation().name, "list");
    assert_eq!(error.status(), None);
    line
}

#[tokio::test]
async fn a_connection_closed_before_the_response_is_no_response() {
    let line = no_response(fail(&misbehaving(Misbehavior::Write(b"")).await).await);
    assert!(line.contains("connection closed before message completed"), "{line}");
}

#[tokio::test]
async fn a_truncated_body_is_no_response() {
    no_response(fail(&misbehaving(Misbehavior::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}")).await).await);
    no_response(
        fail(
            &misbehaving(Misbehavior::Write(
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
            ))
            .await,
        )
        .await,
    );
}

#[tokio::test]
async fn bytes_that_are_not_http_are_no_response() {
    no_response(fail(&misbehaving(Misbehavior::Write(b"SSH-2.0-OpenSSH\r\n")).await).await);
}

#[tokio::test]
async fn invalid_gzip_is_no_response() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}";
    no_response(fail(&misbehaving(Misbehavior::Write(answer)).await).await);
}

#[tokio::test]
async fn a_server_that_is_too_slow_is_a_timeout() {
    for response in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}",
    ] {
        let url = misbehaving(Misbehavior::WriteAndStay(response.as_bytes())).await;
        let error = fail_with_timeout(&url, Duration::from_millis(300)).await;
        let Error::NoResponse(no_response_error) = &error else {
            panic!("{error}")
        };
        assert!(no_response_error.is_timeout(), "{response}: {error}");
        assert!(no_response(error).contains("no complete response within 300ms"));
    }
}

#[tokio::test]
async fn a_content_length_over_the_limit_is_not_read() {
    let url = misbehaving(Misbehavior::WriteAndStay(
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n",
    ))
    .await;
    assert!(no_response(fail(&url).await).contains("larger than 65536 bytes"));
}

#[tokio::test]
async fn an_endless_body_is_read_up_to_the_limit() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
    let url = misbehaving(Misbehavior::WriteWithoutEnd(HEAD, b"0123456789abcdef")).await;
    let error = fail(&url).await;
    let Error::NoResponse(no_response_error) = &error else {
        panic!("{error}")
    };
    assert!(matches!(
        no_response_error.error(),
        SendError::TooLarge { limit: 65_536 }
    ));
    const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let url = misbehaving(Misbehavior::WriteWithoutEnd(CHUNKED, b"4\r\nabcd\r\n")).await;
    assert!(no_response(fail(&url).await).contains("larger than 65536 bytes"));
}

#[tokio::test]
async fn decompression_stops_at_the_limit() {
    let server = Server::with_headers(200, &[("content-encoding", "gzip")], BOMB).await;
    assert!(no_response(fail(&server.url).await).contains("larger than 65536 bytes"));
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_read() {
    let body = format!("\"{}\"", "x".repeat(98));
    let server = Server::responding(200, body).await;
    for (limit, is_read) in [(100, true), (99, false), (0, false)] {
        let client = builder(&server.url).max_body(limit).build().unwrap();
        assert_eq!(
            Call::new(&client, &LIST).send::<String, TestError>().await.is_ok(),
            is_read,
            "{limit}"
        );
    }
}

#[tokio::test]
async fn the_cause_of_an_error_is_shown_once() {
    assert_cause_shown_once(&fail(&misbehaving(Misbehavior::Write(b"")).await).await);
    assert_cause_shown_once(&fail(&format!("http://127.0.0.1:{}", refused_port().await)).await);
    let without_token = builder_of(&SERVICE).base_url("http://127.0.0.1:1");
    let call = Call::new(&without_token.build().unwrap(), &LIST);
    assert_cause_shown_once(&call.send::<u8, TestError>().await.unwrap_err());
}

/// Returns a port that nothing listens on.
async fn refused_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn not_sent(error: Error) -> String {
    let line = error.to_string();
    assert!(matches!(error, Error::NotSent(_)), "{line}");
    assert_cause_shown_once(&error);
    assert!(
        !line.contains("personal") && !format!("{error:?}").contains("personal"),
        "{error:?}"
    );
    line
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let line = not_sent(fail(&format!("http://127.0.0.1:{}", refused_port().await)).await);
    assert!(
        line.starts_with("`test.list` was not sent: Connection refused"),
        "{line}"
    );
}

/// Sends a call without a proxy, in case the environment sets one.
async fn fail_without_proxy(url: &str) -> Error {
    let direct = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = builder(url).reqwest_client(direct).build().unwrap();
    Call::new(&client, &LIST)
        .query("userId", "personal")
        .send::<serde_json::Value, TestError>()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_host_that_does_not_resolve_is_not_sent() {
    not_sent(fail_without_proxy("https://no-such-host.invalid").await);
}

#[tokio::test]
async fn a_failed_tls_handshake_is_not_sent() {
    let url = misbehaving(Misbehavior::Interrupt(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
        .await
        .replace("http:", "https:");
    not_sent(fail_without_proxy(&url).await);
}

#[tokio::test]
async fn invalid_settings_are_build_errors() {
    let build = |builder: ClientBuilder| builder.build().map(drop).unwrap_err();
    let new_builder = || builder_of(&SERVICE);
    assert!(matches!(build(new_builder()), BuildError::NoBaseUrl));
    assert!(matches!(
        build(new_builder().base_url("http://example.com")),
        BuildError::BaseUrl(_)
    ));
    assert!(matches!(
        build(builder("https://example.com").access_token("a\nb")),
        BuildError::AccessToken(_)
    ));
    assert!(matches!(
        build(builder("https://example.com").access_token("")),
        BuildError::AccessToken(_)
    ));
    assert!(matches!(
        build(builder("https://example.com").user_agent("a\nb")),
        BuildError::UserAgent
    ));
}

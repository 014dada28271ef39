//! Tests each row of the table in the documentation of `CarriedOut`.

use std::time::Duration;

use sap_concur_runtime::{Call, CallOptions, CarriedOut, Service};

use super::{misbehaving_servers::*, support::*};

static SERVICE_WITH_CODES: Service = Service {
    not_carried_out: &[("test", "queueFull"), ("other", "tooBusy")],
    ..BASE_SERVICE
};
const BASE_SERVICE: Service = Service {
    envelopes: ENVELOPES,
    max_body: 64,
    ..Service::named("Test service")
};

/// Returns the rows of the table: what happened, and the value of `CarriedOut`.
fn rows() -> Vec<(&'static str, &'static str)> {
    let source = include_str!("../../src/error/carried_out.rs");
    let table = source.lines().filter_map(|line| line.strip_prefix("/// | ")).skip(1);
    table
        .map(|row| row.trim_end_matches(" |").split_once(" | ").unwrap())
        .collect()
}

async fn create(url: &str, timeout: Duration) -> Error {
    let client: sap_concur_runtime::Client = builder_of(&SERVICE_WITH_CODES)
        .base_url(url)
        .access_token(ACCESS_TOKEN)
        .build()
        .unwrap();
    let call = Call::new(&client, &CREATE).options(CallOptions::new().timeout(timeout));
    call.json(&[1]).send::<Vec<u8>, TestError>().await.unwrap_err()
}

/// Returns the errors of a `POST` for each of these responses.
async fn errors_of_responses(responses: &[(u16, &'static str, &'static str)]) -> Vec<Error> {
    let mut errors = Vec::new();
    for (status, content_type, body) in responses {
        let server = Server::with_headers(*status, &[("content-type", content_type)], *body).await;
        errors.push(create(&server.url, Duration::from_secs(10)).await);
    }
    errors
}

async fn errors_of_misbehavior(all: &[Misbehavior]) -> Vec<Error> {
    let mut errors = Vec::new();
    for misbehavior in all {
        errors.push(create(&misbehaving(*misbehavior).await, Duration::from_millis(200)).await);
    }
    errors
}

async fn not_sent() -> Vec<Error> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let without_token: sap_concur_runtime::Client = builder_of(&SERVICE).base_url(&*url).build().unwrap();
    vec![
        Call::new(&client(&url), &GET)
            .path("id", "")
            .send::<u8, _>()
            .await
            .unwrap_err(),
        Call::new(&without_token, &CREATE).send::<u8, _>().await.unwrap_err(),
        create(&url, Duration::from_secs(10)).await,
    ]
}

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const ERRORS: &str = r#"{"errors":[{"errorCode":"a"}]}"#;
const PARTLY: &str = r#"{"records":[{"state":"SUCCESS"},{"state":"FAILURE"}]}"#;
const MARKED_CODE: &str = r#"{"errors":[{"errorCode":"a"},{"errorCode":"queueFull"}]}"#;
const UNMARKED_CODE: &str = r#"{"errors":[{"errorCode":"tooBusy"}]}"#;

#[tokio::test]
async fn each_row_of_the_table_is_true() {
    for (happened, expected) in rows() {
        let errors = match happened {
            "the call was invalid, had no token or was not sent" => not_sent().await,
            "a 3xx, 401, 429 or any other 4xx except 408" => {
                let mut all = Vec::new();
                for status in [301, 304, 400, 401, 403, 404, 409, 425, 429] {
                    all.extend([(status, JSON, ERRORS), (status, HTML, "<html>"), (status, JSON, "")]);
                }
                errors_of_responses(&all).await
            }
            "a 408" => errors_of_responses(&[(408, JSON, ERRORS), (408, HTML, "<html>")]).await,
            "a 2xx that is a refusal" => errors_of_responses(&[(200, JSON, ERRORS), (202, JSON, ERRORS)]).await,
            "a 2xx that is a refusal of a part, such as a record of several" => {
                let mut errors = Vec::new();
                for (status, body) in [(200, PARTLY), (206, PARTLY), (206, "{}"), (206, "")] {
                    let server = Server::responding(status, body).await;
                    let call = Call::new(&client(&server.url), &IMPORT);
                    errors.push(call.send::<serde_json::Value, TestError>().await.unwrap_err());
                }
                errors
            }
            "a 5xx" => {
                let mut all = Vec::new();
                for status in [500, 502, 503, 504, 599] {
                    let bodies = [(JSON, ERRORS), (JSON, UNMARKED_CODE), (HTML, "<html>"), (JSON, "")];
                    all.extend(bodies.map(|(content_type, body)| (status, content_type, body)));
                }
                errors_of_responses(&all).await
            }
            "a 5xx with a code that means that nothing was carried out" => {
                errors_of_responses(&[(500, JSON, MARKED_CODE), (503, HTML, MARKED_CODE)]).await
            }
            "no response, or one that is truncated or too long" => {
                errors_of_misbehavior(&[
                    Misbehavior::Write(b""),
                    Misbehavior::Reset(b"HTTP/1.1 200 OK\r\n"),
                    Misbehavior::Write(b"HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{\"a\":"),
                    Misbehavior::WriteAndStay(b"HTTP/1.1 201 Created\r\n"),
                    Misbehavior::WriteWithoutEnd(b"HTTP/1.1 200 OK\r\n\r\n", b"0123456789abcdef"),
                ])
                .await
            }
            "a 2xx with JSON of an unexpected shape" => {
                errors_of_responses(&[
                    (201, JSON, "{\"a\":1}"),
                    (200, "application/hal+json", "7"),
                    (202, JSON, "null"),
                ])
                .await
            }
            "a 2xx with anything else: HTML, another content type, not JSON" => {
                errors_of_responses(&[
                    (200, HTML, "<html>"),
                    (202, HTML, "[]"),
                    (201, JSON, "[1,"),
                    (200, JSON, ""),
                    (200, "text/plain", ERRORS),
                ])
                .await
            }
            other => panic!("no test for the row {other:?}"),
        };
        for error in errors {
            assert_eq!(format!("`{:?}`", error.carried_out()), expected, "{happened}: {error}");
        }
    }
    assert_eq!(rows().len(), 10);
}

#[tokio::test]
async fn an_empty_201_or_202_is_a_success() {
    for status in [201, 202, 204] {
        let server = Server::responding(status, "").await;
        let call = Call::new(&client(&server.url), &CREATE).json(&[1]);
        let created = call
            .send::<std::collections::BTreeMap<String, u8>, TestError>()
            .await
            .unwrap();
        assert_eq!(created.status(), status);
    }
    let server = Server::responding(200, "").await;
    let call = Call::new(&client(&server.url), &DELETE).path("id", 1);
    call.send_ignoring_body::<TestError>().await.unwrap();
}

#[tokio::test]
async fn a_code_is_only_known_in_its_own_api() {
    let error = errors_of_responses(&[(503, JSON, UNMARKED_CODE)]).await.remove(0);
    assert_eq!(error.carried_out(), CarriedOut::Perhaps);
}

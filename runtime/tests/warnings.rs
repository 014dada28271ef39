//! Warnings about values that were skipped while a response was parsed.
#![cfg(feature = "tokio")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers are not in test functions"
)]

use std::borrow::Cow;

use sap_concur_runtime::{
    ApiError, Body, BoxFuture, Call, Client, ClientBuilder, Date, Error, JsonList, Limits, Method, Operation, Response,
    Scopes, Secret, SendError, Sender, Service,
};

static SERVICE: Service = Service {
    correlation_header: "correlation-id",
    user_agent: "test/1.0",
    ..Service::named("Test")
};

static LIST: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("list"),
    method: Method::POST,
    path: Cow::Borrowed("/list"),
    scopes: Scopes::NONE,
    authorized: false,
    idempotent: false,
    refused_when: Cow::Borrowed(&[]),
};

type Refused = ApiError<String>;

struct FixedResponse(String);

impl Sender for FixedResponse {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(std::future::ready(Ok(http::Response::new(self.0.clone().into()))))
    }
}

fn call(body: impl Into<String>, strict: bool) -> Call {
    let client: Client = ClientBuilder::new(&SERVICE)
        .base_url("https://example.com")
        .sender(FixedResponse(body.into()))
        .strict(strict)
        .build()
        .unwrap();
    Call::new(&client, &LIST)
}

async fn send(call: Call) -> Result<Response<JsonList<Date>>, Error<Refused>> {
    call.send_list(None).await
}

#[tokio::test]
async fn invalid_items_are_skipped_unless_the_client_is_strict() {
    let body = r#"["2026-11-20", "canary", "2026-11-21"]"#;
    let answer = send(call(body, false)).await.unwrap();
    assert_eq!(answer.len(), 2);
    assert_eq!(
        (answer.warnings()[0].path(), answer.warnings()[0].raw()),
        ("[1]", "\"canary\"")
    );
    assert!(format!("{:?}", answer.map(drop)).contains("[Warning { path: \"[1]\""));
    let error = send(call(body, true)).await.unwrap_err();
    let Error::Decode(decode_error) = error else {
        panic!("{error}")
    };
    assert_eq!(decode_error.path(), "[1]");
    assert_eq!(
        decode_error.problem(),
        "`canary`: not of the form YYYY-MM-DD at line 1 column 23"
    );
}

#[tokio::test]
async fn a_valid_response_has_no_warnings() {
    let answer = send(call(r#"["2026-11-20"]"#, false)).await.unwrap();
    assert!(answer.warnings().is_empty());
    assert!(!format!("{answer:?}").contains("warnings"));
}

#[tokio::test]
async fn warnings_of_a_call_with_a_secret_have_no_raw_value() {
    let call = call(r#"["canary"]"#, false).form_secret("password", Secret::from("secret"));
    let answer = send(call).await.unwrap();
    assert_eq!(answer.warnings()[0].raw(), "");
    assert!(!format!("{:?} {}", answer.warnings(), answer.warnings()[0]).contains("canary"));
}

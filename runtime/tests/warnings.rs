//! What a call says of an answer of which something was left out.
#![cfg(feature = "tokio")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

use std::borrow::Cow;

use sap_concur_runtime::{
    ApiError, Body, BoxFuture, Call, Client, ClientBuilder, Date, Error, JsonList, Limits, Method, Operation, Response,
    Secret, SendError, Sender, Service,
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
    scope: None,
    authorized: false,
    idempotent: false,
    refused_when: None,
};

type Refused = ApiError<String>;

struct Answering(String);

impl Sender for Answering {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(std::future::ready(Ok(http::Response::new(self.0.clone().into()))))
    }
}

fn call(body: impl Into<String>, strict: bool) -> Call {
    let client: Client = ClientBuilder::new(&SERVICE)
        .base_url("https://example.com")
        .sender(Answering(body.into()))
        .strict(strict)
        .build()
        .unwrap();
    Call::new(&client, &LIST)
}

async fn dates(call: Call) -> Result<Response<JsonList<Date>>, Error<Refused>> {
    call.send_list(None).await
}

#[tokio::test]
async fn an_item_that_is_none_is_left_out_unless_the_client_is_strict() {
    let body = r#"["2026-11-20", "canary", "2026-11-21"]"#;
    let answer = dates(call(body, false)).await.unwrap();
    assert_eq!(answer.len(), 2);
    assert_eq!(
        (answer.warnings()[0].path(), answer.warnings()[0].raw()),
        ("[1]", "\"canary\"")
    );
    assert!(format!("{:?}", answer.map(drop)).contains("[Warning { path: \"[1]\""));
    let error = dates(call(body, true)).await.unwrap_err();
    let Error::Decode(unreadable) = error else {
        panic!("{error}")
    };
    assert_eq!(unreadable.path(), "[1]");
    assert_eq!(
        unreadable.problem(),
        "`canary`: not of the form YYYY-MM-DD at line 1 column 23"
    );
}

#[tokio::test]
async fn an_answer_without_a_fault_has_no_warnings() {
    let answer = dates(call(r#"["2026-11-20"]"#, false)).await.unwrap();
    assert!(answer.warnings().is_empty());
    assert!(!format!("{answer:?}").contains("warnings"));
}

#[tokio::test]
async fn of_a_call_with_a_secret_nothing_is_kept() {
    let call = call(r#"["canary"]"#, false).form_secret("password", Secret::from("secret"));
    let answer = dates(call).await.unwrap();
    assert_eq!(answer.warnings()[0].raw(), "");
    assert!(!format!("{:?} {}", answer.warnings(), answer.warnings()[0]).contains("canary"));
}

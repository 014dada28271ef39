//! The requests that the service receives.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use sap_concur_runtime::{
    AccessToken, BoxFuture, Call, CallOptions, Client, CorrelationId, Decimal, Json, ListForm, Secret, TokenError,
    TokenSource, dec,
};

use super::support::*;

async fn send(call: Call) -> Result<(), Error> {
    call.send_ignoring_body().await.map(|answer| answer.into_inner())
}

#[tokio::test]
async fn a_request_without_a_body_has_no_content_type() {
    let server = Server::responding(200, "{}").await;
    send(
        Call::new(&client(&server.url), &GET)
            .path("id", "a/b c")
            .query("userId", "x&y"),
    )
    .await
    .unwrap();
    let request = server.only_request();
    assert_eq!(request.method, http::Method::GET);
    assert_eq!(request.uri.to_string(), "/v4/things/a%2Fb%20c?userId=x%26y");
    assert_eq!(request.header("accept"), "application/json");
    assert_eq!(request.header("user-agent"), "sap-concur-test/1.0");
    assert_eq!(request.header("authorization"), format!("Bearer {ACCESS_TOKEN}"));
    assert_eq!(request.header("accept-encoding"), "gzip");
    assert!(!request.headers.contains_key("content-type"));
    assert!(!request.headers.contains_key("transfer-encoding"));
    assert!(request.header("concur-correlationid").parse::<CorrelationId>().is_ok());
}

#[tokio::test]
async fn each_call_has_its_own_correlation_id() {
    let server = Server::responding(200, "{}").await;
    let client = client(&server.url);
    let first = Call::new(&client, &LIST);
    send(first.clone()).await.unwrap();
    send(first).await.unwrap();
    let requests = server.requests();
    assert_ne!(
        requests[0].header("concur-correlationid"),
        requests[1].header("concur-correlationid")
    );
}

#[tokio::test]
async fn a_given_correlation_id_is_sent_and_returned() {
    let server = Server::responding(200, "{}").await;
    let id = CorrelationId::random();
    let call = Call::new(&client(&server.url), &LIST).options(CallOptions::new().correlation_id(id.clone()));
    let answer = call.send_ignoring_body::<TestError>().await.unwrap();
    assert_eq!(server.only_request().header("concur-correlationid"), id.as_str());
    assert_eq!(answer.correlation_id(), id.as_str());
}

#[tokio::test]
async fn a_json_body_has_a_length_and_keeps_all_digits() {
    let server = Server::responding(200, "{}").await;
    let amounts: [Decimal; 2] = [dec!(1290.00000000), dec!(12345678901234567.1234)];
    send(Call::new(&client(&server.url), &UPDATE).path("id", 7).json(&amounts))
        .await
        .unwrap();
    let request = server.only_request();
    assert_eq!(request.text(), "[1290.00000000,12345678901234567.1234]");
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("content-length"), request.body.len().to_string());
    assert!(!request.headers.contains_key("transfer-encoding"));
}

#[tokio::test]
async fn a_post_without_a_body_has_content_length_0() {
    let server = Server::responding(200, "{}").await;
    send(Call::new(&client(&server.url), &CREATE)).await.unwrap();
    let request = server.only_request();
    assert_eq!(request.header("content-length"), "0");
    assert!(!request.headers.contains_key("content-type"));
}

#[tokio::test]
async fn body_fields_are_sent_as_a_json_object() {
    let server = Server::responding(200, "{}").await;
    let call = Call::new(&client(&server.url), &CREATE)
        .body_field("comment", "first")
        .body_field("amount", dec!(1.10))
        .body_field("comment", "say \"yes\"");
    send(call).await.unwrap();
    assert_eq!(
        server.only_request().text(),
        r#"{"comment":"say \"yes\"","amount":1.10}"#
    );
}

#[tokio::test]
async fn a_form_is_percent_encoded_and_has_no_charset() {
    let server = Server::responding(200, "{}").await;
    let call = Call::new(&client(&server.url), &TOKEN)
        .form("grant_type", "password")
        .form("username", "a&b=c d")
        .form_secret("password", "p+w%/é".into());
    send(call).await.unwrap();
    let request = server.only_request();
    assert_eq!(
        request.text(),
        "grant_type=password&username=a%26b%3Dc%20d&password=p%2Bw%25%2F%C3%A9"
    );
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    assert!(
        !request.headers.contains_key("authorization"),
        "the operation needs no token"
    );
}

#[tokio::test]
async fn a_later_value_replaces_an_earlier_one() {
    let server = Server::responding(200, "{}").await;
    let call = Call::new(&client(&server.url), &GET)
        .path("id", 1)
        .path("id", 2)
        .query("limit", 10)
        .query("view", "ALL")
        .query("limit", 100)
        .header("content-type", "application/merge-patch+json")
        .header("X-Extra", "1");
    send(call).await.unwrap();
    let request = server.only_request();
    assert_eq!(request.uri.to_string(), "/v4/things/2?limit=100&view=ALL");
    assert_eq!(request.header("content-type"), "application/merge-patch+json");
    assert_eq!(request.header("x-extra"), "1");
}

#[tokio::test]
async fn a_base_url_can_have_a_path() {
    let server = Server::responding(200, "{}").await;
    send(Call::new(&client(&format!("{}/gateway/", server.url)), &LIST))
        .await
        .unwrap();
    assert_eq!(server.only_request().uri.to_string(), "/gateway/v4/things");
}

#[tokio::test]
async fn a_custom_user_agent_is_sent() {
    let server = Server::responding(200, "{}").await;
    let client = builder(&server.url).user_agent("payroll/7").build().unwrap();
    send(Call::new(&client, &LIST)).await.unwrap();
    assert_eq!(server.only_request().header("user-agent"), "payroll/7");
}

#[tokio::test]
async fn an_invalid_call_is_not_sent() {
    let server = Server::responding(200, "{}").await;
    let client = client(&server.url);
    let call = |operation| Call::new(&client, operation);
    let non_string_keys: std::collections::BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
    for (call, parameter, problem) in [
        (call(&GET), None, "the path parameter `id` is missing"),
        (
            call(&GET).path("id", ""),
            Some("id"),
            "the path parameter `id` is empty",
        ),
        (
            call(&GET).path("id", ".."),
            Some("id"),
            "the path parameter `id` is `..`, which a path cannot contain",
        ),
        (
            call(&LIST).path("id", "1"),
            Some("id"),
            "the operation has no path parameter `id`",
        ),
        (
            call(&LIST).header("x", "a\nb"),
            Some("x"),
            "the header `x` has characters that are not allowed in a header",
        ),
        (
            call(&LIST).header("no name", "a"),
            Some("no name"),
            "`no name` is not a valid header name",
        ),
        (
            call(&LIST).header("Authorization", "a"),
            Some("Authorization"),
            "the header `Authorization` cannot be set here",
        ),
        (
            call(&LIST).header("concur-correlationid", "a"),
            Some("concur-correlationid"),
            "cannot be set here",
        ),
        (
            call(&CREATE).json(&non_string_keys),
            None,
            "the body cannot be serialized as JSON: key must be a string",
        ),
        (
            call(&CREATE).body_field("map", &non_string_keys),
            Some("map"),
            "`map` cannot be serialized as JSON: key must be a string",
        ),
        (
            call(&CREATE).json(&1).form("a", "b"),
            Some("a"),
            "the body already has another kind",
        ),
        (
            call(&CREATE).form("a", "b").body_field("c", 1),
            Some("c"),
            "the body already has another kind",
        ),
        (
            call(&CREATE).body_field("c", Json::default()).json(&1),
            None,
            "the body already has another kind",
        ),
    ] {
        let operation = format!("{call:?}");
        let error = send(call).await.unwrap_err();
        let Error::Invalid(invalid) = &error else {
            panic!("{operation}: {error}")
        };
        assert_eq!(invalid.parameter(), parameter, "{operation}");
        let line = error.to_string();
        assert!(line.contains(problem) && line.contains("cannot be sent"), "{line}");
        assert!(line.ends_with(error.correlation_id()), "{line}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn a_secret_body_field_is_sent_as_json() {
    let server = Server::responding(200, "{}").await;
    send(Call::new(&client(&server.url), &CREATE).body_field("pin", Secret::from("1234")))
        .await
        .unwrap();
    assert_eq!(server.only_request().text(), r#"{"pin":"1234"}"#);
}

/// Returns a different token each time.
struct NumberedTokens(AtomicUsize);

impl TokenSource for NumberedTokens {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { Ok(AccessToken::new(format!("token-{number}"))?) })
    }
}

#[tokio::test]
async fn the_token_source_is_called_once_per_call() {
    let server = Server::responding(200, "{}").await;
    let source = Arc::new(NumberedTokens(AtomicUsize::new(0)));
    let client: Client = builder_of(&SERVICE)
        .base_url(server.url.as_str())
        .token_source(Arc::clone(&source))
        .build()
        .unwrap();
    for _ in 0..2 {
        send(Call::new(&client.clone(), &LIST)).await.unwrap();
    }
    send(Call::new(&client, &TOKEN)).await.unwrap();
    assert!(send(Call::new(&client, &GET)).await.is_err(), "has no id");
    let tokens: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("authorization").to_owned())
        .collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1", ""]);
    assert_eq!(
        source.0.load(Ordering::SeqCst),
        2,
        "no token is requested unless it is needed"
    );
}

#[tokio::test]
async fn a_value_that_could_start_with_an_operator_has_one() {
    for (value, sent) in [("Travel", "Travel"), ("sw:x", "eq%3Asw%3Ax"), ("a:b", "eq%3Aa%3Ab")] {
        let server = Server::responding(200, "{}").await;
        let call = Call::new(&client(&server.url), &LIST)
            .query_equal("value", "eq:", value)
            .query_operator("code", "not:", "x")
            .query_operator("code", "sw:", value);
        send(call).await.unwrap();
        let code = format!("sw%3A{}", value.replace(':', "%3A"));
        assert_eq!(
            server.only_request().uri.to_string(),
            format!("/v4/things?value={sent}&code={code}")
        );
    }
}

#[tokio::test]
async fn lists_are_separated_by_commas_or_repeated() {
    let server = Server::responding(200, "{}").await;
    let call = Call::new(&client(&server.url), &GET)
        .path_list("id", [1, 2])
        .query("first", "x")
        .query_list("tags", ListForm::Comma, ["old"])
        .query_list("tags", ListForm::Comma, ["red", "light blue"])
        .query_list("ids", ListForm::Repeated, ["a,b", "c&d"])
        .query_list("none", ListForm::Comma, [""; 0])
        .header_list("X-Ids", [7, 8])
        .header_list("X-None", [0; 0]);
    send(call).await.unwrap();
    let request = server.only_request();
    assert_eq!(
        request.uri.to_string(),
        "/v4/things/1%2C2?first=x&tags=red%2Clight%20blue&ids=a%2Cb&ids=c%26d"
    );
    assert_eq!(request.header("x-ids"), "7,8");
    assert!(!request.headers.contains_key("x-none"));
}

#[tokio::test]
async fn lists_of_a_form_are_separated_by_commas_or_repeated() {
    let server = Server::responding(200, "{}").await;
    let call = Call::new(&client(&server.url), &TOKEN)
        .form_list("scope", ListForm::Repeated, ["old"])
        .form_list("scope", ListForm::Repeated, ["a b", "c"])
        .form_list("days", ListForm::Comma, [1, 2]);
    send(call).await.unwrap();
    assert_eq!(server.only_request().text(), "scope=a%20b&scope=c&days=1%2C2");
}

#[tokio::test]
async fn a_value_with_a_comma_is_refused_in_a_list_of_commas() {
    let server = Server::responding(200, "{}").await;
    let call = Call::new(&client(&server.url), &LIST).query_list("tags", ListForm::Comma, ["red", "a,b"]);
    let error = send(call).await.expect_err("the values would be three");
    assert!(
        matches!(&error, Error::Invalid(invalid) if invalid.to_string().contains("`a,b`")),
        "{error}"
    );
    assert!(server.requests().is_empty());
}

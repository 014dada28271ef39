//! Untyped calls: the behavior that they share with typed calls, and their own.

use sap_concur_runtime::{
    Body, CallOptions, CorrelationId, Json, Method, RawCall, Response, Secret, bytes::Bytes, testing::*,
};

use super::support::*;

const ID: &str = "6f9619ff-8b86-4d01-b42d-00c04fc964ff";

fn call(bench: &Bench, method: Method) -> RawCall {
    bench.client.call(method, "/v4/things")
}

fn bench_with_tokens(script: Script, tokens: Tokens) -> Bench {
    bench_of(script, ManualClock::jumping(), |builder| builder.token_source(tokens))
}

fn streamed() -> Body {
    let pieces = ["one ", "piece"].map(|piece| Ok(Bytes::from(piece)));
    Body::stream(9, futures_util::stream::iter(pieces))
}

#[tokio::test]
async fn an_untyped_call_sends_all_its_parameters() {
    let bench = bench(Script::by(|_| answer(200, r#"{"ok": true}"#).into()));
    let name = String::from("id");
    let answer: Response<Json> = bench
        .client
        .call(Method::PATCH, format!("/v4/{}/{{id}}/parts", "things"))
        .path(name, "a/b c?")
        .query("tag", "x&y")
        .query("tag", 2)
        .header("x-mine", 7)
        .json(&["z"])
        .send_json()
        .await
        .unwrap();
    assert_eq!(answer.as_str(), r#"{"ok": true}"#);
    let sent = &bench.script.sent()[0];
    assert_eq!(sent.method(), Method::PATCH);
    assert_eq!(
        sent.uri(),
        "https://client.example.com/v4/things/a%2Fb%20c%3F/parts?tag=x%26y&tag=2"
    );
    let header = |name| sent.header(name).unwrap_or_default();
    assert_eq!((header("x-mine"), header("content-type")), ("7", "application/json"));
    assert_eq!(
        (header("authorization"), header("accept")),
        ("Bearer first", "application/json")
    );
    assert_eq!(sent.text(), r#"["z"]"#);
}

#[tokio::test]
async fn a_body_is_a_form_or_bytes_of_any_content_type() {
    let bench = bench(Script::by(|_| answer(200, "").into()));
    let form = call(&bench, Method::POST)
        .form("a", 1)
        .form_secret("b", Secret::from("c d"));
    form.await.unwrap();
    call(&bench, Method::POST).body("text/plain", "abc").await.unwrap();
    call(&bench, Method::POST).body("image/png", streamed()).await.unwrap();
    let sent = bench.script.sent();
    let of = |at: usize| (sent[at].header("content-type").unwrap_or_default(), sent[at].text());
    assert_eq!(of(0), ("application/x-www-form-urlencoded", "a=1&b=c%20d".into()));
    assert_eq!(of(1), ("text/plain", "abc".into()));
    assert_eq!(of(2), ("image/png", "one piece".into()));
}

#[tokio::test]
async fn methods_that_are_idempotent_in_http_are_retried() {
    for (method, times) in [
        (Method::GET, 2),
        (Method::HEAD, 2),
        (Method::PUT, 2),
        (Method::DELETE, 2),
        (Method::OPTIONS, 2),
        (Method::POST, 1),
        (Method::PATCH, 1),
    ] {
        let bench = bench(Script::new().then(Fault::NoResponse).then(answer(200, "")));
        let outcome = call(&bench, method.clone()).await;
        assert_eq!((outcome.is_ok(), bench.sent()), (times == 2, times), "{method}");
    }
}

#[tokio::test]
async fn idempotent_overrides_the_default_of_the_method() {
    for (method, idempotent, times) in [(Method::POST, true, 2), (Method::GET, false, 1)] {
        let bench = bench(Script::new().then(answer(503, "")).then(answer(200, "")));
        let outcome = call(&bench, method).idempotent(idempotent).await;
        assert_eq!((outcome.is_ok(), bench.sent()), (times == 2, times));
    }
}

#[tokio::test]
async fn a_rejected_token_is_renewed() {
    let script = Script::new()
        .then(answer(401, ""))
        .then(answer(200, ""))
        .then(answer(200, ""));
    let bench = bench_with_tokens(script, Tokens::new(token("first"), [Ok(Some(token("second")))]));
    let answer = call(&bench, Method::POST).body("text/plain", "abc").await.unwrap();
    assert_eq!(answer.attempts(), 2);
    assert_eq!(bench.headers("authorization"), ["Bearer first", "Bearer second"]);
    assert_eq!(bench.script.sent()[1].text(), "abc");
    call(&bench, Method::GET).without_token().await.unwrap();
    assert_eq!(bench.script.sent()[2].header("authorization"), None);
}

#[tokio::test]
async fn a_missing_scope_is_an_error_before_sending() {
    let tokens = Tokens::new(token("first").with_scopes("a b"), []);
    let bench = bench_with_tokens(Script::by(|_| answer(200, "").into()), tokens);
    let error = call(&bench, Method::GET).scope("c".to_owned()).await.unwrap_err();
    assert!(matches!(error, Error::Token(_)));
    assert!(error.to_string().contains("lacks the scope `c`"), "{error}");
    assert_eq!(bench.sent(), 0);
    call(&bench, Method::GET).scope("b").await.unwrap();
}

#[tokio::test]
async fn the_options_and_correlation_id_of_the_call_are_used() {
    let bench = bench(Script::new().then(answer(503, "")));
    let id: CorrelationId = ID.parse().unwrap();
    let options = CallOptions::new().attempts(1).timeout(SECOND).correlation_id(id);
    let error = call(&bench, Method::GET).options(options).await.unwrap_err();
    assert_eq!((error.correlation_id(), error.attempts()), (ID, 1));
    let sent = &bench.script.sent()[0];
    assert_eq!(sent.header("concur-correlationid"), Some(ID));
    assert_eq!(sent.limits().timeout, SECOND);
}

#[tokio::test]
async fn a_call_that_cannot_be_sent_is_invalid() {
    let bench = bench(Script::new());
    let at = |path: &'static str| bench.client.call(Method::POST, path);
    let unsized_stream = Body::stream_of_unknown_length(futures_util::stream::empty());
    for (call, parameter, text) in [
        (at("https://evil.example/"), None, "does not begin with `/`"),
        (at("//evil.example"), None, "empty segment"),
        (at("/a?canary=1"), None, "has a `?`"),
        (at("/a/%2e%2e/b").path("c", 1), None, "`.` or `..`"),
        (at("/{id}"), None, "`id` is missing"),
        (at("/{id}").path("id", ""), Some("id"), "is empty"),
        (at("/{id}").path("id", ".."), Some("id"), "no path can carry"),
        (at("/").path("other", 1), Some("other"), "has no path parameter"),
        (at("/").header("host", "canary"), Some("host"), "not set by hand"),
        (at("/").header("a b", "canary"), Some("a b"), "not the name of a header"),
        (
            at("/").header("authorization", "canary"),
            Some("authorization"),
            "not set by hand",
        ),
        (
            at("/").header("concur-correlationid", "x"),
            Some("concur-correlationid"),
            "not set by hand",
        ),
        (at("/").json(&1).body("a/b", ""), None, "of another kind already"),
        (at("/").body("a\nb", "canary"), None, "no header can carry"),
        (at("/").body("a/b", unsized_stream), None, "needs its length"),
    ] {
        let error = call.await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(text), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
        let Error::Invalid(invalid) = error else {
            panic!("{error}")
        };
        assert_eq!(invalid.parameter(), parameter, "{invalid}");
    }
    assert_eq!(bench.sent(), 0);
}

#[tokio::test]
async fn a_streamed_body_is_never_retried() {
    for (step, text) in [
        (Step::from(answer(503, "")), "503 Service Unavailable"),
        (answer(429, "").into(), "429 Too Many Requests"),
        (
            Fault::NotSent.into(),
            "refuses the connection; a body that is a stream is sent only once",
        ),
        (
            Fault::NoResponse.into(),
            "resets the connection; a body that is a stream is sent only once",
        ),
        (Fault::TimedOut.into(), "no complete answer"),
    ] {
        let bench = bench(Script::new().then(step).then(answer(200, "")));
        let error = call(&bench, Method::PUT).body("a/b", streamed()).await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!((error.attempts(), bench.sent()), (1, 1));
    }
}

#[tokio::test]
async fn a_401_for_a_streamed_body_is_the_error() {
    let tokens = Tokens::new(token("first"), [Ok(Some(token("second")))]);
    let bench = bench_with_tokens(
        Script::new().then(answer(401, "")).then(answer(200, "")),
        tokens.clone(),
    );
    let error = call(&bench, Method::PUT).body("a/b", streamed()).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (401, 1));
    assert!(tokens.rejected().is_empty());
}

#[tokio::test]
async fn a_stream_is_not_polled_without_a_token() {
    let tokens = Tokens::new(token("first"), []);
    tokens.fail();
    let bench = bench_with_tokens(Script::new(), tokens);
    let unread = Body::stream(1, futures_util::stream::poll_fn(|_| panic!("the stream was polled")));
    let error = call(&bench, Method::PUT).body("a/b", unread).await.unwrap_err();
    assert!(matches!(error, Error::Token(_)), "{error}");
}

#[tokio::test]
async fn a_streamed_response_is_requested_with_its_limits() {
    let bench = bench(Script::new().then(answer(503, "")).then(answer(200, "abc")));
    let answer = call(&bench, Method::GET).send_streamed().await.unwrap();
    assert_eq!((answer.attempts(), answer.length()), (2, Some(3)));
    assert_eq!(answer.into_inner().chunk().await.unwrap().unwrap(), "abc");
    let sent = &bench.script.sent()[1];
    assert!(sent.limits().streamed);
    assert_eq!(sent.header("accept"), Some("*/*"));
}

#[tokio::test]
async fn a_response_of_another_shape_is_a_decode_error() {
    let bench = bench(Script::new().then(answer(200, "[1, 2]")).then(answer(200, "{}")));
    let answer = call(&bench, Method::GET).send_json::<Vec<u32>>().await.unwrap();
    assert_eq!(*answer, [1, 2]);
    let error = call(&bench, Method::GET).send_json::<Vec<u32>>().await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`GET /v4/things` answered 200 OK, which is not understood"),
        "{error}"
    );
}

#[tokio::test]
async fn debug_output_and_errors_show_no_values_of_a_call() {
    let bench = bench(Script::new());
    let call = bench
        .client
        .call(Method::POST, "/v4/{id}")
        .path("id", "canary")
        .query("q", "canary");
    let call = call.header("x-a", "canary").body("a/b", "canary");
    let shown = format!("{call:?}");
    assert!(shown.contains("POST /v4/{id}") && !shown.contains("canary"), "{shown}");
    let error = call.await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("`POST /v4/{id}` got no answer"), "{shown}");
}

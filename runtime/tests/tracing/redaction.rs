//! Tests that put secret and personal data in every part of a call and look for it in spans, events, `Debug` and
//! `Display`.

use std::{error::Error as _, fmt::Debug};

use sap_concur_runtime::{
    AccessToken, BoxFuture, Call, CallOptions, Client, OperationError, Response, Secret, TokenError, TokenSource,
    testing::{Fault, Script, Step, answer},
};

use super::{recorder::Recorder, support::*};

const PATH: &str = "canary-of-the-path";
const QUERY: &str = "canary-of-the-query";
const HEADER: &str = "canary-of-a-header";
const BODY: &str = "canary-of-the-body";
const FORM: &str = "canary-of-the-form";
const SECRET: &str = "canary-of-the-form-secret";
const RENEWED: &str = "canary-of-the-renewed-token";
/// Text in the body of the response.
const RESPONSE: &str = "canary-of-the-response";
const COOKIE: &str = "canary-of-a-cookie";

/// The common prefix of all canaries.
const CANARY: &str = "canary";

/// Returns the `Debug` output of a value, plain and pretty.
fn debugged(value: &dyn Debug) -> String {
    format!("{value:?} {value:#?}\n")
}

/// Returns the `Display` and `Debug` output of an error and its sources.
fn error_output(error: &Error) -> String {
    fn chain(error: &(dyn std::error::Error + 'static)) -> String {
        let sources = error.source().map(chain).unwrap_or_default();
        format!("{error} {error:#} {}{sources}", debugged(&error))
    }
    let inner = match error {
        Error::Token(error) => chain(error.error()),
        Error::NotSent(error) => chain(error.error()),
        Error::NoResponse(error) => chain(error.error()),
        Error::Api(error) => format!("{error} {}{}", debugged(error), debugged(error.api_error())),
        Error::Decode(error) => format!("{} {} {error}", error.path(), error.problem()),
        other => debugged(other),
    };
    let sources = error.source().map(chain).unwrap_or_default();
    format!("{error} {} {inner} {sources}", debugged(error))
}

/// Returns one token, and another one when it is renewed.
#[derive(Debug)]
struct TwoTokens;

impl TokenSource for TwoTokens {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Ok(AccessToken::new(ACCESS_TOKEN)?.with_scopes("some")) })
    }

    fn renewed<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        Box::pin(async { Ok(Some(AccessToken::new(RENEWED)?)) })
    }
}

/// Creates a call with a canary in its path, query, headers and body.
fn call(client: &Client) -> Call {
    Call::new(client, &UPDATE)
        .path("id", PATH)
        .query("user", QUERY)
        .header("x-user", HEADER)
        .json(&[BODY])
}

/// Creates a call with secrets, like a token request.
fn login(client: &Client) -> Call {
    Call::new(client, &LOGIN)
        .query("user", QUERY)
        .form("username", FORM)
        .form_secret("password", Secret::from(SECRET))
}

/// Returns scripts that lead to every outcome of a call.
fn scripts(body: &str) -> Vec<Script> {
    let secret = |status| Step::from(answer(status, body.to_owned()).header("set-cookie", COOKIE));
    let all = [
        vec![secret(200)],
        vec![secret(401), secret(401)],
        vec![secret(401), secret(503), secret(200)],
        vec![secret(503), Fault::NoResponse.into(), secret(500)],
        vec![secret(404)],
        vec![secret(302)],
        vec![Fault::NotSent.into(), Fault::TimedOut.into(), Fault::TooLarge.into()],
        vec![],
    ];
    all.into_iter()
        .map(|steps| steps.into_iter().fold(Script::new(), Script::then))
        .collect()
}

/// Runs a call against all scripts and returns the output of every value and error on the way.
async fn output_of(make: fn(&Client) -> Call, body: &str) -> String {
    let mut output = String::new();
    for script in scripts(body) {
        let builder = builder(script.clone()).token_source(TwoTokens);
        output += &debugged(&builder);
        let client = builder.build().unwrap();
        let call = make(&client);
        output += &(debugged(&client) + &debugged(&call) + &debugged(&script));
        let outcome: Result<Response<u32>, Error> = call.clone().send().await;
        match &outcome {
            Ok(response) => output += &debugged(response),
            Err(error) => output += &error_output(error),
        }
        let outcome: Result<Response<()>, Error> = call.send_ignoring_body().await;
        match &outcome {
            Ok(response) => output += &debugged(response),
            Err(error) => output += &error_output(error),
        }
        output += &debugged(&script.sent());
    }
    output
}

fn assert_no_canary(output: &str) {
    if let Some(at) = output.find(CANARY) {
        let end = output[at..]
            .char_indices()
            .nth(60)
            .map_or(output.len(), |(end, _)| at + end);
        panic!("{}", &output[at..end]);
    }
}

#[tokio::test]
async fn spans_and_events_contain_no_data_of_the_call() {
    let (recorder, _guard) = Recorder::listen();
    for make in [call, login] {
        for body in [
            format!("{{\"a\":\"{RESPONSE}\"}}"),
            format!("\"{RESPONSE}\""),
            RESPONSE.to_owned(),
        ] {
            output_of(make, &body).await;
        }
    }
    let records = recorder.records();
    assert!(records.len() > 100, "{}", records.len());
    assert_no_canary(&format!("{records:?}"));
}

#[tokio::test]
async fn output_contains_no_data_of_a_call_with_secrets() {
    let details = format!(r#"{{"errors":[{{"errorCode":"{RESPONSE}","errorMessage":"{RESPONSE}"}}]}}"#);
    for body in [
        format!("\"{RESPONSE}\""),
        format!("{{\"access_token\":\"{RESPONSE}\""),
        RESPONSE.to_owned(),
    ] {
        assert_no_canary(&output_of(login, &body).await);
    }
    // The service's own error codes and messages are shown.
    assert!(output_of(login, &details).await.contains(RESPONSE));
}

#[tokio::test]
async fn output_contains_no_request_data_except_the_path_in_sent() {
    // `Sent` shows paths because it is only used in tests.
    let output = output_of(call, "7").await.replace(&format!("/v4/things/{PATH}"), "");
    assert_no_canary(&output);
}

#[tokio::test]
async fn debug_output_of_tokens_and_secrets_is_redacted() {
    let token = AccessToken::new(ACCESS_TOKEN).unwrap().with_scopes("a b");
    let bad = AccessToken::new(format!("{ACCESS_TOKEN}\n")).unwrap_err();
    let output = [
        debugged(&token),
        debugged(&Secret::from(SECRET)),
        debugged(&bad),
        bad.to_string(),
        debugged(&TokenError::from(bad.clone())),
        debugged(&CallOptions::new()),
    ];
    assert_no_canary(&output.concat());
}

/// Checks the search itself: an error shows the response body if the call has no secrets.
#[tokio::test]
async fn a_canary_in_the_output_is_found() {
    let output = output_of(call, &format!("\"{RESPONSE}\"")).await;
    assert!(output.contains(RESPONSE));
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn calls_over_a_socket_show_no_data_either() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for response in [
            "HTTP/1.1 401 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "nonsense",
        ] {
            let (mut connection, _) = listener.accept().await.unwrap();
            let _ = connection.read(&mut [0; 4096]).await;
            let _ = connection.write_all(response.as_bytes()).await;
        }
    });
    let (recorder, _guard) = Recorder::listen();
    let client = sap_concur_runtime::ClientBuilder::<Client>::new(&SERVICE)
        .base_url(url.as_str())
        .token_source(TwoTokens)
        .clock(sap_concur_runtime::testing::ManualClock::jumping())
        .build()
        .unwrap();
    // 401, a truncated response, a response that is not HTTP, and then a refused connection.
    let outcome: Result<Response<()>, Error> = call(&client).send_ignoring_body().await;
    let error = outcome.unwrap_err();
    assert_eq!(error.attempts(), 4, "{error}");
    assert_no_canary(&error_output(&error));
    assert_eq!(recorder.spans("attempt").len(), 4);
    assert_no_canary(&format!("{recorder:?}"));
}

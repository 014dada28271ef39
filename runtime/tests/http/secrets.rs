//! Secrets are redacted.

use std::{error::Error as _, fmt::Debug};

use sap_concur_runtime::{AccessToken, BoxFuture, Call, Secret, TokenError, TokenSource};

use super::{misbehaving_servers::*, support::*};

const FORM_SECRET: &str = "canary-of-the-form";
/// Text in the body of the response.
const RESPONSE: &str = "canary-of-a-response";

fn assert_no_canary(output: &str) {
    for canary in [ACCESS_TOKEN, FORM_SECRET, RESPONSE, "personal"] {
        assert!(!output.contains(canary), "{canary} in {output}");
    }
}

/// Returns the `Display` and `Debug` output of an error and its sources.
fn error_output(error: &Error) -> String {
    let mut output = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        output += &format!(" {error} {error:?}");
        source = error.source();
    }
    output
}

fn call(url: &str) -> Call {
    Call::new(&client(url), &TOKEN)
        .query("email", "personal")
        .form("username", "personal")
        .form_secret("password", Secret::from(FORM_SECRET))
}

#[tokio::test]
async fn clients_builders_and_calls_redact_secrets() {
    let secret = Secret::from(FORM_SECRET);
    let builder = builder("http://127.0.0.1:1");
    let values: [&dyn Debug; 5] = [
        &secret,
        &builder,
        &client("http://127.0.0.1:1"),
        &call("http://127.0.0.1:1"),
        &AccessToken::new(ACCESS_TOKEN),
    ];
    for value in values {
        assert_no_canary(&format!("{value:?} {value:#?}"));
    }
    assert_eq!(format!("{secret:?}"), "[redacted]");
    let url = sap_concur_runtime::BaseUrl::from("https://user:canary-of-the-form@host");
    assert_no_canary(&format!("{url:?}"));
    assert_no_canary(&format!("{:?}", builder_of(&SERVICE).base_url(url).build()));
}

#[tokio::test]
async fn errors_redact_secrets() {
    let token_body = format!(r#"{{"access_token":"{RESPONSE}","expires_in":{{}}}}"#);
    let refused = Server::responding(400, token_body.clone()).await.url;
    let undecodable = Server::responding(200, token_body).await.url;
    let closed = misbehaving(Misbehavior::Write(b"")).await;
    for url in [refused.as_str(), &undecodable, &closed, "http://127.0.0.1:1"] {
        let error = call(url).send::<Vec<u8>, TestError>().await.unwrap_err();
        assert_no_canary(&error_output(&error));
    }
    for url in [closed.as_str(), "http://127.0.0.1:1"] {
        let call = Call::new(&client(url), &GET)
            .path("id", "personal")
            .query("email", "personal");
        let error = call
            .header("x-secret", FORM_SECRET)
            .send::<Vec<u8>, TestError>()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NoResponse(_) | Error::NotSent(_)), "{error}");
        assert_no_canary(&error_output(&error));
    }
}

#[tokio::test]
async fn decode_errors_of_calls_with_secrets_quote_no_body() {
    type Tokens = std::collections::BTreeMap<String, u32>;
    for (body, problem) in [
        (
            format!(r#"{{"access_token":"{RESPONSE}"}}"#),
            "not of the expected form (not shown, because the call carried a secret) at line 1 column 38",
        ),
        (
            format!("\"{RESPONSE}\""),
            "not of the expected form (not shown, because the call carried a secret) at line 1 column 22",
        ),
        (
            format!(r#"{{"a":1}} {RESPONSE}"#),
            "the response is not from the service: the body is not JSON (not shown, because the call carried a secret) at line 1 column 9",
        ),
        (
            format!(r#"{{"{RESPONSE}":"#),
            "the response is not from the service: the body ends too early (not shown, because the call carried a secret) at line 1 column 24",
        ),
        (String::new(), "the response is not from the service: the body is empty"),
    ] {
        let server = Server::responding(200, body).await;
        let error = call(&server.url).send::<Tokens, TestError>().await.unwrap_err();
        assert_no_canary(&error_output(&error));
        let Error::Decode(decode_error) = error else {
            panic!("{error}")
        };
        assert_eq!(decode_error.problem(), problem);
    }
    let server = Server::responding(200, format!(r#"[1,"{RESPONSE}"]"#)).await;
    let strict = builder(&server.url).strict(true).build().unwrap();
    let call = |client| Call::new(client, &TOKEN).form_secret("password", Secret::from(FORM_SECRET));
    let error = call(&strict).send_list::<u32, TestError>(None).await.unwrap_err();
    assert_no_canary(&error_output(&error));
    let Error::Decode(decode_error) = error else {
        panic!("{error}")
    };
    assert_eq!(decode_error.path(), "[1]");
    let answer = call(&client(&server.url))
        .send_list::<u32, TestError>(None)
        .await
        .unwrap();
    let [warning] = answer.warnings() else {
        panic!("{answer:?}")
    };
    assert_eq!((warning.path(), warning.raw()), ("[1]", ""));
    assert_no_canary(&format!("{warning} {warning:?} {} {answer:?}", warning.problem()));
}

#[tokio::test]
async fn the_response_to_a_call_without_secrets_is_shown() {
    let server = Server::responding(500, "what went wrong").await;
    let error = Call::new(&client(&server.url), &LIST)
        .send::<u8, TestError>()
        .await
        .unwrap_err();
    assert!(format!("{error:?}").contains("what went wrong"));
}

#[test]
fn a_secret_that_is_not_a_string_is_not_quoted_in_the_error() {
    for json in ["12345", "-12345", "12345.5", "true", "[12345]", "{\"12345\":1}", "null"] {
        let error = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
        assert!(!error.contains("12345") && !error.contains("true"), "{error}");
    }
    let secret: Secret = serde_json::from_str("\"a\\u0062\"").unwrap();
    assert_eq!(secret.expose(), "ab");
    assert_eq!(serde_json::to_string(&secret).unwrap(), "\"ab\"");
}

#[test]
fn an_invalid_token_is_an_error_that_does_not_show_it() {
    for token in ["", "canary\n", "canary of the form", "canar\u{e9}", "\0"] {
        let error = AccessToken::new(token).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canar"));
    }
    assert_eq!(
        AccessToken::new("abc\n").unwrap_err().to_string(),
        "byte 3 of the access token is not a visible ASCII character"
    );
}

struct FailingSource;

impl TokenSource for FailingSource {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Err(TokenError::Source("the vault is shut".into())) })
    }
}

struct InvalidTokenSource;

impl TokenSource for InvalidTokenSource {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Ok(AccessToken::new("a b")?) })
    }
}

#[tokio::test]
async fn a_call_without_a_token_is_not_sent() {
    let server = Server::responding(200, "{}").await;
    let new_builder = || builder_of(&SERVICE).base_url(server.url.as_str());
    for (client, reason) in [
        (
            new_builder().build().unwrap(),
            "the client has no access token and no token source",
        ),
        (
            new_builder().token_source(FailingSource).build().unwrap(),
            "the vault is shut",
        ),
        (
            new_builder().token_source(InvalidTokenSource).build().unwrap(),
            "byte 1 of the access token is not a visible ASCII character",
        ),
    ] {
        let error = Call::new(&client, &LIST).send::<u8, TestError>().await.unwrap_err();
        assert!(matches!(error, Error::Token(_)), "{error}");
        assert_eq!(
            error.to_string(),
            format!(
                "`test.list` was not sent: {reason}; correlation id {}",
                error.correlation_id()
            )
        );
        assert!(
            Call::new(&client, &TOKEN)
                .send_ignoring_body::<TestError>()
                .await
                .is_ok(),
            "needs no token"
        );
    }
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.uri == "/oauth2/v0/token")
    );
}

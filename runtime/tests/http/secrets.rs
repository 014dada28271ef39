//! What must not be seen is not.

use std::{error::Error as _, fmt::Debug};

use sap_concur_runtime::{AccessToken, BoxFuture, Call, ClientBuilder, Secret, TokenError, TokenSource};

use super::{misbehaving_servers::*, support::*};

const FORM_SECRET: &str = "canary-of-the-form";
/// What a token endpoint would answer.
const ANSWERED: &str = "canary-of-the-answer";

fn assert_no_canary(shown: &str) {
    for canary in [ACCESS_TOKEN, FORM_SECRET, ANSWERED, "personal"] {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
}

/// Everything that an error shows, its sources too.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        shown += &format!(" {error} {error:?}");
        source = error.source();
    }
    shown
}

fn call(url: &str) -> Call {
    Call::new(&client(url), &TOKEN)
        .query("email", "personal")
        .form("username", "personal")
        .form_secret("password", Secret::from(FORM_SECRET))
}

#[tokio::test]
async fn clients_builders_and_calls_do_not_show_them() {
    let secret = Secret::from(FORM_SECRET);
    let builder = builder("http://127.0.0.1:1");
    let things: [&dyn Debug; 5] = [
        &secret,
        &builder,
        &client("http://127.0.0.1:1"),
        &call("http://127.0.0.1:1"),
        &AccessToken::new(ACCESS_TOKEN),
    ];
    for thing in things {
        assert_no_canary(&format!("{thing:?} {thing:#?}"));
    }
    assert_eq!(format!("{secret:?}"), "[redacted]");
    let url = sap_concur_runtime::BaseUrl::from("https://user:canary-of-the-form@host");
    assert_no_canary(&format!("{url:?}"));
    assert_no_canary(&format!(
        "{:?}",
        ClientBuilder::<sap_concur_runtime::Client>::new(&SERVICE)
            .base_url(url)
            .build()
    ));
}

#[tokio::test]
async fn errors_do_not_show_them() {
    let token_body = format!(r#"{{"access_token":"{ANSWERED}","expires_in":{{}}}}"#);
    let refused = Server::answering(400, token_body.clone()).await.url;
    let unreadable = Server::answering(200, token_body).await.url;
    let closed = misbehaving(Misbehavior::Write(b"")).await;
    for url in [refused.as_str(), &unreadable, &closed, "http://127.0.0.1:1"] {
        let error = call(url).send::<Vec<u8>, TestError>().await.unwrap_err();
        assert_no_canary(&shown(&error));
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
        assert_no_canary(&shown(&error));
    }
}

#[tokio::test]
async fn an_answer_that_is_not_understood_is_not_quoted_when_the_call_carried_a_secret() {
    type Tokens = std::collections::BTreeMap<String, u32>;
    for (body, problem) in [
        (
            format!(r#"{{"access_token":"{ANSWERED}"}}"#),
            "not of the form that was expected (not shown, for the call carried a secret) at line 1 column 38",
        ),
        (
            format!("\"{ANSWERED}\""),
            "not of the form that was expected (not shown, for the call carried a secret) at line 1 column 22",
        ),
        (
            format!(r#"{{"a":1}} {ANSWERED}"#),
            "the answer is not the service's: the body is not JSON (not shown, for the call carried a secret) at line 1 column 9",
        ),
        (
            format!(r#"{{"{ANSWERED}":"#),
            "the answer is not the service's: the body ends too early (not shown, for the call carried a secret) at line 1 column 24",
        ),
        (String::new(), "the answer is not the service's: the body is empty"),
    ] {
        let server = Server::answering(200, body).await;
        let error = call(&server.url).send::<Tokens, TestError>().await.unwrap_err();
        assert_no_canary(&shown(&error));
        let Error::Decode(unreadable) = error else {
            panic!("{error}")
        };
        assert_eq!(unreadable.problem(), problem);
    }
    let server = Server::answering(200, format!(r#"[1,"{ANSWERED}"]"#)).await;
    let strict = builder(&server.url).strict(true).build().unwrap();
    let call = |client| Call::new(client, &TOKEN).form_secret("password", Secret::from(FORM_SECRET));
    let error = call(&strict).send_list::<u32, TestError>(None).await.unwrap_err();
    assert_no_canary(&shown(&error));
    let Error::Decode(unreadable) = error else {
        panic!("{error}")
    };
    assert_eq!(unreadable.path(), "[1]");
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
async fn the_answer_to_a_call_without_secrets_is_shown() {
    let server = Server::answering(500, "what went wrong").await;
    let error = Call::new(&client(&server.url), &LIST)
        .send::<u8, TestError>()
        .await
        .unwrap_err();
    assert!(format!("{error:?}").contains("what went wrong"));
}

#[test]
fn a_secret_that_is_no_string_is_not_quoted_in_the_fault() {
    for json in ["12345", "-12345", "12345.5", "true", "[12345]", "{\"12345\":1}", "null"] {
        let error = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
        assert!(!error.contains("12345") && !error.contains("true"), "{error}");
    }
    let secret: Secret = serde_json::from_str("\"a\\u0062\"").unwrap();
    assert_eq!(secret.expose(), "ab");
    assert_eq!(serde_json::to_string(&secret).unwrap(), "\"ab\"");
}

#[test]
fn a_token_that_no_header_can_carry_is_refused_without_being_shown() {
    for token in ["", "canary\n", "canary of the form", "canar\u{e9}", "\0"] {
        let error = AccessToken::new(token).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canar"));
    }
    assert_eq!(
        AccessToken::new("abc\n").unwrap_err().to_string(),
        "byte 3 of the access token is not a visible ASCII character"
    );
}

struct Broken;

impl TokenSource for Broken {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Err(TokenError::Source("the vault is shut".into())) })
    }
}

struct Bad;

impl TokenSource for Bad {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Ok(AccessToken::new("a b")?) })
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = Server::answering(200, "{}").await;
    let fresh = || ClientBuilder::<sap_concur_runtime::Client>::new(&SERVICE).base_url(server.url.as_str());
    for (client, why) in [
        (
            fresh().build().unwrap(),
            "the client was given no access token and no source of them",
        ),
        (fresh().token_source(Broken).build().unwrap(), "the vault is shut"),
        (
            fresh().token_source(Bad).build().unwrap(),
            "byte 1 of the access token is not a visible ASCII character",
        ),
    ] {
        let error = Call::new(&client, &LIST).send::<u8, TestError>().await.unwrap_err();
        assert!(matches!(error, Error::Token(_)), "{error}");
        assert_eq!(
            error.to_string(),
            format!(
                "`test.list` was not sent: {why}; correlation id {}",
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
    assert!(server.seen().iter().all(|seen| seen.uri == "/oauth2/v0/token"));
}

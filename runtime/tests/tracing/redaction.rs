//! What is secret or personal is put everywhere, and looked for in all that can be seen.

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
/// What a token endpoint answers.
const ANSWERED: &str = "canary-of-the-answer";
const COOKIE: &str = "canary-of-a-cookie";

/// All that begins so.
const CANARY: &str = "canary";

/// Everything that a value shows of itself.
fn debugged(thing: &dyn Debug) -> String {
    format!("{thing:?} {thing:#?}\n")
}

/// Everything that an error shows, with the errors beneath it.
fn shown(error: &Error) -> String {
    fn chain(error: &(dyn std::error::Error + 'static)) -> String {
        let beneath = error.source().map(chain).unwrap_or_default();
        format!("{error} {error:#} {}{beneath}", debugged(&error))
    }
    let inner = match error {
        Error::Token(error) => chain(error.error()),
        Error::NotSent(error) => chain(error.error()),
        Error::NoResponse(error) => chain(error.error()),
        Error::Api(error) => format!("{error} {}{}", debugged(error), debugged(error.api_error())),
        Error::Decode(error) => format!("{} {} {error}", error.path(), error.problem()),
        other => debugged(other),
    };
    let beneath = error.source().map(chain).unwrap_or_default();
    format!("{error} {} {inner} {beneath}", debugged(error))
}

/// Gives one token, and another in its place.
#[derive(Debug)]
struct Two;

impl TokenSource for Two {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Ok(AccessToken::new(ACCESS_TOKEN)?.with_scopes("some")) })
    }

    fn renewed<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        Box::pin(async { Ok(Some(AccessToken::new(RENEWED)?)) })
    }
}

/// A call with something in each place that is shown to nobody.
fn call(client: &Client) -> Call {
    Call::new(client, &UPDATE)
        .path("id", PATH)
        .query("user", QUERY)
        .header("x-user", HEADER)
        .json(&[BODY])
}

/// A call with secrets, as one of a token is.
fn login(client: &Client) -> Call {
    Call::new(client, &LOGIN)
        .query("user", QUERY)
        .form("username", FORM)
        .form_secret("password", Secret::from(SECRET))
}

/// The beginnings of calls, and how they end.
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

/// What can be seen of these calls, all of it but what `tracing` is told.
async fn seen_of(make: fn(&Client) -> Call, body: &str) -> String {
    let mut seen = String::new();
    for script in scripts(body) {
        let builder = builder(script.clone()).token_source(Two);
        seen += &debugged(&builder);
        let client = builder.build().unwrap();
        let call = make(&client);
        seen += &(debugged(&client) + &debugged(&call) + &debugged(&script));
        let outcome: Result<Response<u32>, Error> = call.clone().send().await;
        match &outcome {
            Ok(response) => seen += &debugged(response),
            Err(error) => seen += &shown(error),
        }
        let outcome: Result<Response<()>, Error> = call.send_ignoring_body().await;
        match &outcome {
            Ok(response) => seen += &debugged(response),
            Err(error) => seen += &shown(error),
        }
        seen += &debugged(&script.sent());
    }
    seen
}

fn assert_no_canary(seen: &str) {
    if let Some(at) = seen.find(CANARY) {
        let end = seen[at..]
            .char_indices()
            .nth(60)
            .map_or(seen.len(), |(end, _)| at + end);
        panic!("{}", &seen[at..end]);
    }
}

#[tokio::test]
async fn nothing_of_what_a_call_carries_is_in_a_span_or_an_event() {
    let (recorder, _guard) = Recorder::listen();
    for make in [call, login] {
        for body in [
            format!("{{\"a\":\"{ANSWERED}\"}}"),
            format!("\"{ANSWERED}\""),
            ANSWERED.to_owned(),
        ] {
            seen_of(make, &body).await;
        }
    }
    let told = recorder.told();
    assert!(told.len() > 100, "{}", told.len());
    assert_no_canary(&format!("{told:?}"));
}

#[tokio::test]
async fn nothing_of_a_call_with_secrets_is_in_a_value_that_is_shown() {
    let details = format!(r#"{{"errors":[{{"errorCode":"{ANSWERED}","errorMessage":"{ANSWERED}"}}]}}"#);
    for body in [
        format!("\"{ANSWERED}\""),
        format!("{{\"access_token\":\"{ANSWERED}\""),
        ANSWERED.to_owned(),
    ] {
        assert_no_canary(&seen_of(login, &body).await);
    }
    // The words of a refusal are the service's own, and shown.
    assert!(seen_of(login, &details).await.contains(ANSWERED));
}

#[tokio::test]
async fn nothing_that_a_call_carries_is_in_a_value_that_is_shown_but_for_the_path_of_a_test() {
    // `Sent` shows paths: it is for tests alone.
    let seen = seen_of(call, "7").await.replace(&format!("/v4/things/{PATH}"), "");
    assert_no_canary(&seen);
}

#[tokio::test]
async fn tokens_and_secrets_do_not_show_themselves() {
    let token = AccessToken::new(ACCESS_TOKEN).unwrap().with_scopes("a b");
    let bad = AccessToken::new(format!("{ACCESS_TOKEN}\n")).unwrap_err();
    let seen = [
        debugged(&token),
        debugged(&Secret::from(SECRET)),
        debugged(&bad),
        bad.to_string(),
        debugged(&TokenError::from(bad.clone())),
        debugged(&CallOptions::new()),
    ];
    assert_no_canary(&seen.concat());
}

/// That the search finds what there is: a body without secrets is in its error.
#[tokio::test]
async fn a_canary_that_can_be_seen_is_found() {
    let seen = seen_of(call, &format!("\"{ANSWERED}\"")).await;
    assert!(seen.contains(ANSWERED));
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn nothing_is_seen_when_it_is_sent_over_a_socket_either() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for said in [
            "HTTP/1.1 401 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "nonsense",
        ] {
            let (mut connection, _) = listener.accept().await.unwrap();
            let _ = connection.read(&mut [0; 4096]).await;
            let _ = connection.write_all(said.as_bytes()).await;
        }
    });
    let (recorder, _guard) = Recorder::listen();
    let client = sap_concur_runtime::ClientBuilder::<Client>::new(&SERVICE)
        .base_url(url.as_str())
        .token_source(Two)
        .clock(sap_concur_runtime::testing::ManualClock::jumping())
        .build()
        .unwrap();
    // 401, cut off, not HTTP, and then nobody listens any more.
    let outcome: Result<Response<()>, Error> = call(&client).send_ignoring_body().await;
    let error = outcome.unwrap_err();
    assert_eq!(error.attempts(), 4, "{error}");
    assert_no_canary(&shown(&error));
    assert_eq!(recorder.spans("attempt").len(), 4);
    assert_no_canary(&format!("{recorder:?}"));
}

//! Token calls that fail.

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

fn code(code: u32) -> Reply {
    Reply::Response(
        400,
        json!({"code": code, "error": "invalid", "error_description": "no such user"}).to_string(),
    )
}

#[tokio::test]
async fn a_refusal_shows_the_code_the_status_and_the_remedy() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([code(5)]);
    let error = get(&fixture.client(user())).await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error}") };
    assert!(error.has("5") && !error.has("6") && !error.needs_authorization());
    assert_eq!(error.remedy(), Some("check the user name and the password"));
    let refused = error.refused().unwrap();
    assert_eq!(refused.operation().name, "token");
    let line = error.error().to_string();
    assert_eq!(
        line,
        format!(
            "`oauth.token` was refused: 400 Bad Request, 5: no such user; correlation id {}; check the user name and \
             the password",
            refused.correlation_id()
        )
    );
    assert!(error.to_string().contains(&line), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
}

#[tokio::test]
async fn a_refusal_is_cached_for_ten_seconds() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([code(5)]);
    let client = fixture.client(user());
    for _ in 0..50 {
        let error = get(&client).await.unwrap_err();
        let Error::Token(error) = error else { panic!("{error}") };
        assert!(error.has("5"));
    }
    assert_eq!(fixture.endpoint.calls().len(), 1);
    fixture.clock.advance(10);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.calls().len(), 2);
}

#[tokio::test]
async fn an_explicit_refresh_ignores_a_cached_refusal() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([code(5)]);
    let provider = provider(&fixture.client(user()));
    provider.token().await.unwrap_err();
    provider.refresh().await.unwrap();
    provider.token().await.unwrap();
}

#[tokio::test]
async fn transient_failures_are_not_cached() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::NoResponse, Reply::Response(503, String::new())]);
    let client = fixture.client(user());
    assert!(matches!(
        provider(&client).token().await,
        Err(TokenError::NoResponse(_))
    ));
    let error = provider(&client).token().await.unwrap_err();
    assert_eq!(error.refused().unwrap().status(), 503);
    get(&client).await.unwrap();
}

#[tokio::test]
async fn all_waiting_callers_get_the_same_error() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([code(5)]);
    let provider = provider(&fixture.client(user()));
    let (a, b) = tokio::join!(provider.token(), provider.token());
    assert_eq!(a.unwrap_err().to_string(), b.unwrap_err().to_string());
    assert_eq!(fixture.endpoint.calls().len(), 1);
}

#[tokio::test]
async fn only_an_idempotent_grant_is_retried_after_no_response() {
    let retries = RetryPolicy {
        attempts: 3,
        ..RetryPolicy::never()
    };
    for (credentials, calls) in [(user(), 3), (company(), 1)] {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([Reply::NoResponse, Reply::NoResponse]);
        let client: Client = fixture.builder(credentials).retries(retries).build().unwrap();
        let _ = provider(&client).token().await;
        assert_eq!(fixture.endpoint.calls().len(), calls);
    }
}

#[tokio::test]
async fn a_response_without_a_token_is_an_error() {
    for body in [
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":null}"#,
        r#"{"access_token":{"a":1}}"#,
    ] {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([Reply::Response(200, body.into())]);
        let error = provider(&fixture.client(user())).token().await.unwrap_err();
        assert!(
            matches!(
                error,
                TokenError::Incomplete {
                    field: "access_token",
                    ..
                }
            ),
            "{error}"
        );
        assert_eq!(load_token(&fixture.store).await, None);
    }
    for body in [
        "",
        "[]",
        "\"canary\"",
        "<html>canary</html>",
        r#"{"access_token":"canary"#,
    ] {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([Reply::Response(200, body.into())]);
        let error = provider(&fixture.client(user())).token().await.unwrap_err();
        assert!(matches!(error, TokenError::Decode(_)), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[tokio::test]
async fn a_token_that_is_invalid_in_a_header_is_not_stored() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"access_token": "a b"}))]);
    let error = provider(&fixture.client(user())).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Unusable(_)), "{error}");
    assert_eq!(load_token(&fixture.store).await, None);
}

#[tokio::test]
async fn any_lifetime_can_be_stored() {
    for lifetime in [
        json!(-1),
        json!("-1"),
        json!(0),
        json!(1e300),
        json!("1e999"),
        json!("nan"),
        json!("inf"),
        json!("soon"),
        json!(true),
        json!([1]),
        json!(u64::MAX),
        json!("99999999999999999999999"),
        json!(0.5),
        json!(" 3600 "),
    ] {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([Reply::TokenWith(
            json!({"expires_in": lifetime, "refresh_expires_in": lifetime}),
        )]);
        get(&fixture.client(user())).await.unwrap();
        let stored = fixture.stored().await;
        assert_eq!(StoredToken::from_json(stored.to_json().expose()), Ok(stored));
    }
}

#[tokio::test]
async fn a_token_error_says_whether_the_token_call_was_carried_out() {
    for (reply, carried_out) in [
        (code(5), CarriedOut::No),
        (Reply::Response(500, String::new()), CarriedOut::Perhaps),
        (Reply::Response(200, "<html>".into()), CarriedOut::Perhaps),
        (Reply::Response(200, "[]".into()), CarriedOut::Yes),
        (Reply::Response(200, "{}".into()), CarriedOut::Yes),
    ] {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([reply]);
        let error = get(&fixture.client(user())).await.unwrap_err();
        assert_eq!(error.carried_out(), CarriedOut::No, "the call itself was not sent");
        let Error::Token(error) = error else { panic!("{error}") };
        assert_eq!(error.error().carried_out(), carried_out, "{error}");
    }
}

#[tokio::test]
async fn a_refusal_as_in_rfc_6749_keeps_its_code() {
    let body = json!({"error": "invalid_grant", "error_description": "it ran out"}).to_string();
    // Credentials that can be used again need no authorization.
    for (credentials, seconds, needs) in [
        (company(), None, true),
        (stored_user(), Some(0), true),
        (user(), None, false),
    ] {
        let fixture = Fixture::new();
        if let Some(seconds) = seconds {
            fixture.store(seconds).await;
        }
        let answers = [(); 2].map(|()| Reply::Response(400, body.clone()));
        fixture.endpoint.reply_with(answers);
        let error = provider(&fixture.client(credentials)).token().await.unwrap_err();
        assert!(error.has("invalid_grant"), "{error}");
        assert_eq!(error.needs_authorization(), needs, "{error}");
        assert!(error.to_string().contains("invalid_grant: it ran out"), "{error}");
    }
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::Response(401, r#"{"error":"invalid_client"}"#.into())]);
    let error = provider(&fixture.client(company())).token().await.unwrap_err();
    assert!(error.has("invalid_client") && !error.needs_authorization(), "{error}");
}

#[tokio::test]
async fn an_invalid_grant_as_in_rfc_6749_is_followed_by_the_grant() {
    let fixture = Fixture::new();
    fixture.store(0).await;
    fixture
        .endpoint
        .reply_with([Reply::Response(400, r#"{"error":"invalid_grant"}"#.into())]);
    provider(&fixture.client(user())).token().await.unwrap();
    assert_eq!(fixture.endpoint.grants(), ["refresh_token", "password"]);
}

#[tokio::test]
async fn secrets_that_the_service_echoes_are_redacted() {
    let echoes = format!("{PASSWORD} of {SECRET}, p%40ss word");
    let bodies = [
        json!({"code": 5, "error": "invalid", "error_description": echoes}),
        json!({"error": "invalid_grant", "error_description": echoes}),
        json!({"code": PASSWORD, "error": "invalid", "error_description": "user@example.com"}),
    ];
    for (position, body) in bodies.into_iter().enumerate() {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([Reply::Response(400, body.to_string())]);
        let credentials = user().field("more", "p@ss");
        let error = provider(&fixture.client(credentials)).token().await.unwrap_err();
        let output = format!("{error} {error:?} {:?}", error.refused().unwrap().details());
        assert!(!output.contains("canary") && !output.contains("p%40ss"), "{output}");
        assert!(output.contains("[redacted]"), "{output}");
        assert_eq!(
            output.contains("user@example.com"),
            position == 2,
            "the user name is not a secret: {output}"
        );
    }
}

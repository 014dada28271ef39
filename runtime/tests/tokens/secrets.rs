//! Secrets are redacted.

use std::{error::Error as _, fmt::Debug};

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

fn assert_no_canary(output: &str) {
    assert!(!output.contains("canary"), "{output}");
    assert!(!output.contains("user@example.com"), "{output}");
}

fn assert_redacted(value: &dyn Debug) {
    assert_no_canary(&format!("{value:?} {value:#?}"));
}

fn assert_error_redacted(error: &TokenError) {
    assert_redacted(error);
    assert_no_canary(&error.to_string());
    let mut source = error.source();
    while let Some(error) = source {
        assert_no_canary(&format!("{error} {error:?}"));
        source = error.source();
    }
}

#[tokio::test]
async fn debug_output_redacts_secrets() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([Reply::TokenWith(
        json!({"id_token": "e30.eyJzdWIiOiJjYW5hcnkifQ.canary"}),
    )]);
    let client = fixture.client(user());
    get(&client).await.unwrap();
    let provider = provider(&client);
    let stored = provider.stored().await.unwrap().unwrap();
    let values: [&dyn Debug; 11] = [
        &user(),
        &Credentials::stored("app", SECRET),
        &fixture.builder(user()).token_store(fixture.store.clone()),
        &client,
        &provider,
        &provider.token().await,
        &provider.id_token().await,
        &fixture.store,
        &stored,
        &stored.to_json(),
        &Call::new(&client, &TOKEN).form_secret("password", PASSWORD.into()),
    ];
    for value in values {
        assert_redacted(value);
    }
    let output = format!("{:?}", user());
    assert!(output.contains("user") && output.contains("app"), "{output}");
}

#[tokio::test]
async fn errors_redact_secrets() {
    let echo = json!({
        "code": 5, "error_description": "no", "access_token": "canary", "refresh_token": "canary", "password": PASSWORD,
    });
    let replies = [
        Reply::Response(400, echo.to_string()),
        Reply::Response(500, "canary".into()),
        Reply::Response(200, "canary".into()),
        Reply::Response(200, r#"{"refresh_token":"canary"}"#.into()),
        Reply::TokenWith(json!({"access_token": "canary \n"})),
        Reply::TokenWith(json!({"geolocation": "https://canary:canary@us2.api.example.com"})),
        Reply::TokenWith(json!({"geolocation": "https://us2.api.example.com?canary"})),
        Reply::NoResponse,
        Reply::Panic,
    ];
    for reply in replies {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([reply.clone()]);
        let client = fixture.client(user());
        assert_error_redacted(&provider(&client).refresh().await.unwrap_err());
        fixture.endpoint.reply_with([reply]);
        fixture.clock.advance(60);
        let error = get(&client).await.unwrap_err();
        assert_no_canary(&format!("{error} {error:?} {error:#?}"));
    }
}

#[tokio::test]
async fn errors_of_stores_redact_secrets() {
    let fixture = Fixture::new();
    fixture.store(3600).await;
    let error = provider(&fixture.client(user().field("username", "other").token_key(user_key())))
        .token()
        .await
        .unwrap_err();
    assert_error_redacted(&error);
    for text in [
        "canary",
        r#"{"version":"canary"}"#,
        r#"{"version":1,"access_token":["canary"]}"#,
        r#"{"version":1,"access_token":"canary","client_id":"canary","expires_at":"canary"}"#,
    ] {
        let error = StoredToken::from_json(text).unwrap_err();
        assert_no_canary(&format!("{error} {error:?}"));
    }
    let error = IdToken::parse(&"canary.canary.canary".into()).unwrap_err();
    assert_no_canary(&format!("{error} {error:?}"));
}

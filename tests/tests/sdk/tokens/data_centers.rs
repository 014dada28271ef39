//! Tokens that belong to another data center.

use super::*;

#[tokio::test]
async fn calls_and_refreshes_follow_a_moved_token() {
    let (service, directory) = (Service::start(), Directory::new("moves"));
    let concur = company(&service, directory.store());
    get(&concur).await;
    service.move_tokens();
    service.advance_one_hour();
    // The old data center refuses with the URL of the new one, which the client follows.
    get(&concur).await;
    assert_eq!(
        service.token_calls(),
        ["password 200", "refresh_token 400", "refresh_token 200"]
    );
    let before = service.data_center.requests().len();
    service.advance_one_hour();
    get(&company(&service, directory.store())).await;
    assert_eq!(service.token_calls()[3..], ["refresh_token 200"]);
    assert_eq!(service.data_center.requests().len(), before);
    assert_eq!(
        service.second_data_center.requests().len(),
        4,
        "two refreshes and two calls"
    );
    service.assert_no_violations();
}

/// Starts a token endpoint that refuses every call with this geolocation.
fn redirecting_to(geolocation: &str) -> Server {
    let body = serde_json::json!({
        "code": 16, "error": "invalid_request", "error_description": "user lives elsewhere", "geolocation": geolocation,
    });
    Server::with_handler(move |_| answer(400, body.to_string()))
}

async fn refused(server: &Server) -> TokenError {
    let credentials = Credentials::company("app", "secret", "uuid", "at-1");
    let builder = Concur::builder().base_url(server.url()).credentials(credentials);
    let concur = builder.build().expect("the client builds");
    let tokens = concur.tokens().expect("the client has credentials").clone();
    tokens.token().await.expect_err("it returns no token")
}

#[tokio::test]
async fn redirect_chain_ends_after_two_steps() {
    let last = redirecting_to("http://127.0.0.1:1");
    let second = redirecting_to(last.url());
    let first = redirecting_to(second.url());
    let error = refused(&first).await;
    assert!(matches!(&error, TokenError::Refused(_)) && error.has("16"), "{error:?}");
    let counts = [first.requests().len(), second.requests().len(), last.requests().len()];
    assert_eq!(counts, [1, 1, 1]);
}

#[tokio::test]
async fn token_calls_are_never_sent_to_foreign_hosts() {
    for geolocation in [
        "https://api.concursolutions.com.evil.example",
        "https://concursolutions.com@evil.example",
        "http://us2.api.concursolutions.com",
        "https://evil.example",
        "",
    ] {
        let server = redirecting_to(geolocation);
        let error = refused(&server).await;
        let expected = match geolocation {
            "" => matches!(error, TokenError::Refused(_) | TokenError::Geolocation(_)),
            _ => matches!(error, TokenError::Geolocation(_)),
        };
        assert!(expected, "{geolocation}: {error:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn allowed_host_is_followed() {
    let body = r#"{"access_token": "a", "expires_in": 3600, "geolocation": "https://gateway.example.com/"}"#;
    let script = sap_concur::testing::Script::by(move |_| sap_concur::testing::answer(200, body).into());
    let build = |host: Option<&str>| {
        let credentials = Credentials::company("app", "secret", "uuid", "at-1");
        let builder = Concur::builder().credentials(credentials).sender(script.clone());
        let builder = host.into_iter().fold(builder, |builder, host| builder.allow_host(host));
        builder.build().expect("the client builds")
    };
    let refused = build(None)
        .requests()
        .get("A1")
        .await
        .expect_err("the host is not allowed");
    assert!(matches!(refused, Error::Token(_)), "{refused:?}");
    assert_eq!(script.sent().len(), 1);
    // The response is not a Request; only the host matters.
    drop(build(Some("gateway.example.com")).requests().get("A1").await);
    assert_eq!(script.sent()[2].uri().host(), Some("gateway.example.com"));
}

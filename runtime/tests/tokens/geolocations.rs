//! The hosts that tokens are sent to.

use sap_concur_runtime::*;
use serde_json::json;

use super::support::*;

fn error_16(url: &str) -> Reply {
    let body = json!({
        "code": 16, "error": "invalid_request", "error_description": "user lives elsewhere", "geolocation": url,
    });
    Reply::Response(400, body.to_string())
}

fn bases(endpoint: &FakeTokenEndpoint) -> Vec<String> {
    endpoint.calls().into_iter().map(|call| call.base).collect()
}

#[tokio::test]
async fn calls_and_renewals_use_the_geolocation_of_the_last_response() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"geolocation": "https://EU2.api.Example.com/"}))]);
    let client = fixture.client(user());
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.api_calls()[0].0, OTHER_BASE);
    assert_eq!(fixture.stored().await.geolocation(), Some(OTHER_BASE));
    provider(&client).refresh().await.unwrap();
    assert_eq!(bases(&fixture.endpoint), [BASE, OTHER_BASE]);
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.api_calls()[1].0, BASE);
}

#[tokio::test]
async fn a_geolocation_on_another_host_is_an_error() {
    for url in [
        "https://evil.com",
        "https://evilapi.example.com",
        "https://api.example.com",
        "https://us2.api.example.com.evil.com",
        "https://us2.api.example.com@evil.com",
        "https://evil.com#.api.example.com",
        "https://evil.com/.api.example.com",
        "https://evil.com?.api.example.com",
        "https://evil.com\\.api.example.com",
        "http://us2.api.example.com",
        "http://127.0.0.1:8080",
        "//us2.api.example.com",
        "us2.api.example.com",
        "1",
    ] {
        let fixture = Fixture::new();
        fixture.store(0).await;
        fixture
            .endpoint
            .reply_with([Reply::TokenWith(json!({"geolocation": url}))]);
        let client = fixture.client(user());
        let error = get(&client).await.unwrap_err();
        let Error::Token(error) = error else { panic!("{error}") };
        assert!(matches!(error.error(), TokenError::Geolocation(_)), "{url}: {error}");
        assert!(fixture.endpoint.api_calls().is_empty(), "{url}");
        assert_eq!(bases(&fixture.endpoint), [BASE], "{url}");
        assert_eq!(
            fixture.stored().await.access_token().expose(),
            "canary-access-0",
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_stored_geolocation_on_another_host_is_an_error() {
    let fixture = Fixture::new();
    let token = fixture.token(3600).with_geolocation("https://evil.com");
    put(&fixture.store, &token).await;
    let error = get(&fixture.client(user())).await.unwrap_err();
    assert!(error.to_string().contains("no token is sent to `evil.com`"), "{error}");
    assert!(fixture.endpoint.calls().is_empty() && fixture.endpoint.api_calls().is_empty());
}

#[tokio::test]
async fn a_geolocation_on_an_allowed_host_is_used() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([Reply::TokenWith(json!({"geolocation": "https://concur.gateway.test"}))]);
    let client: Client = fixture.builder(user()).allow_host("gateway.test").build().unwrap();
    get(&client).await.unwrap();
    assert_eq!(fixture.endpoint.api_calls()[0].0, "https://concur.gateway.test");
    let builder = || fixture.builder(user());
    for host in ["", ".", "gateway..test", "https://gateway.test", "a b"] {
        assert!(
            matches!(builder().allow_host(host).build(), Err(BuildError::AllowedHost)),
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_loopback_geolocation_needs_a_loopback_base_url() {
    for (base, allowed) in [("http://127.0.0.1:1", true), (BASE, false)] {
        let fixture = Fixture::new();
        fixture
            .endpoint
            .reply_with([Reply::TokenWith(json!({"geolocation": "http://localhost:8080/"}))]);
        let client: Client = fixture.builder(user()).base_url(base).build().unwrap();
        assert_eq!(get(&client).await.is_ok(), allowed);
    }
}

#[tokio::test]
async fn error_16_is_followed_at_most_twice() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([
        error_16(OTHER_BASE),
        error_16(BASE),
        error_16(OTHER_BASE),
        error_16(BASE),
    ]);
    let error = provider(&fixture.client(user())).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Refused(_)) && error.has("16"), "{error}");
    assert_eq!(bases(&fixture.endpoint), [BASE, OTHER_BASE, BASE]);
}

#[tokio::test]
async fn error_16_repeats_the_token_call_at_the_geolocation() {
    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([error_16("https://EU2.api.example.com"), Reply::TokenWith(json!({}))]);
    get(&fixture.client(user())).await.unwrap();
    let calls = fixture.endpoint.calls();
    assert_eq!(bases(&fixture.endpoint), [BASE, OTHER_BASE]);
    assert_eq!(calls[0].form, calls[1].form);
    assert_eq!(fixture.endpoint.api_calls()[0].0, BASE);

    let fixture = Fixture::new();
    fixture
        .endpoint
        .reply_with([error_16(OTHER_BASE), Reply::TokenWith(json!({"geolocation": null}))]);
    get(&fixture.client(user())).await.unwrap();
    assert_eq!(fixture.endpoint.api_calls()[0].0, OTHER_BASE);
}

#[tokio::test]
async fn error_16_with_another_host_is_an_error() {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([error_16("https://evil.com")]);
    let error = provider(&fixture.client(user())).token().await.unwrap_err();
    assert!(matches!(error, TokenError::Geolocation(_)), "{error}");
    assert_eq!(bases(&fixture.endpoint), [BASE]);
}

#[tokio::test]
async fn error_16_without_a_geolocation_is_a_refusal() {
    for body in [r#"{"code":16}"#, r#"{"code":16,"geolocation":null}"#] {
        let fixture = Fixture::new();
        fixture.endpoint.reply_with([Reply::Response(400, body.into())]);
        let error = provider(&fixture.client(user())).token().await.unwrap_err();
        assert!(error.has("16"), "{error}");
        assert_eq!(bases(&fixture.endpoint), [BASE]);
    }
}

//! Credentials: what each grant sends, and to which URL.

use std::sync::{Arc, Mutex, PoisonError};

use sap_concur::oauth::ChannelType;
use sap_concur::{
    Body, BoxFuture, Concur, Credentials, DataCenter, Limits, SendError, Sender, TokenError, purchase_request,
};

use crate::server::Server;

const ANSWER: &str = r#"{"access_token": "canary", "expires_in": 3600, "token_type": "Bearer"}"#;

/// Returns the sorted form fields of the token call of a client with the credentials.
async fn form(credentials: Credentials) -> Vec<String> {
    let server = Server::responding(200, ANSWER).await;
    let concur = Concur::builder()
        .base_url(server.url())
        .credentials(credentials)
        .build()
        .expect("the client builds");
    let tokens = concur.tokens().expect("the client has credentials");
    tokens.token().await.expect("it returns a token");
    let request = server.request();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/oauth2/v0/token")
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    let body = String::from_utf8(request.body.to_vec()).expect("valid UTF-8");
    let mut fields: Vec<String> = body.split('&').map(str::to_owned).collect();
    fields.sort();
    fields
}

#[tokio::test]
async fn password_grant_sends_the_login_id() {
    let sent = form(Credentials::password("app", "s&cret", "ann@example.com", "pass")).await;
    let expected = [
        "client_id=app",
        "client_secret=s%26cret",
        "grant_type=password",
        "password=pass",
        "username=ann%40example.com",
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn company_grant_sends_the_request_token_as_password() {
    let sent = form(Credentials::company("app", "secret", "uuid", "at-1")).await;
    let expected = [
        "client_id=app",
        "client_secret=secret",
        "credtype=authtoken",
        "grant_type=password",
        "password=at-1",
        "username=uuid",
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn every_other_grant_sends_its_own_fields() {
    let cases = [
        (
            Credentials::refresh_token("app", "secret", "r1"),
            &["grant_type=refresh_token", "refresh_token=r1"][..],
        ),
        (
            Credentials::client_credentials("app", "secret"),
            &["grant_type=client_credentials"],
        ),
        (
            Credentials::authorization_code("app", "secret", "https://a.example/b", "c1"),
            &[
                "code=c1",
                "grant_type=authorization_code",
                "redirect_uri=https%3A%2F%2Fa.example%2Fb",
            ],
        ),
        (
            Credentials::otp("app", "secret", "ann@example.com", ChannelType::Email, "123").field("pin", "7"),
            &[
                "channel_handle=ann%40example.com",
                "channel_type=email",
                "grant_type=otp",
                "otp=123",
                "pin=7",
            ],
        ),
    ];
    for (credentials, fields_of_grant) in cases {
        let mut expected = vec!["client_id=app", "client_secret=secret"];
        expected.extend(fields_of_grant);
        expected.sort_unstable();
        assert_eq!(form(credentials).await, expected);
    }
}

#[tokio::test]
async fn scope_constants_can_be_requested() {
    let credentials = Credentials::refresh_token("app", "secret", "r1").scopes(purchase_request::scopes::ALL);
    let sent = form(credentials).await;
    assert!(
        sent.contains(&"scope=purchaserequest.write%20purchaserequest.read".to_owned()),
        "{sent:?}"
    );
}

#[test]
fn debug_output_of_credentials_has_no_secret() {
    let all = [
        Credentials::password("app", "canary-1", "ann", "canary-2"),
        Credentials::company("app", "canary-1", "uuid", "canary-2"),
        Credentials::refresh_token("app", "canary-1", "canary-2"),
        Credentials::authorization_code("app", "canary-1", "https://a.example", "canary-2"),
        Credentials::otp("app", "canary-1", "ann", ChannelType::Email, "canary-2"),
        Credentials::stored("app", "canary-1"),
    ];
    let shown = format!("{all:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("app"), "{shown}");
}

/// A sender that records URIs and always returns a token.
#[derive(Clone, Default)]
struct RecordingSender(Arc<Mutex<Vec<String>>>);

impl Sender for RecordingSender {
    fn send(&self, request: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        let mut uris = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        uris.push(request.uri().to_string());
        let body =
            r#"{"access_token": "a", "expires_in": "3600", "geolocation": "https://us2.api.concursolutions.com"}"#;
        Box::pin(std::future::ready(Ok(http::Response::new(body.into()))))
    }
}

#[tokio::test]
async fn company_calls_follow_the_geolocation_of_the_token() {
    let sender = RecordingSender::default();
    let concur = Concur::builder()
        .credentials(Credentials::company("app", "secret", "uuid", "at-1"))
        .sender(sender.clone())
        .build()
        .expect("the client builds");
    // The response is not a Request; only the URI matters.
    drop(concur.requests().get("A1").await);
    let uris = sender.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let expected = [
        "https://glz.api.concursolutions.com/oauth2/v0/token",
        "https://us2.api.concursolutions.com/travelrequest/v4/requests/A1",
    ];
    assert_eq!(uris, expected);
}

#[tokio::test]
async fn token_refusals_have_a_remedy_and_needs_authorization() {
    let refuse = async |code: u32| {
        let body = format!(r#"{{"code": {code}, "error": "invalid_grant", "error_description": "no"}}"#);
        let server = Server::responding(400, body).await;
        let concur = Concur::builder()
            .base_url(server.url())
            .credentials(Credentials::refresh_token("app", "secret", "r1"))
            .build()
            .expect("the client builds");
        let tokens = concur.tokens().expect("the client has credentials");
        tokens.token().await.expect_err("it is refused")
    };
    let spent = refuse(108).await;
    let TokenError::Refused(refusal) = &spent else {
        panic!("{spent:?}")
    };
    assert!(
        refusal.to_string().contains("Authorize the application again"),
        "{refusal}"
    );
    assert!(spent.needs_authorization());
    let disabled = refuse(123).await;
    assert!(!disabled.needs_authorization(), "{disabled}");
}

#[test]
fn authorization_url_is_for_browsers() {
    let url = |center| {
        let page =
            Concur::authorization(center, "app", "https://a.example/b", "state 1").expect("the parameters are valid");
        page.scopes(purchase_request::scopes::ALL).url()
    };
    assert_eq!(
        url(DataCenter::Eu2),
        "https://www-eu2.api.concursolutions.com/oauth2/v0/authorize?client_id=app\
         &redirect_uri=https%3A%2F%2Fa.example%2Fb&scope=purchaserequest.write%20purchaserequest.read&state=state%201\
         &response_type=code"
    );
    assert!(url(DataCenter::Glz).starts_with("https://glz.api.concursolutions.com/oauth2/v0/authorize?"));
    let page =
        Concur::authorization(DataCenter::Us2, "app", "https://a.example", "s").expect("the parameters are valid");
    let authorized = page
        .redirected("https://a.example?geolocation=https://us2.api.concursolutions.com&code=c1&state=s")
        .expect("the user has consented");
    assert_eq!(authorized.code.expose(), "c1");
}

#[tokio::test]
async fn revoke_calls_the_connections_endpoint() {
    let server = Server::responding(200, "").await;
    server.concur().oauth().revoke().await.expect("the tokens are revoked");
    server
        .request()
        .assert_target("DELETE", "/app-mgmt/v0/connections", None)
        .assert_no_body();
}

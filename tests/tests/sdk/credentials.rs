//! Credentials: what each grant sends, and where to.

use std::sync::{Arc, Mutex, PoisonError};

use sap_concur::oauth::ChannelType;
use sap_concur::{
    Body, BoxFuture, Concur, Credentials, DataCenter, Limits, SendError, Sender, TokenError, purchase_request,
};

use crate::server::Server;

const ANSWER: &str = r#"{"access_token": "canary", "expires_in": 3600, "token_type": "Bearer"}"#;

/// The fields of the form by which a client with the credentials gets its token, in order of their names.
async fn form(credentials: Credentials) -> Vec<String> {
    let server = Server::answering(200, ANSWER).await;
    let concur = Concur::builder()
        .base_url(server.url())
        .credentials(credentials)
        .build()
        .expect("the client is whole");
    let tokens = concur.tokens().expect("the client has credentials");
    tokens.token().await.expect("there is a token");
    let seen = server.seen();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/oauth2/v0/token"));
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    let body = String::from_utf8(seen.body.to_vec()).expect("the form is text");
    let mut fields: Vec<String> = body.split('&').map(str::to_owned).collect();
    fields.sort();
    fields
}

#[tokio::test]
async fn a_password_is_sent_with_the_login_id() {
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
async fn a_company_is_a_user_whose_password_is_a_request_token() {
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
    for (credentials, own) in cases {
        let mut expected = vec!["client_id=app", "client_secret=secret"];
        expected.extend(own);
        expected.sort_unstable();
        assert_eq!(form(credentials).await, expected);
    }
}

#[tokio::test]
async fn scopes_need_no_typing() {
    let credentials = Credentials::refresh_token("app", "secret", "r1").scopes(purchase_request::scopes::ALL);
    let sent = form(credentials).await;
    assert!(
        sent.contains(&"scope=purchaserequest.write%20purchaserequest.read".to_owned()),
        "{sent:?}"
    );
}

#[test]
fn credentials_show_no_secret() {
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

/// Remembers where requests go, and answers each with a token.
#[derive(Clone, Default)]
struct Remembering(Arc<Mutex<Vec<String>>>);

impl Sender for Remembering {
    fn send(&self, request: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(request.uri().to_string());
        let body =
            r#"{"access_token": "a", "expires_in": "3600", "geolocation": "https://us2.api.concursolutions.com"}"#;
        Box::pin(std::future::ready(Ok(http::Response::new(body.into()))))
    }
}

#[tokio::test]
async fn a_company_needs_no_data_center_and_calls_follow_its_token() {
    let sender = Remembering::default();
    let concur = Concur::builder()
        .credentials(Credentials::company("app", "secret", "uuid", "at-1"))
        .sender(sender.clone())
        .build()
        .expect("the client is whole");
    // The answer is no Request; where the call went is all that matters here.
    drop(concur.requests().get("A1").await);
    let seen = sender.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let expected = [
        "https://glz.api.concursolutions.com/oauth2/v0/token",
        "https://us2.api.concursolutions.com/travelrequest/v4/requests/A1",
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_refusal_says_what_to_do_and_whether_somebody_has_to_authorize_again() {
    let refuse = async |code: u32| {
        let body = format!(r#"{{"code": {code}, "error": "invalid_grant", "error_description": "no"}}"#);
        let server = Server::answering(400, body).await;
        let concur = Concur::builder()
            .base_url(server.url())
            .credentials(Credentials::refresh_token("app", "secret", "r1"))
            .build()
            .expect("the client is whole");
        let tokens = concur.tokens().expect("the client has credentials");
        tokens.token().await.expect_err("it is refused")
    };
    let spent = refuse(108).await;
    let TokenError::Refused(refusal) = &spent else {
        panic!("{spent:?}")
    };
    assert!(refusal.to_string().contains("Authorize again"), "{refusal}");
    assert!(spent.needs_authorization());
    let disabled = refuse(123).await;
    assert!(!disabled.needs_authorization(), "{disabled}");
}

#[test]
fn a_user_agrees_at_the_address_for_browsers() {
    let url = |center| {
        let page = Concur::authorization(center, "app", "https://a.example/b", "state 1").expect("there is a page");
        page.scopes(purchase_request::scopes::ALL).url()
    };
    assert_eq!(
        url(DataCenter::Eu2),
        "https://www-eu2.api.concursolutions.com/oauth2/v0/authorize?client_id=app\
         &redirect_uri=https%3A%2F%2Fa.example%2Fb&scope=purchaserequest.write%20purchaserequest.read&state=state%201\
         &response_type=code"
    );
    assert!(url(DataCenter::Glz).starts_with("https://glz.api.concursolutions.com/oauth2/v0/authorize?"));
    let page = Concur::authorization(DataCenter::Us2, "app", "https://a.example", "s").expect("there is a page");
    let back = page
        .redirected("https://a.example?geolocation=https://us2.api.concursolutions.com&code=c1&state=s")
        .expect("the user has agreed");
    assert_eq!(back.code.expose(), "c1");
}

#[tokio::test]
async fn tokens_are_revoked_outside_of_the_token_endpoint() {
    let server = Server::answering(200, "").await;
    server.concur().oauth().revoke().await.expect("they are revoked");
    server
        .seen()
        .went("DELETE", "/app-mgmt/v0/connections", None)
        .sent_nothing();
}

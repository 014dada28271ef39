//! Explicit token calls.

use sap_concur::Secret;
use sap_concur::oauth::{GrantType, TokenError};
use sap_concur::{Concur, Error, oauth};

use crate::server::Server;

#[tokio::test]
async fn token_call_is_a_form_without_charset_or_bearer_token() {
    let server = Server::responding(200, r#"{"access_token": "canary", "expires_in": "3600"}"#).await;
    let oauth = server.concur().oauth();
    let call = oauth
        .token(Secret::from("s&cret"), "id 1", GrantType::Password)
        .username("u")
        .password("p");
    assert!(!format!("{call:?}").contains("s&cret"));
    let token = call.await.expect("it returns a token");
    assert_eq!(token.access_token.expose(), "canary");
    let request = server.request();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/oauth2/v0/token")
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.header("authorization"), None);
    let body = String::from_utf8_lossy(&request.body);
    assert_eq!(
        body,
        "client_secret=s%26cret&client_id=id%201&grant_type=password&username=u&password=p"
    );
}

#[tokio::test]
async fn refused_token_call_has_its_numeric_code() {
    let body = r#"{"code": 5, "error": "invalid_grant", "error_description": "Incorrect credentials. Please Retry"}"#;
    let server = Server::responding(400, body).await;
    let call = server
        .concur()
        .oauth()
        .token(Secret::from("s"), "id", GrantType::Password);
    let Err(Error::Api(refused)) = call.await else {
        panic!("it is refused")
    };
    assert!(matches!(refused, TokenError::BadRequest(_)));
    assert!(refused.has(oauth::ErrorCode::BadCredentials), "{refused}");
}

#[tokio::test]
async fn call_without_a_token_is_not_sent() {
    let server = Server::responding(200, "{}").await;
    let concur = Concur::builder()
        .base_url(server.url())
        .build()
        .expect("the client builds");
    let error = concur.requests().get("A1").await.expect_err("there is no token");
    assert!(matches!(error, Error::Token(_)), "{error:?}");
}

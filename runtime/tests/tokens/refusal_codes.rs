//! The code of a refusal in each form that the service uses, and whether the application must be authorized again.

use sap_concur_runtime::*;
use serde_json::{Value, json};

use super::support::*;

fn refusal(body: Value) -> Reply {
    Reply::Response(400, body.to_string())
}

async fn refused(credentials: Credentials, body: Value) -> TokenError {
    let fixture = Fixture::new();
    fixture.endpoint.reply_with([refusal(body)]);
    provider(&fixture.client(credentials)).token().await.unwrap_err()
}

/// Returns an error response as defined in RFC 6749, section 5.2.
fn rfc_6749_error(error: &str) -> Value {
    json!({"error": error, "error_description": "it is no good"})
}

#[tokio::test]
async fn an_error_as_in_rfc_6749_keeps_its_code() {
    let error = refused(user(), rfc_6749_error("invalid_client")).await;
    assert!(error.has("invalid_client"), "{error}");
    assert!(error.to_string().contains("invalid_client: it is no good"), "{error}");
    assert!(!error.needs_authorization());
}

#[tokio::test]
async fn a_spent_request_token_needs_authorization() {
    for body in [
        json!({"code": 5, "error": "invalid_grant"}),
        rfc_6749_error("invalid_grant"),
    ] {
        let error = refused(company(), body.clone()).await;
        assert!(error.needs_authorization(), "{error}");
        // A wrong password does not need a new authorization.
        let error = refused(user(), body).await;
        assert!(!error.needs_authorization(), "{error}");
    }
    let error = refused(company(), json!({"code": 135, "error": "invalid_request"})).await;
    assert!(!error.needs_authorization(), "{error}");
}

#[tokio::test]
async fn an_invalid_grant_as_in_rfc_6749_needs_authorization() {
    let fixture = Fixture::new();
    let client = fixture.client(company());
    get(&client).await.unwrap();
    fixture.clock.advance(3600);
    fixture.endpoint.reply_with([refusal(rfc_6749_error("invalid_grant"))]);
    let error = provider(&client).token().await.unwrap_err();
    assert!(
        matches!(error, TokenError::AuthorizationNeeded { refused: Some(_) }),
        "{error}"
    );
    assert!(error.has("invalid_grant") && error.needs_authorization());
}

//! Why the service refused, in whichever form it says so, and whether somebody has to authorize anew.

use sap_concur_runtime::*;
use serde_json::{Value, json};

use super::support::*;

fn refusal(body: Value) -> Say {
    Say::Answer(400, body.to_string())
}

async fn refused(credentials: Credentials, body: Value) -> TokenError {
    let scene = Scene::new();
    scene.authority.say([refusal(body)]);
    keeper(&scene.client(credentials)).token().await.unwrap_err()
}

/// As RFC 6749, section 5.2, has it.
fn plain(error: &str) -> Value {
    json!({"error": error, "error_description": "it is no good"})
}

#[tokio::test]
async fn the_form_of_rfc_6749_keeps_its_cause() {
    let error = refused(user(), plain("invalid_client")).await;
    assert!(error.has("invalid_client"), "{error}");
    assert!(error.to_string().contains("invalid_client: it is no good"), "{error}");
    assert!(!error.needs_authorization());
}

#[tokio::test]
async fn a_spent_request_token_needs_authorization() {
    for body in [json!({"code": 5, "error": "invalid_grant"}), plain("invalid_grant")] {
        let error = refused(company(), body.clone()).await;
        assert!(error.needs_authorization(), "{error}");
        // A password that is wrong is no authorization.
        let error = refused(user(), body).await;
        assert!(!error.needs_authorization(), "{error}");
    }
    let error = refused(company(), json!({"code": 135, "error": "invalid_request"})).await;
    assert!(!error.needs_authorization(), "{error}");
}

#[tokio::test]
async fn a_refresh_token_refused_in_the_plain_form_is_spent() {
    let scene = Scene::new();
    let client = scene.client(company());
    get(&client).await.unwrap();
    scene.clock.pass(3600);
    scene.authority.say([refusal(plain("invalid_grant"))]);
    let error = keeper(&client).token().await.unwrap_err();
    assert!(
        matches!(error, TokenError::AuthorizationNeeded { refused: Some(_) }),
        "{error}"
    );
    assert!(error.has("invalid_grant") && error.needs_authorization());
}

//! Output of explicit token calls.

use sap_concur::oauth::GrantType;
use sap_concur::{RetryPolicy, Secret};

use super::*;

async fn output_of(response: Answer) -> Output {
    let mut output = Output::default();
    let server = Server::with_handler(move |request| match request.path.as_str() {
        "/oauth2/v0/token" => response.clone(),
        "/oauth2/v0/otp" if response.is_success() => self::answer(200, r#"{"message": "otp sent"}"#),
        "/oauth2/v0/otp" => response.clone(),
        _ => self::answer(403, ""),
    });
    let builder = Concur::builder()
        .base_url(server.url())
        .access_token(ACCESS)
        .retries(RetryPolicy::never());
    let oauth = builder.build().expect("the client builds").oauth();
    let secret = || Secret::from(CLIENT_SECRET);
    let call = oauth
        .token(secret(), "app", GrantType::Password)
        .username("ann")
        .password(PASSWORD);
    output.debug(&call);
    let outcome = call.await;
    if let Ok(tokens) = &outcome {
        output.debug(&(&tokens.access_token, &tokens.refresh_token, &tokens.id_token));
        output.debug(tokens.warnings());
    }
    output.outcome(outcome);
    let otp = oauth.send_otp("app", secret(), "ann@a.example", ChannelType::Email);
    output.debug(&otp);
    output.outcome(otp.await);
    output.outcome(oauth.revoke().await);
    output
}

#[tokio::test]
async fn manual_token_calls_show_no_secret() {
    let (recorder, _guard) = Recorder::install();
    let tokens = format!(r#""access_token": "{ACCESS}", "refresh_token": "{REFRESH}", "id_token": "{ID}""#);
    for response in [
        answer(200, format!(r#"{{{tokens}}}"#)),
        // An unknown field may be a token too.
        answer(
            200,
            format!(r#"{{{tokens}, "session_token": "{ACCESS}", "more": [{{"token": "{ACCESS}"}}]}}"#),
        ),
        // Values of another type, which cause warnings, and truncated JSON.
        answer(
            200,
            format!(r#"{{{tokens}, "expires_in": ["{ACCESS}"], "scope": {{"a": "{ACCESS}"}}}}"#),
        ),
        answer(
            200,
            format!(r#"{{"access_token": "{ACCESS}", "refresh_token": ["{REFRESH}"], "id_token": {{"a": "{ID}"}}}}"#),
        ),
        answer(200, format!(r#"{{{tokens}"#)),
        answer(200, format!(r#"["{ACCESS}"]"#)),
        answer(200, ACCESS),
        answer(
            400,
            format!(r#"{{"code": 5, "error": "no", "error_description": "no", {tokens}}}"#),
        ),
        answer(500, format!("{CLIENT_SECRET} {PASSWORD}")),
    ] {
        let mut output = output_of(response).await;
        output.0 += &recorder.recorded();
        output.assert_no_canary();
    }
}

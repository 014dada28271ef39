//! The token calls, made by hand.

use sap_concur::oauth::GrantType;
use sap_concur::{RetryPolicy, Secret};

use super::*;

async fn shown(answer: Answer) -> Seen {
    let mut seen = Seen::default();
    let server = Server::by(move |seen| match seen.path.as_str() {
        "/oauth2/v0/token" => answer.clone(),
        "/oauth2/v0/otp" if answer.is_success() => self::answer(200, r#"{"message": "otp sent"}"#),
        "/oauth2/v0/otp" => answer.clone(),
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
    seen.debug(&call);
    let outcome = call.await;
    if let Ok(tokens) = &outcome {
        seen.debug(&(&tokens.access_token, &tokens.refresh_token, &tokens.id_token));
        seen.debug(tokens.warnings());
    }
    seen.outcome(outcome);
    let otp = oauth.send_otp("app", secret(), "ann@a.example", ChannelType::Email);
    seen.debug(&otp);
    seen.outcome(otp.await);
    seen.outcome(oauth.revoke().await);
    seen
}

#[tokio::test]
async fn manual_token_calls_show_no_secret() {
    let (recorder, _guard) = Recorder::listen();
    let tokens = format!(r#""access_token": "{ACCESS}", "refresh_token": "{REFRESH}", "id_token": "{ID}""#);
    for answer in [
        answer(200, format!(r#"{{{tokens}}}"#)),
        // What nobody knows of yet may be a token too.
        answer(
            200,
            format!(r#"{{{tokens}, "session_token": "{ACCESS}", "more": [{{"token": "{ACCESS}"}}]}}"#),
        ),
        // Of another type, so that there is a warning, and cut off.
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
        let mut seen = shown(answer).await;
        seen.0 += &recorder.told();
        seen.has_no_canary();
    }
}

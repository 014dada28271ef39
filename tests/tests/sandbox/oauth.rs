//! OAuth grants and the lifecycle of tokens.

use std::time::{Duration, SystemTime};

use concur_sandbox::Sandbox;
use reqwest::redirect::Policy;
use sap_concur::oauth::ChannelType;
use sap_concur::{
    Concur, Credentials, DataCenter, MemoryTokenStore, RedirectError, StoredToken, TokenError, TokenProvider,
    TokenStore, request,
};

use crate::support;

#[path = "../sdk/clock.rs"]
mod clock;
mod codes;

use clock::FastClock;

const REDIRECT_URI: &str = "http://localhost:8080/callback";
const ANN: &str = "ann@example.com";
const EMAIL: &str = "ann.archer@example.com";

/// Returns the client id and secret of the application that has every permission.
fn application(sandbox: &Sandbox) -> (String, String) {
    let application = &sandbox.tenant().applications[0];
    (application.client_id.clone(), application.client_secret.clone())
}

fn concur(sandbox: &Sandbox, credentials: Credentials) -> Concur {
    support::client(sandbox, credentials)
        .build()
        .expect("the client builds")
}

fn tokens(concur: &Concur) -> TokenProvider {
    concur.tokens().expect("the client has credentials").clone()
}

/// Gets a token and returns it as stored.
async fn stored(concur: &Concur) -> StoredToken {
    let provider = tokens(concur);
    provider.token().await.expect("it returns a token");
    let stored = provider.stored().await.expect("the store is readable");
    stored.expect("the token is stored")
}

/// Returns the status of a call with an access token. The call needs no scope.
async fn status_with(url: &str, token: &StoredToken) -> u16 {
    let call = reqwest::Client::new().delete(format!("{url}/app-mgmt/v0/connections"));
    let response = call.bearer_auth(token.access_token().expose()).send().await;
    response.expect("the server responds").status().as_u16()
}

/// Starts a sandbox with a stopped clock, and a client of a user with a clock at the same time.
async fn with_stopped_clock(login_id: &str) -> (Sandbox, Concur, FastClock) {
    let start = "2026-01-01T00:00:00Z".parse().expect("a valid time");
    let sandbox = Sandbox::builder().random_seed(1).time(start).start().await;
    let (sandbox, clock) = (sandbox.expect("the sandbox starts"), FastClock::default());
    let builder = support::user(&sandbox, login_id).clock(clock.clone());
    (sandbox, builder.build().expect("the client builds"), clock)
}

/// Returns where the authorization page redirects a browser with a login hint, which skips the form.
async fn redirect_from(page: &str, hint: &str) -> String {
    let browser = reqwest::Client::builder().redirect(Policy::none()).build();
    let browser = browser.expect("the HTTP client builds");
    let response = browser.get(format!("{page}&login_hint={hint}")).send().await;
    let response = response.expect("the server responds");
    assert_eq!(response.status().as_u16(), 302);
    let location = response.headers().get("location").expect("it has a location");
    location.to_str().expect("valid UTF-8").to_owned()
}

#[tokio::test]
async fn password_grant_returns_a_token_for_the_user() {
    let sandbox = support::sandbox().await;
    let concur = support::user(&sandbox, ANN).build().expect("the client builds");
    let token = stored(&concur).await;
    assert_eq!(token.geolocation(), Some(sandbox.url()));
    assert!(token.refresh_token().is_some() && token.refresh_expires_at().is_some());
    let subject = tokens(&concur).subject().await.expect("the id token is valid");
    assert_eq!(subject.as_ref(), Some(&sandbox.tenant().users[0].id));
}

#[tokio::test]
async fn request_token_grant_returns_a_token_for_the_company() {
    let sandbox = support::sandbox().await;
    let concur = support::company(&sandbox).build().expect("the client builds");
    let token = stored(&concur).await;
    assert_eq!(token.geolocation(), Some(sandbox.url()));
    let subject = tokens(&concur).subject().await.expect("the id token is valid");
    assert_eq!(subject.as_ref(), Some(&sandbox.tenant().company.id));
    // Any data center accepts the token call; the response names the company's own.
    let tenant = sandbox.tenant();
    let (id, secret) = application(&sandbox);
    let credentials = Credentials::company(id, secret, &tenant.company.id, tenant.company.request_token.as_str());
    let builder = support::client(&sandbox, credentials).base_url(sandbox.second_url());
    let token = stored(&builder.build().expect("the client builds")).await;
    assert_eq!(token.geolocation(), Some(sandbox.url()));
}

#[tokio::test]
async fn client_credentials_return_no_refresh_token() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let concur = concur(&sandbox, Credentials::client_credentials(id, secret));
    let token = stored(&concur).await;
    assert!(token.refresh_token().is_none() && token.id_token().is_none());
    assert_eq!(tokens(&concur).subject().await.expect("it returns a token"), None);
}

#[tokio::test]
async fn refresh_token_grant_returns_a_new_token() {
    let sandbox = support::sandbox().await;
    let first = stored(&support::user(&sandbox, ANN).build().expect("the client builds")).await;
    let (id, secret) = application(&sandbox);
    let refresh_token = first.refresh_token().expect("it has a refresh token").clone();
    let token = stored(&concur(&sandbox, Credentials::refresh_token(id, secret, refresh_token))).await;
    assert_ne!(token.refresh_token(), first.refresh_token());
    assert_eq!(status_with(sandbox.url(), &token).await, 200);
}

#[tokio::test]
async fn authorization_code_flow_returns_a_token() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let authorization =
        Concur::authorization_at(sandbox.url(), &id, REDIRECT_URI, "state 1&2").expect("the parameters are valid");
    let authorization = authorization.scopes([request::scopes::TRAVELREQUEST_WRITE]);
    let location = redirect_from(&authorization.url(), ANN).await;
    // A client of a real data center rejects a geolocation outside of the service.
    let other_authorization =
        Concur::authorization(DataCenter::Us2, &id, REDIRECT_URI, "state 1&2").expect("the parameters are valid");
    let refused = other_authorization
        .redirected(&location)
        .expect_err("the host does not belong to the service");
    assert!(matches!(refused, RedirectError::Geolocation(_)), "{refused:?}");
    let authorized = authorization.redirected(&location).expect("the user has consented");
    assert_eq!(authorized.base_url.as_deref(), Some(sandbox.url()));
    let code = authorized.code;

    let credentials = || Credentials::authorization_code(&id, secret.as_str(), REDIRECT_URI, code.clone());
    let first = concur(&sandbox, credentials());
    let token = stored(&first).await;
    assert_eq!(token.scopes(), Some(request::scopes::TRAVELREQUEST_WRITE));
    let subject = tokens(&first).subject().await.expect("the id token is valid");
    assert_eq!(subject.as_ref(), Some(&sandbox.tenant().users[0].id));
    let again = tokens(&concur(&sandbox, credentials())).token().await;
    assert!(again.is_err_and(|error| error.has("103")), "a code is valid once");
}

#[tokio::test]
async fn denied_authorization_is_a_redirect_error() {
    let sandbox = support::sandbox().await;
    let (id, _) = application(&sandbox);
    let authorization =
        Concur::authorization_at(sandbox.url(), &id, REDIRECT_URI, "s").expect("the parameters are valid");
    let location = redirect_from(&authorization.url(), "hal@example.com").await;
    let Err(RedirectError::Denied { error, description }) = authorization.redirected(&location) else {
        panic!("{location}")
    };
    assert_eq!(error, "10");
    assert_eq!(
        description.as_deref(),
        Some("Account is disabled. Please contact support")
    );
}

#[tokio::test]
async fn authorization_page_rejects_unknown_redirect_uris() {
    let sandbox = support::sandbox().await;
    let (id, _) = application(&sandbox);
    for (redirect_uri, status) in [(REDIRECT_URI, 200), ("https://evil.example/", 400)] {
        let authorization =
            Concur::authorization_at(sandbox.url(), &id, redirect_uri, "s").expect("the parameters are valid");
        let response = reqwest::get(authorization.url()).await.expect("the server responds");
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        let html = response.text().await.expect("the body is text");
        assert_eq!(html.contains("<form method=\"post\""), status == 200, "{html}");
    }
}

#[tokio::test]
async fn one_time_password_is_sent_and_used() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let application_client = concur(&sandbox, Credentials::client_credentials(&id, secret.as_str()));
    let oauth = application_client.oauth();
    let call = oauth.send_otp(&id, secret.as_str().into(), EMAIL, ChannelType::Email);
    let sent = call.name("Ann").await.expect("it is sent");
    assert_eq!(sent.message.as_deref(), Some("otp sent"));
    assert_eq!(sandbox.one_time_password("bea.brook@example.com"), None);
    let password = sandbox.one_time_password(EMAIL).expect("the password was sent");

    let credentials = |name| {
        let credentials = Credentials::otp(&id, secret.as_str(), EMAIL, ChannelType::Email, password.as_str());
        credentials.field("name", name)
    };
    let refused = tokens(&concur(&sandbox, credentials("Bea"))).token().await;
    assert!(refused.is_err_and(|error| error.has("84")));
    stored(&concur(&sandbox, credentials("Ann"))).await;
    assert_eq!(sandbox.one_time_password(EMAIL), None);
}

#[tokio::test]
async fn user_in_another_data_center_is_followed_there() {
    let sandbox = support::sandbox().await;
    let concur = support::user(&sandbox, "ida@example.com").build();
    let token = stored(&concur.expect("the client builds")).await;
    assert_eq!(token.geolocation(), Some(sandbox.second_url()));
    let calls: Vec<_> = sandbox.requests().iter().map(|call| (call.home, call.status)).collect();
    let (first, second) = (
        concur_sandbox::tenant::Home::First,
        concur_sandbox::tenant::Home::Second,
    );
    assert_eq!(calls, [(first, Some(400)), (second, Some(200))]);
    assert_eq!(
        status_with(sandbox.url(), &token).await,
        401,
        "it is valid only in its own data center"
    );
    assert_eq!(status_with(sandbox.second_url(), &token).await, 200);
}

#[tokio::test]
async fn expired_token_is_refreshed_and_the_old_one_rejected() {
    let (sandbox, concur, clock) = with_stopped_clock(ANN).await;
    let first = stored(&concur).await;
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600 + 3600);
    assert_eq!(first.expires_at(), end);
    // 2026-07-01.
    let refresh_end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_782_864_000);
    assert_eq!(first.refresh_expires_at(), Some(refresh_end));
    for duration in [Duration::from_secs(3600), Duration::from_secs(30 * 86400)] {
        let before = stored(&concur).await;
        sandbox.advance(duration);
        clock.advance(duration);
        let renewed = stored(&concur).await;
        assert_ne!(renewed.access_token(), before.access_token());
        assert_ne!(renewed.refresh_token(), before.refresh_token());
        assert_eq!(status_with(sandbox.url(), &before).await, 401);
    }
    let bodies: Vec<_> = sandbox.requests().into_iter().map(|call| call.body).collect();
    let refreshes = bodies.iter().filter(|body| body.contains("grant_type=refresh_token"));
    assert_eq!(refreshes.count(), 2, "{bodies:?}");
    let end = stored(&concur).await;
    assert_eq!(status_with(sandbox.url(), &end).await, 200);
}

#[tokio::test]
async fn lost_rotated_refresh_token_needs_authorization() {
    let (sandbox, concur, clock) = with_stopped_clock(ANN).await;
    let backup = stored(&concur).await;
    tokens(&concur).refresh().await.expect("the token is refreshed");

    let store = MemoryTokenStore::new();
    store
        .save(&backup.key(), &backup, None)
        .await
        .expect("the token is stored");
    let (id, secret) = application(&sandbox);
    let builder = support::client(&sandbox, Credentials::stored(id, secret).token_key(backup.key())).token_store(store);
    let restored = builder.clock(clock.clone()).build().expect("the client builds");
    let error = tokens(&restored)
        .refresh()
        .await
        .expect_err("the old refresh token is spent");
    assert!(error.needs_authorization() && error.has("108"), "{error:?}");
    tokens(&concur)
        .refresh()
        .await
        .expect("the latest refresh token is valid");
}

#[tokio::test]
async fn sandbox_without_rotation_accepts_an_old_refresh_token() {
    let sandbox = Sandbox::builder().rotate_refresh_tokens(false).start().await;
    let sandbox = sandbox.expect("the sandbox starts");
    let concur = support::user(&sandbox, ANN).build().expect("the client builds");
    let first = stored(&concur).await;
    tokens(&concur).refresh().await.expect("the token is refreshed");
    let second = stored(&concur).await;
    assert_eq!(second.refresh_token(), first.refresh_token());
    assert_ne!(second.access_token(), first.access_token());
}

#[tokio::test]
async fn token_has_the_requested_scopes() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let credentials = || Credentials::password(&id, secret.as_str(), ANN, "ann-password");
    let narrow = credentials().scopes([request::scopes::TRAVELREQUEST_WRITE]);
    let token = stored(&concur(&sandbox, narrow)).await;
    assert_eq!(token.scopes(), Some("travelrequest.write"));
    let wide = tokens(&concur(&sandbox, credentials().scopes(["user.read"])))
        .token()
        .await;
    assert!(wide.is_err_and(|error| error.has("54")));
    let all = stored(&concur(&sandbox, credentials())).await;
    let contract = concur_sandbox::contract().expect("the contract is readable");
    let granted = sandbox.tenant().applications[0].scopes_in(contract).join(" ");
    assert_eq!(all.scopes(), Some(granted.as_str()));
}

#[tokio::test]
async fn revoked_tokens_cannot_be_refreshed() {
    let sandbox = support::sandbox().await;
    let concurs = [(); 2].map(|()| support::user(&sandbox, ANN).build().expect("the client builds"));
    let token = stored(&concurs[0]).await;
    stored(&concurs[1]).await;
    tokens(&concurs[1]).revoke().await.expect("the tokens are revoked");
    let (id, secret) = application(&sandbox);
    let refresh_token = token.refresh_token().expect("it has a refresh token").clone();
    let spent = Credentials::refresh_token(id, secret, refresh_token);
    let error = tokens(&concur(&sandbox, spent))
        .token()
        .await
        .expect_err("the refresh token is revoked");
    assert!(error.has("108") && error.needs_authorization(), "{error:?}");
    // Access tokens remain valid.
    assert_eq!(status_with(sandbox.url(), &token).await, 200);
}

#[tokio::test]
async fn call_log_has_no_secrets() {
    let sandbox = support::sandbox().await;
    let concur = support::user(&sandbox, ANN).build().expect("the client builds");
    let token = stored(&concur).await;
    tokens(&concur).refresh().await.expect("the token is refreshed");
    let log = format!("{:?}", sandbox.requests());
    let secrets = [Some(token.access_token()), token.refresh_token(), token.id_token()];
    for secret in secrets.into_iter().flatten() {
        assert!(!log.contains(secret.expose()), "{log}");
    }
    assert!(
        !log.contains("sandbox-secret") && !log.contains("ann-password"),
        "{log}"
    );
    assert!(log.contains("grant_type=refresh_token"), "{log}");
}

#[tokio::test]
async fn refused_token_call_has_the_correlation_id() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let refused = Credentials::password(id, secret, ANN, "refused");
    let Err(TokenError::Refused(refusal)) = tokens(&concur(&sandbox, refused)).token().await else {
        panic!("it is refused")
    };
    let call = sandbox.requests().pop().expect("the call is logged");
    let body: serde_json::Value = serde_json::from_str(&call.answer).expect("it is JSON");
    assert_eq!(body["concur-correlationid"], refusal.error().correlation_id());
    assert_eq!((&body["error"], call.status), (&"invalid_grant".into(), Some(400)));
}

//! Tokens: every grant, and what becomes of the tokens.

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

use clock::Pausing;

const BACK: &str = "http://localhost:8080/callback";
const ANN: &str = "ann@example.com";
const EMAIL: &str = "ann.archer@example.com";

/// The id and the secret of the application that may do everything.
fn application(sandbox: &Sandbox) -> (String, String) {
    let application = &sandbox.tenant().applications[0];
    (application.client_id.clone(), application.client_secret.clone())
}

fn concur(sandbox: &Sandbox, credentials: Credentials) -> Concur {
    support::client(sandbox, credentials)
        .build()
        .expect("the client is whole")
}

fn keeper(concur: &Concur) -> TokenProvider {
    concur.tokens().expect("it has credentials").clone()
}

/// What a client has stored once it has a token.
async fn stored(concur: &Concur) -> StoredToken {
    let keeper = keeper(concur);
    keeper.token().await.expect("there is a token");
    let stored = keeper.stored().await.expect("the store can be read");
    stored.expect("the token is stored")
}

/// The status of a call with an access token: of the one that needs no scope.
async fn status_with(url: &str, token: &StoredToken) -> u16 {
    let call = reqwest::Client::new().delete(format!("{url}/app-mgmt/v0/connections"));
    let answer = call.bearer_auth(token.access_token().expose()).send().await;
    answer.expect("it answers").status().as_u16()
}

/// A sandbox whose time stands still, and a client of a user whose clock shows the same time.
async fn standing(login_id: &str) -> (Sandbox, Concur, Pausing) {
    let start = "2026-01-01T00:00:00Z".parse().expect("it is a time");
    let sandbox = Sandbox::builder().random_seed(1).time(start).start().await;
    let (sandbox, clock) = (sandbox.expect("it starts"), Pausing::default());
    let builder = support::user(&sandbox, login_id).clock(clock.clone());
    (sandbox, builder.build().expect("the client is whole"), clock)
}

/// Where the page sends a browser that it does not ask.
async fn sent_back_from(page: &str, hint: &str) -> String {
    let browser = reqwest::Client::builder().redirect(Policy::none()).build();
    let browser = browser.expect("there is a browser");
    let answer = browser.get(format!("{page}&login_hint={hint}")).send().await;
    let answer = answer.expect("it answers");
    assert_eq!(answer.status().as_u16(), 302);
    let location = answer.headers().get("location").expect("it says where to");
    location.to_str().expect("it is a text").to_owned()
}

#[tokio::test]
async fn a_user_gets_a_token_by_password_and_is_its_subject() {
    let sandbox = support::sandbox().await;
    let concur = support::user(&sandbox, ANN).build().expect("the client is whole");
    let token = stored(&concur).await;
    assert_eq!(token.geolocation(), Some(sandbox.url()));
    assert!(token.refresh_token().is_some() && token.refresh_expires_at().is_some());
    let subject = keeper(&concur).subject().await.expect("it can be read");
    assert_eq!(subject.as_ref(), Some(&sandbox.tenant().users[0].id));
}

#[tokio::test]
async fn a_company_gets_a_token_by_its_request_token_and_is_its_subject() {
    let sandbox = support::sandbox().await;
    let concur = support::company(&sandbox).build().expect("the client is whole");
    let token = stored(&concur).await;
    assert_eq!(token.geolocation(), Some(sandbox.url()));
    let subject = keeper(&concur).subject().await.expect("it can be read");
    assert_eq!(subject.as_ref(), Some(&sandbox.tenant().company.id));
    // The landing zone is anywhere, and the answer names the company's home.
    let tenant = sandbox.tenant();
    let (id, secret) = application(&sandbox);
    let credentials = Credentials::company(id, secret, &tenant.company.id, tenant.company.request_token.as_str());
    let builder = support::client(&sandbox, credentials).base_url(sandbox.second_url());
    let token = stored(&builder.build().expect("the client is whole")).await;
    assert_eq!(token.geolocation(), Some(sandbox.url()));
}

#[tokio::test]
async fn an_application_gets_a_token_of_its_own_without_a_refresh_token() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let concur = concur(&sandbox, Credentials::client_credentials(id, secret));
    let token = stored(&concur).await;
    assert!(token.refresh_token().is_none() && token.id_token().is_none());
    assert_eq!(keeper(&concur).subject().await.expect("there is a token"), None);
}

#[tokio::test]
async fn a_refresh_token_gives_the_next_token() {
    let sandbox = support::sandbox().await;
    let first = stored(&support::user(&sandbox, ANN).build().expect("the client is whole")).await;
    let (id, secret) = application(&sandbox);
    let refresh_token = first.refresh_token().expect("there is one").clone();
    let token = stored(&concur(&sandbox, Credentials::refresh_token(id, secret, refresh_token))).await;
    assert_ne!(token.refresh_token(), first.refresh_token());
    assert_eq!(status_with(sandbox.url(), &token).await, 200);
}

#[tokio::test]
async fn a_user_who_agrees_on_the_page_gives_a_code_and_the_code_a_token() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let authorization = Concur::authorization_at(sandbox.url(), &id, BACK, "state 1&2").expect("there is a page");
    let authorization = authorization.scopes([request::scopes::TRAVELREQUEST_WRITE]);
    let location = sent_back_from(&authorization.url(), ANN).await;
    // A client of a real data center takes no geolocation outside of the service.
    let elsewhere = Concur::authorization(DataCenter::Us2, &id, BACK, "state 1&2").expect("there is a page");
    let refused = elsewhere
        .redirected(&location)
        .expect_err("it is no host of the service");
    assert!(matches!(refused, RedirectError::Geolocation(_)), "{refused:?}");
    let authorized = authorization.redirected(&location).expect("the user has agreed");
    assert_eq!(authorized.base_url.as_deref(), Some(sandbox.url()));
    let code = authorized.code;

    let credentials = || Credentials::authorization_code(&id, secret.as_str(), BACK, code.clone());
    let first = concur(&sandbox, credentials());
    let token = stored(&first).await;
    assert_eq!(token.scopes(), Some(request::scopes::TRAVELREQUEST_WRITE));
    let subject = keeper(&first).subject().await.expect("it can be read");
    assert_eq!(subject.as_ref(), Some(&sandbox.tenant().users[0].id));
    let again = keeper(&concur(&sandbox, credentials())).token().await;
    assert!(again.is_err_and(|error| error.has("103")), "a code is good once");
}

#[tokio::test]
async fn a_user_who_does_not_agree_is_an_error_that_the_sdk_reads() {
    let sandbox = support::sandbox().await;
    let (id, _) = application(&sandbox);
    let authorization = Concur::authorization_at(sandbox.url(), &id, BACK, "s").expect("there is a page");
    let location = sent_back_from(&authorization.url(), "hal@example.com").await;
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
async fn the_page_is_shown_to_a_browser_and_stays_when_nobody_is_to_be_trusted() {
    let sandbox = support::sandbox().await;
    let (id, _) = application(&sandbox);
    for (redirect_uri, status) in [(BACK, 200), ("https://evil.example/", 400)] {
        let authorization = Concur::authorization_at(sandbox.url(), &id, redirect_uri, "s").expect("there is a page");
        let answer = reqwest::get(authorization.url()).await.expect("it answers");
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        let html = answer.text().await.expect("it is a text");
        assert_eq!(html.contains("<form method=\"post\""), status == 200, "{html}");
    }
}

#[tokio::test]
async fn a_one_time_password_is_sent_seen_and_used() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let asking = concur(&sandbox, Credentials::client_credentials(&id, secret.as_str()));
    let oauth = asking.oauth();
    let call = oauth.send_otp(&id, secret.as_str().into(), EMAIL, ChannelType::Email);
    let sent = call.name("Ann").await.expect("it is sent");
    assert_eq!(sent.message.as_deref(), Some("otp sent"));
    assert_eq!(sandbox.one_time_password("bea.brook@example.com"), None);
    let password = sandbox.one_time_password(EMAIL).expect("it was sent");

    let credentials = |name| {
        let credentials = Credentials::otp(&id, secret.as_str(), EMAIL, ChannelType::Email, password.as_str());
        credentials.field("name", name)
    };
    let wrong = keeper(&concur(&sandbox, credentials("Bea"))).token().await;
    assert!(wrong.is_err_and(|error| error.has("84")));
    stored(&concur(&sandbox, credentials("Ann"))).await;
    assert_eq!(sandbox.one_time_password(EMAIL), None);
}

#[tokio::test]
async fn a_user_who_lives_elsewhere_is_followed_there() {
    let sandbox = support::sandbox().await;
    let concur = support::user(&sandbox, "ida@example.com").build();
    let token = stored(&concur.expect("the client is whole")).await;
    assert_eq!(token.geolocation(), Some(sandbox.second_url()));
    let calls: Vec<_> = sandbox.requests().iter().map(|seen| (seen.home, seen.status)).collect();
    let (first, second) = (
        concur_sandbox::tenant::Home::First,
        concur_sandbox::tenant::Home::Second,
    );
    assert_eq!(calls, [(first, Some(400)), (second, Some(200))]);
    assert_eq!(
        status_with(sandbox.url(), &token).await,
        401,
        "it is good at its home alone"
    );
    assert_eq!(status_with(sandbox.second_url(), &token).await, 200);
}

#[tokio::test]
async fn a_token_that_has_expired_is_renewed_and_the_old_one_refused() {
    let (sandbox, concur, clock) = standing(ANN).await;
    let first = stored(&concur).await;
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600 + 3600);
    assert_eq!(first.expires_at(), end);
    // 2026-07-01.
    let refresh_end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_782_864_000);
    assert_eq!(first.refresh_expires_at(), Some(refresh_end));
    for pass in [Duration::from_secs(3600), Duration::from_secs(30 * 86400)] {
        let before = stored(&concur).await;
        sandbox.advance(pass);
        clock.advance(pass);
        let renewed = stored(&concur).await;
        assert_ne!(renewed.access_token(), before.access_token());
        assert_ne!(renewed.refresh_token(), before.refresh_token());
        assert_eq!(status_with(sandbox.url(), &before).await, 401);
    }
    let bodies: Vec<_> = sandbox.requests().into_iter().map(|seen| seen.body).collect();
    let refreshes = bodies.iter().filter(|body| body.contains("grant_type=refresh_token"));
    assert_eq!(refreshes.count(), 2, "{bodies:?}");
    let end = stored(&concur).await;
    assert_eq!(status_with(sandbox.url(), &end).await, 200);
}

#[tokio::test]
async fn who_lost_a_rotated_refresh_token_has_to_authorize_again() {
    let (sandbox, concur, clock) = standing(ANN).await;
    let backup = stored(&concur).await;
    keeper(&concur).refresh().await.expect("it is renewed");

    let store = MemoryTokenStore::new();
    store
        .save(&backup.key(), &backup, None)
        .await
        .expect("it can be stored");
    let (id, secret) = application(&sandbox);
    let builder = support::client(&sandbox, Credentials::stored(id, secret).token_key(backup.key())).token_store(store);
    let restored = builder.clock(clock.clone()).build().expect("the client is whole");
    let error = keeper(&restored).refresh().await.expect_err("the old one is spent");
    assert!(error.needs_authorization() && error.has("108"), "{error:?}");
    keeper(&concur).refresh().await.expect("the latest is good");
}

#[tokio::test]
async fn a_sandbox_that_does_not_rotate_takes_an_old_refresh_token() {
    let sandbox = Sandbox::builder().rotate_refresh_tokens(false).start().await;
    let sandbox = sandbox.expect("it starts");
    let concur = support::user(&sandbox, ANN).build().expect("the client is whole");
    let first = stored(&concur).await;
    keeper(&concur).refresh().await.expect("it is renewed");
    let second = stored(&concur).await;
    assert_eq!(second.refresh_token(), first.refresh_token());
    assert_ne!(second.access_token(), first.access_token());
}

#[tokio::test]
async fn a_token_has_the_scopes_that_were_asked_for() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let credentials = || Credentials::password(&id, secret.as_str(), ANN, "ann-password");
    let narrow = credentials().scopes([request::scopes::TRAVELREQUEST_WRITE]);
    let token = stored(&concur(&sandbox, narrow)).await;
    assert_eq!(token.scopes(), Some("travelrequest.write"));
    let wide = keeper(&concur(&sandbox, credentials().scopes(["user.read"])))
        .token()
        .await;
    assert!(wide.is_err_and(|error| error.has("54")));
    let all = stored(&concur(&sandbox, credentials())).await;
    let granted = sandbox.tenant().applications[0].scopes.join(" ");
    assert_eq!(all.scopes(), Some(granted.as_str()));
}

#[tokio::test]
async fn revoked_tokens_cannot_be_refreshed() {
    let sandbox = support::sandbox().await;
    let concurs = [(); 2].map(|()| support::user(&sandbox, ANN).build().expect("the client is whole"));
    let token = stored(&concurs[0]).await;
    stored(&concurs[1]).await;
    keeper(&concurs[1]).revoke().await.expect("they are revoked");
    let (id, secret) = application(&sandbox);
    let refresh_token = token.refresh_token().expect("there is one").clone();
    let spent = Credentials::refresh_token(id, secret, refresh_token);
    let error = keeper(&concur(&sandbox, spent)).token().await.expect_err("it is gone");
    assert!(error.has("108") && error.needs_authorization(), "{error:?}");
    // Access tokens live on.
    assert_eq!(status_with(sandbox.url(), &token).await, 200);
}

#[tokio::test]
async fn no_secret_stands_in_the_log() {
    let sandbox = support::sandbox().await;
    let concur = support::user(&sandbox, ANN).build().expect("the client is whole");
    let token = stored(&concur).await;
    keeper(&concur).refresh().await.expect("it is renewed");
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
async fn a_refusal_has_the_correlation_id_of_its_call_in_header_and_body() {
    let sandbox = support::sandbox().await;
    let (id, secret) = application(&sandbox);
    let wrong = Credentials::password(id, secret, ANN, "wrong");
    let Err(TokenError::Refused(refusal)) = keeper(&concur(&sandbox, wrong)).token().await else {
        panic!("it is refused")
    };
    let seen = sandbox.requests().pop().expect("it was seen");
    let body: serde_json::Value = serde_json::from_str(&seen.answer).expect("it is JSON");
    assert_eq!(body["concur-correlationid"], refusal.error().correlation_id());
    assert_eq!((&body["error"], seen.status), (&"invalid_grant".into(), Some(400)));
}

//! The flows of a client that gets its tokens by itself.

use sap_concur::request::CreateRequest;
use sap_concur::testing::ManualClock;
use sap_concur::{DataCenter, FileTokenStore, MemoryTokenStore, RetryPolicy, TokenKey, TokenStore};

use super::*;
use crate::service::Directory;

/// Everything that is shown by a client with these credentials of a service.
async fn shown(server: &Server, credentials: Credentials) -> Seen {
    let mut seen = Seen::default();
    let store = MemoryTokenStore::new();
    let builder = Concur::builder()
        .base_url(server.url())
        .credentials(credentials.clone());
    let builder = builder
        .token_store(store.clone())
        .retries(RetryPolicy::never())
        .clock(ManualClock::new());
    seen.debug(&credentials);
    seen.debug(&sap_concur::runtime::Credentials::from(credentials));
    seen.debug(&builder);
    let concur = builder.build().expect("the client is whole");
    let tokens = concur.tokens().expect("it has credentials");

    let (get, list) = (concur.requests().get("A1").user_id("u"), concur.requests().list());
    seen.debug(&get);
    seen.outcome(get.await);
    seen.outcome(concur.requests().create(&CreateRequest::builder().build()).await);
    let mut items = list.clone().stream();
    seen.outcome(items.try_next().await);
    let wait = concur.requests().wait_until_approved("A1");
    seen.debug(&(&items, &list, &wait));
    if let Err(error) = wait.within(std::time::Duration::ZERO).await {
        seen.chain(&error);
    }
    for error in [tokens.token().await, tokens.refresh().await, tokens.authorize().await] {
        seen.debug(&error);
        if let Err(error) = error {
            seen.token_error(&error);
        }
    }
    seen.debug(&tokens.id_token().await);
    seen.debug(&tokens.subject().await);
    let stored = tokens.stored().await;
    seen.debug(&stored);
    if let Ok(Some(stored)) = stored {
        seen.debug(&stored.to_json());
        seen.debug(&stored.access_token());
    }
    if let Err(error) = tokens.revoke().await {
        seen.token_error(&error);
    }
    seen.debug(&(
        &concur,
        concur.client(),
        tokens,
        &store,
        concur.oauth(),
        concur.requests(),
    ));
    seen
}

#[tokio::test]
async fn nothing_secret_is_seen_of_calls_that_are_answered() {
    let (recorder, _guard) = Recorder::listen();
    let body = r#"{"id": "A1", "approvalStatus": {"code": "APPROVED"}, "data": [{"id": "A1"}]}"#;
    for credentials in credentials() {
        let other = answer(200, body).header("set-cookie", "session=canary-cookie");
        let mut seen = shown(&service(tokens(), other), credentials).await;
        seen.0 += &recorder.told();
        seen.has_no_canary();
    }
    assert!(recorder.told().contains("otel.name"), "calls are traced");
}

#[tokio::test]
async fn nothing_secret_is_seen_of_calls_that_are_refused_or_not_understood() {
    let (recorder, _guard) = Recorder::listen();
    for status in [200, 202, 302, 400, 401, 403, 404, 409, 429, 500, 503] {
        for body in [
            r#"{"errors": [{"errorCode": "invalidUser", "errorMessage": "no"}]}"#,
            "<html>no</html>",
            "{",
            "",
        ] {
            let other = answer(status, body)
                .header("x-token", ACCESS)
                .header("location", format!("/?token={ACCESS}"));
            let server = service(tokens(), other);
            let mut seen = shown(&server, credentials().remove(0)).await;
            seen.0 += &recorder.told();
            seen.has_no_canary();
        }
    }
}

#[tokio::test]
async fn nothing_secret_is_seen_when_there_is_no_token() {
    let (recorder, _guard) = Recorder::listen();
    // Whatever a token endpoint does with what it was sent and what it has to give.
    let echo = format!(r#"{{"client_secret": "{CLIENT_SECRET}", "password": "{PASSWORD}", "access_token": "{ACCESS}""#);
    for answer in [
        answer(
            400,
            format!(r#"{echo}, "code": 5, "error": "invalid_grant", "error_description": "no"}}"#),
        ),
        answer(
            400,
            format!(r#"{echo}, "code": 108, "error": "invalid_grant", "error_description": "spent"}}"#),
        ),
        answer(
            400,
            format!(r#"{echo}, "code": 16, "geolocation": "https://{ACCESS}:{ACCESS}@us2.api.concursolutions.com"}}"#),
        ),
        answer(
            400,
            format!(r#"{echo}, "code": 16, "geolocation": "https://us2.api.concursolutions.com/?a={ACCESS}"}}"#),
        ),
        answer(403, echo.clone()),
        answer(500, format!("{ACCESS} {CLIENT_SECRET}")),
        answer(302, "").header("location", format!("https://a.example/?token={ACCESS}")),
        answer(200, echo.clone()),
        answer(200, format!("\"{ACCESS}\"")),
        answer(200, ACCESS),
        answer(200, format!(r#"{{"refresh_token": "{REFRESH}"}}"#)),
        answer(200, format!(r#"{{"access_token": ["{ACCESS}"]}}"#)),
        answer(
            200,
            format!(r#"{{"access_token": "{ACCESS}\n", "expires_in": "{ACCESS}"}}"#),
        ),
        answer(
            200,
            format!(r#"{{"access_token": "{ACCESS}", "scope": "other", "id_token": "{ACCESS}"}}"#),
        ),
        answer(
            200,
            format!(r#"{{"access_token": "{ACCESS}", "geolocation": "https://evil.example/{ACCESS}"}}"#),
        ),
    ] {
        let server = service(answer.clone(), self::answer(200, "{}"));
        for credentials in credentials() {
            let mut seen = shown(&server, credentials).await;
            seen.0 += &recorder.told();
            seen.has_no_canary();
        }
    }
}

#[tokio::test]
async fn nothing_secret_is_seen_when_nobody_listens_or_the_line_breaks() {
    let (recorder, _guard) = Recorder::listen();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    drop(listener);
    for credentials in credentials() {
        let mut seen = Seen::default();
        let builder = Concur::builder()
            .base_url(format!("http://127.0.0.1:{port}"))
            .credentials(credentials);
        let builder = builder.retries(RetryPolicy::never());
        let concur = builder.build().expect("the client is whole");
        seen.outcome(concur.requests().get("A1").await);
        let bare = Concur::builder()
            .base_url(format!("http://127.0.0.1:{port}"))
            .access_token(ACCESS);
        let bare = bare.retries(RetryPolicy::never()).build().expect("the client is whole");
        seen.outcome(bare.requests().get("A1").await);
        seen.debug(&bare);
        seen.0 += &recorder.told();
        seen.has_no_canary();
    }
}

#[tokio::test]
async fn nothing_secret_is_seen_of_a_file_with_tokens_however_broken_it_is() {
    let directory = Directory::new("secrets");
    let store = directory.store();
    let server = service(tokens(), answer(200, r#"{"id": "A1"}"#));
    let company = || credentials().remove(0);
    let build = |store: FileTokenStore, credentials| {
        let builder = Concur::builder()
            .base_url(server.url())
            .credentials(credentials)
            .token_store(store);
        builder.build().expect("the client is whole")
    };
    build(store.clone(), company())
        .requests()
        .get("A1")
        .await
        .expect("it is there");
    let whole = std::fs::read_to_string(store.path()).expect("it can be read");
    assert!(
        whole.contains(ACCESS) && whole.contains(REFRESH),
        "the file has the tokens"
    );
    let mut seen = Seen::default();
    seen.debug(&store);
    for broken in [
        whole[..whole.len() / 2].to_owned(),
        whole.replace(['{', '}'], "!"),
        whole.replace(&format!("\"{ACCESS}\""), &format!("[\"{ACCESS}\"]")),
        ACCESS.to_owned(),
    ] {
        std::fs::write(store.path(), &broken).expect("it can be written");
        seen.outcome(build(store.clone(), company()).requests().get("A1").await);
        seen.debug(&store.load(&TokenKey::new("app")).await);
        assert_eq!(
            std::fs::read_to_string(store.path()).expect("it can be read"),
            broken,
            "it is left as it is"
        );
    }
    std::fs::write(store.path(), &whole).expect("it can be written");
    for other in credentials() {
        seen.outcome(build(store.clone(), other).requests().get("A1").await);
    }
    seen.has_no_canary();
}

#[test]
fn nothing_secret_is_seen_of_the_way_back_from_the_browser() {
    let mut seen = Seen::default();
    let page =
        Concur::authorization(DataCenter::Us2, "app", "https://a.example/b", "canary-state").expect("there is a page");
    seen.debug(&page);
    for back in [
        "https://a.example/b?code=canary-code&state=canary-state&geolocation=https://us2.api.concursolutions.com",
        "https://a.example/b?code=canary-code&state=canary-other",
        "https://a.example/b?code=canary-code",
        "https://a.example/b?state=canary-state",
        "https://a.example/b?code=canary-code&state=canary-state&geolocation=https://evil.example",
        "https://a.example/b?error_code=5&error_description=no&state=canary-state&code=canary-code",
        "canary",
    ] {
        let back = page.redirected(back);
        seen.debug(&back);
        if let Err(error) = &back {
            seen.chain(error);
        }
        seen.0 += &panic_message(|| drop(back.expect("the user has agreed")));
    }
    seen.has_no_canary();
}

#[test]
fn nothing_secret_is_seen_of_a_client_that_cannot_be_built() {
    let mut seen = Seen::default();
    let builders = [
        Concur::builder().base_url(DataCenter::Us2).access_token("canary\n"),
        Concur::builder()
            .base_url("https://canary:canary@us2.api.concursolutions.com")
            .access_token(ACCESS),
        Concur::builder()
            .base_url("https://us2.api.concursolutions.com/?canary")
            .access_token(ACCESS),
        Concur::builder().base_url("canary").access_token(ACCESS),
        Concur::builder().credentials(credentials().remove(1)),
        Concur::builder()
            .credentials(credentials().remove(0))
            .allow_host("canary/canary"),
        Concur::builder()
            .base_url(DataCenter::Us2)
            .access_token(ACCESS)
            .token_store(MemoryTokenStore::new()),
    ];
    for builder in builders {
        seen.debug(&builder);
        let error = builder.build().expect_err("it cannot be built");
        seen.chain(&error);
    }
    seen.has_no_canary();
}

/// That the search finds what there is to find.
#[tokio::test]
async fn a_canary_in_the_words_of_the_service_is_found() {
    let words = r#"{"errors": [{"errorCode": "badParam", "errorMessage": "canary"}]}"#;
    let server = service(tokens(), answer(400, words));
    let seen = shown(&server, credentials().remove(0)).await;
    assert!(
        seen.0.matches(CANARY).count() >= 6,
        "in Debug, in Display and in the panic of a program"
    );
}

//! Output of clients that manage their own tokens.

use sap_concur::request::CreateRequest;
use sap_concur::testing::ManualClock;
use sap_concur::{DataCenter, FileTokenStore, MemoryTokenStore, RetryPolicy, TokenKey, TokenStore};

use super::*;
use crate::service::Directory;

/// Returns all output of a client with these credentials.
async fn output_of(server: &Server, credentials: Credentials) -> Output {
    let mut output = Output::default();
    let store = MemoryTokenStore::new();
    let builder = Concur::builder()
        .base_url(server.url())
        .credentials(credentials.clone());
    let builder = builder
        .token_store(store.clone())
        .retries(RetryPolicy::never())
        .clock(ManualClock::new());
    output.debug(&credentials);
    output.debug(&sap_concur::runtime::Credentials::from(credentials));
    output.debug(&builder);
    let concur = builder.build().expect("the client builds");
    let tokens = concur.tokens().expect("the client has credentials");

    let (get, list) = (concur.requests().get("A1").user_id("u"), concur.requests().list());
    output.debug(&get);
    output.outcome(get.await);
    output.outcome(concur.requests().create(&CreateRequest::builder().build()).await);
    let mut items = list.clone().stream();
    output.outcome(items.try_next().await);
    let wait = concur.requests().wait_until_approved("A1");
    output.debug(&(&items, &list, &wait));
    if let Err(error) = wait.within(std::time::Duration::ZERO).await {
        output.chain(&error);
    }
    for error in [tokens.token().await, tokens.refresh().await, tokens.authorize().await] {
        output.debug(&error);
        if let Err(error) = error {
            output.token_error(&error);
        }
    }
    output.debug(&tokens.id_token().await);
    output.debug(&tokens.subject().await);
    let stored = tokens.stored().await;
    output.debug(&stored);
    if let Ok(Some(stored)) = stored {
        output.debug(&stored.to_json());
        output.debug(&stored.access_token());
    }
    if let Err(error) = tokens.revoke().await {
        output.token_error(&error);
    }
    output.debug(&(
        &concur,
        concur.client(),
        tokens,
        &store,
        concur.oauth(),
        concur.requests(),
    ));
    output
}

#[tokio::test]
async fn successful_calls_show_no_secret() {
    let (recorder, _guard) = Recorder::install();
    let body = r#"{"id": "A1", "approvalStatus": {"code": "APPROVED"}, "data": [{"id": "A1"}]}"#;
    for credentials in credentials() {
        let other = answer(200, body).header("set-cookie", "session=canary-cookie");
        let mut output = output_of(&service(tokens(), other), credentials).await;
        output.0 += &recorder.recorded();
        output.assert_no_canary();
    }
    assert!(recorder.recorded().contains("otel.name"), "calls are traced");
}

#[tokio::test]
async fn failed_calls_show_no_secret() {
    let (recorder, _guard) = Recorder::install();
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
            let mut output = output_of(&server, credentials().remove(0)).await;
            output.0 += &recorder.recorded();
            output.assert_no_canary();
        }
    }
}

#[tokio::test]
async fn failed_token_calls_show_no_secret() {
    let (recorder, _guard) = Recorder::install();
    // Responses of a token endpoint that echo secrets or contain tokens in unexpected places.
    let echo = format!(r#"{{"client_secret": "{CLIENT_SECRET}", "password": "{PASSWORD}", "access_token": "{ACCESS}""#);
    for response in [
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
        let server = service(response.clone(), self::answer(200, "{}"));
        for credentials in credentials() {
            let mut output = output_of(&server, credentials).await;
            output.0 += &recorder.recorded();
            output.assert_no_canary();
        }
    }
}

#[tokio::test]
async fn connection_errors_show_no_secret() {
    let (recorder, _guard) = Recorder::install();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    drop(listener);
    for credentials in credentials() {
        let mut output = Output::default();
        let builder = Concur::builder()
            .base_url(format!("http://127.0.0.1:{port}"))
            .credentials(credentials);
        let builder = builder.retries(RetryPolicy::never());
        let concur = builder.build().expect("the client builds");
        output.outcome(concur.requests().get("A1").await);
        let bare = Concur::builder()
            .base_url(format!("http://127.0.0.1:{port}"))
            .access_token(ACCESS);
        let bare = bare.retries(RetryPolicy::never()).build().expect("the client builds");
        output.outcome(bare.requests().get("A1").await);
        output.debug(&bare);
        output.0 += &recorder.recorded();
        output.assert_no_canary();
    }
}

#[tokio::test]
async fn corrupt_token_files_show_no_secret() {
    let directory = Directory::new("secrets");
    let store = directory.store();
    let server = service(tokens(), answer(200, r#"{"id": "A1"}"#));
    let company = || credentials().remove(0);
    let build = |store: FileTokenStore, credentials| {
        let builder = Concur::builder()
            .base_url(server.url())
            .credentials(credentials)
            .token_store(store);
        builder.build().expect("the client builds")
    };
    build(store.clone(), company())
        .requests()
        .get("A1")
        .await
        .expect("it exists");
    let contents = std::fs::read_to_string(store.path()).expect("the file is readable");
    assert!(
        contents.contains(ACCESS) && contents.contains(REFRESH),
        "the file has the tokens"
    );
    let mut output = Output::default();
    output.debug(&store);
    for broken in [
        contents[..contents.len() / 2].to_owned(),
        contents.replace(['{', '}'], "!"),
        contents.replace(&format!("\"{ACCESS}\""), &format!("[\"{ACCESS}\"]")),
        ACCESS.to_owned(),
    ] {
        std::fs::write(store.path(), &broken).expect("the file is written");
        output.outcome(build(store.clone(), company()).requests().get("A1").await);
        output.debug(&store.load(&TokenKey::new("app")).await);
        assert_eq!(
            std::fs::read_to_string(store.path()).expect("the file is readable"),
            broken,
            "the file is unchanged"
        );
    }
    std::fs::write(store.path(), &contents).expect("the file is written");
    for other in credentials() {
        output.outcome(build(store.clone(), other).requests().get("A1").await);
    }
    output.assert_no_canary();
}

#[test]
fn authorization_redirects_show_no_secret() {
    let mut output = Output::default();
    let page = Concur::authorization(DataCenter::Us2, "app", "https://a.example/b", "canary-state")
        .expect("the parameters are valid");
    output.debug(&page);
    for redirect in [
        "https://a.example/b?code=canary-code&state=canary-state&geolocation=https://us2.api.concursolutions.com",
        "https://a.example/b?code=canary-code&state=canary-other",
        "https://a.example/b?code=canary-code",
        "https://a.example/b?state=canary-state",
        "https://a.example/b?code=canary-code&state=canary-state&geolocation=https://evil.example",
        "https://a.example/b?error_code=5&error_description=no&state=canary-state&code=canary-code",
        "canary",
    ] {
        let redirect = page.redirected(redirect);
        output.debug(&redirect);
        if let Err(error) = &redirect {
            output.chain(error);
        }
        output.0 += &panic_message(|| drop(redirect.expect("the user has consented")));
    }
    output.assert_no_canary();
}

#[test]
fn build_errors_show_no_secret() {
    let mut output = Output::default();
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
        output.debug(&builder);
        let error = builder.build().expect_err("the configuration is invalid");
        output.chain(&error);
    }
    output.assert_no_canary();
}

/// Checks that the search itself works.
#[tokio::test]
async fn canary_in_an_error_message_is_found() {
    let body = r#"{"errors": [{"errorCode": "badParam", "errorMessage": "canary"}]}"#;
    let server = service(tokens(), answer(400, body));
    let output = output_of(&server, credentials().remove(0)).await;
    assert!(
        output.0.matches(CANARY).count() >= 6,
        "in Debug, in Display and in the panic message"
    );
}

//! Tokens that belong to another data center than was thought.

use super::*;

#[tokio::test]
async fn a_token_that_moves_takes_the_calls_and_the_next_renewal_with_it() {
    let (service, directory) = (Service::start(), Directory::new("moves"));
    let concur = company(&service, directory.store());
    get(&concur).await;
    service.move_tokens();
    service.an_hour_passes();
    // The data center of before says that the user lives elsewhere now, and is believed.
    get(&concur).await;
    assert_eq!(
        service.token_calls(),
        ["password 200", "refresh_token 400", "refresh_token 200"]
    );
    let before = service.data_center.all().len();
    service.an_hour_passes();
    get(&company(&service, directory.store())).await;
    assert_eq!(service.token_calls()[3..], ["refresh_token 200"]);
    assert_eq!(service.data_center.all().len(), before);
    assert_eq!(service.second_data_center.all().len(), 4, "two renewals and two calls");
    service.has_no_complaints();
}

/// A token endpoint that sends every call to this address.
fn sending_to(geolocation: &str) -> Server {
    let body = serde_json::json!({
        "code": 16, "error": "invalid_request", "error_description": "user lives elsewhere", "geolocation": geolocation,
    });
    Server::by(move |_| answer(400, body.to_string()))
}

async fn refused(server: &Server) -> TokenError {
    let credentials = Credentials::company("app", "secret", "uuid", "at-1");
    let builder = Concur::builder().base_url(server.url()).credentials(credentials);
    let concur = builder.build().expect("the client is whole");
    let tokens = concur.tokens().expect("it has credentials").clone();
    tokens.token().await.expect_err("there is none")
}

#[tokio::test]
async fn who_is_sent_in_circles_gives_up_after_two_steps() {
    let last = sending_to("http://127.0.0.1:1");
    let second = sending_to(last.url());
    let first = sending_to(second.url());
    let error = refused(&first).await;
    assert!(matches!(&error, TokenError::Refused(_)) && error.has("16"), "{error:?}");
    let asked = [first.all().len(), second.all().len(), last.all().len()];
    assert_eq!(asked, [1, 1, 1]);
}

#[tokio::test]
async fn the_secrets_of_a_token_call_go_to_no_host_that_is_not_of_the_service() {
    for geolocation in [
        "https://api.concursolutions.com.evil.example",
        "https://concursolutions.com@evil.example",
        "http://us2.api.concursolutions.com",
        "https://evil.example",
        "",
    ] {
        let server = sending_to(geolocation);
        let error = refused(&server).await;
        let expected = match geolocation {
            "" => matches!(error, TokenError::Refused(_) | TokenError::Geolocation(_)),
            _ => matches!(error, TokenError::Geolocation(_)),
        };
        assert!(expected, "{geolocation}: {error:?}");
        assert_eq!(server.all().len(), 1);
    }
}

#[tokio::test]
async fn a_host_is_followed_once_it_is_allowed() {
    let body = r#"{"access_token": "a", "expires_in": 3600, "geolocation": "https://gateway.example.com/"}"#;
    let script = sap_concur::testing::Script::by(move |_| sap_concur::testing::answer(200, body).into());
    let build = |host: Option<&str>| {
        let credentials = Credentials::company("app", "secret", "uuid", "at-1");
        let builder = Concur::builder().credentials(credentials).sender(script.clone());
        let builder = host.into_iter().fold(builder, |builder, host| builder.allow_host(host));
        builder.build().expect("the client is whole")
    };
    let refused = build(None)
        .requests()
        .get("A1")
        .await
        .expect_err("the host is not allowed");
    assert!(matches!(refused, Error::Token(_)), "{refused:?}");
    assert_eq!(script.sent().len(), 1);
    // The answer is no Request; where the call went is all that matters here.
    drop(build(Some("gateway.example.com")).requests().get("A1").await);
    assert_eq!(script.sent()[2].uri().host(), Some("gateway.example.com"));
}

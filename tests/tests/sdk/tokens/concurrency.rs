//! Many concurrent calls that need a token.

use super::*;

/// Makes 200 concurrent calls and returns their errors.
async fn make_200_calls(concur: &Concur) -> Vec<Error<sap_concur::request::RequestError>> {
    let call = || {
        let call = concur.requests().get("A1").user_id(USER);
        tokio::spawn(call.send())
    };
    let calls: Vec<_> = (0..200).map(|_| call()).collect();
    let mut errors = Vec::new();
    for call in calls {
        errors.extend(call.await.expect("the task does not panic").err());
    }
    errors
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_without_a_token_cause_one_grant() {
    let service = Service::start();
    let errors = make_200_calls(&service.concur()).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(service.token_calls(), ["password 200"]);
    service.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_with_an_expired_token_cause_one_refresh() {
    let service = Service::start();
    let concur = service.concur();
    get(&concur).await;
    service.advance_one_hour();
    let errors = make_200_calls(&concur).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    service.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_401s_cause_one_refresh() {
    let service = Service::start();
    let concur = service.concur();
    get(&concur).await;
    service.forget_access_tokens();
    let errors = make_200_calls(&concur).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 200"]);
    service.assert_no_violations();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_with_a_spent_refresh_token_all_fail() {
    let (service, directory) = (Service::start(), Directory::new("concurrent-refusals"));
    get(&company(&service, directory.store())).await;
    service.advance_one_hour();
    service.forget_refresh_tokens();
    let builder = service.builder_for(Credentials::stored(CLIENT_ID, CLIENT_SECRET));
    let concur = builder
        .token_store(directory.store())
        .build()
        .expect("the client builds");
    let errors = make_200_calls(&concur).await;
    assert_eq!(errors.len(), 200);
    for error in &errors {
        assert!(
            matches!(error, Error::Token(no) if no.needs_authorization()),
            "{error:?}"
        );
    }
    assert_eq!(service.token_calls(), ["password 200", "refresh_token 400"]);
    service.assert_no_violations();
}

#[tokio::test]
async fn refreshes_are_retried_on_503_but_grants_are_not() {
    let busy = |times: usize| {
        let left = Arc::new(AtomicU32::new(times as u32));
        Server::with_handler(move |request| {
            let is_busy = left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok();
            match (request.path.as_str(), is_busy) {
                ("/oauth2/v0/token", true) => answer(503, "busy"),
                ("/oauth2/v0/token", false) => answer(200, r#"{"access_token": "a", "expires_in": 3600}"#),
                _ => answer(200, r#"{"id": "A1"}"#),
            }
        })
    };
    let build = |server: &Server, credentials| {
        let builder = Concur::builder().base_url(server.url()).credentials(credentials);
        builder
            .clock(crate::clock::FastClock::default())
            .build()
            .expect("the client builds")
    };
    let server = busy(2);
    get(&build(&server, Credentials::refresh_token("app", "secret", "r"))).await;
    assert_eq!(server.requests().len(), 4, "two 503s, a token and the call");

    // An authorization code is valid once, and a request token may be; so grants are not retried.
    let server = busy(1);
    let concur = build(&server, Credentials::company("app", "secret", "uuid", "at-1"));
    let error = concur
        .requests()
        .get("A1")
        .await
        .expect_err("the token endpoint is busy");
    assert!(matches!(error, Error::Token(_)), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

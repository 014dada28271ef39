//! The outcomes of a wait for each response and error.

use super::*;

#[tokio::test]
async fn the_response_with_a_final_state_is_the_result() {
    let (result, net, clock) = wait_for(&[|| in_state("CREATED")]).await;
    assert_eq!(result.unwrap()["status"], "CREATED");
    assert_eq!(net.calls(), 1);
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn a_404_at_first_is_tolerated_for_a_limited_time() {
    let (result, net, _) = wait_for(&[
        || refused(404),
        || refused(404),
        || in_state("PENDING_CREATION"),
        || in_state("CREATED"),
    ])
    .await;
    result.unwrap();
    assert_eq!(net.calls(), 4);
}

#[tokio::test]
async fn a_404_after_that_time_is_an_error() {
    let (result, net, clock) = wait_for(&[|| refused(404)]).await;
    let Err(WaitError::Call(Error::Api(error))) = result else {
        panic!("{result:?}")
    };
    assert_eq!(error.status(), 404);
    // 2 + 3 + 4.5 + 6.75 + 10 = 26.25 seconds are less than 30, and 36.25 are more.
    assert_eq!(net.calls(), 7);
    assert_eq!(clock.time(), Duration::from_secs_f64(36.25));
}

#[tokio::test]
async fn no_404_is_tolerated_if_absent_for_is_zero() {
    let (net, clock) = (net(&[|| refused(404)]), FakeClock::default());
    let result = waiter(&net, &clock).absent_for(Duration::ZERO).await;
    assert!(matches!(result, Err(WaitError::Call(Error::Api(_)))), "{result:?}");
    assert_eq!(net.calls(), 1);
}

#[tokio::test]
async fn a_failed_state_is_an_error_with_its_response() {
    let (result, net, _) = wait_for(&[|| in_state("PENDING_CREATION"), || in_state("CREATE_FAILED")]).await;
    let Err(error @ WaitError::Failed(_)) = result else {
        panic!("{result:?}")
    };
    let id = net.headers("concur-correlationid")[1].clone();
    assert_eq!(
        error.to_string(),
        format!("`test.get` until `created`: `status` is `CREATE_FAILED`, which is a failure; correlation id {id}")
    );
    assert_eq!(
        (error.state(), error.correlation_id()),
        (Some("CREATE_FAILED"), Some(id.as_str()))
    );
    let WaitError::Failed(ended) = error else { panic!() };
    assert_eq!((&*ended.operation().name, ended.waiting().name), ("get", "created"));
    assert_eq!(ended.response()["status"], "CREATE_FAILED");
    assert_eq!(ended.into_response()["id"], "personal");
}

#[tokio::test]
async fn an_unknown_state_ends_the_wait_with_its_own_error() {
    let (result, net, clock) = wait_for(&[|| in_state("ON\nHOLD"), || in_state("CREATED")]).await;
    let Err(error @ WaitError::Unknown(_)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(
        error.to_string(),
        format!(
            "`test.get` until `created`: `status` is `ON HOLD`, which is not a known state; correlation id {}",
            net.headers("concur-correlationid")[0]
        )
    );
    assert_eq!(error.state(), Some("ON\nHOLD"));
    assert_eq!(net.calls(), 1);
    assert!(clock.slept().is_empty());
}

#[tokio::test]
async fn states_are_compared_exactly() {
    for state in ["created", "CREATED ", "CREATE"] {
        let net = Net::new(move |_, _| in_state(state));
        let result = waiter(&net, &FakeClock::default()).await;
        assert!(matches!(result, Err(WaitError::Unknown(_))), "{state}");
    }
}

#[tokio::test]
async fn a_response_without_a_state_is_not_final() {
    let (result, net, _) = wait_for(&[
        || Answer::ok(json!({})),
        || Answer::ok(json!({"status": null})),
        || in_state(""),
        || in_state("CREATED"),
    ])
    .await;
    result.unwrap();
    assert_eq!(net.calls(), 4);
}

#[tokio::test]
async fn a_timeout_error_has_the_last_state() {
    let (result, net, clock) = wait_for(&[|| in_state("PENDING_CREATION")]).await;
    let error = result.unwrap_err();
    let id = net.headers("concur-correlationid").pop().unwrap();
    assert_eq!(
        error.to_string(),
        format!(
            "`test.get` until `created`: that was not reached after {:?}; `status` was `PENDING_CREATION` last; \
             correlation id {id}",
            clock.time()
        )
    );
    let unfinished = timed_out(Err(error));
    assert_eq!(unfinished.state(), Some("PENDING_CREATION"));
    assert_eq!(unfinished.calls(), net.calls() as u64);
    assert_eq!(unfinished.after(), clock.time());
    assert_eq!(unfinished.correlation_id(), Some(id.as_str()));
    assert!(unfinished.last_error().is_none());
    assert_eq!(unfinished.into_last().unwrap()["status"], "PENDING_CREATION");
}

#[tokio::test]
async fn a_timeout_error_after_failures_only_has_the_last_failure() {
    let (result, net, _) = wait_for(&[|| refused(404), || refused(503)]).await;
    let error = result.unwrap_err();
    let id = net.headers("concur-correlationid").pop().unwrap();
    let message = error.to_string();
    assert!(
        message.contains("; the last call failed: `test.get` was refused: 503 Service Unavailable"),
        "{message}"
    );
    assert!(message.ends_with(&id), "{message}");
    let unfinished = timed_out(Err(error));
    assert!(unfinished.last().is_none());
    assert_eq!(unfinished.last_error().unwrap().status().unwrap(), 503);
}

#[tokio::test]
async fn a_transient_failure_keeps_the_wait_and_the_last_state() {
    let answers: [fn() -> Answer; 8] = [
        || refused(429),
        || refused(503),
        || Answer::Fails(SendError::NotSent("no address".into())),
        || Answer::Fails(SendError::NoResponse("broken off".into())),
        || {
            Answer::Fails(SendError::TimedOut {
                after: Duration::from_secs(1),
            })
        },
        || Answer::Response(http::Response::new("<html>".into())),
        || Answer::Response(http::Response::new("".into())),
        || in_state("CREATED").with("content-type", "text/html"),
    ];
    for failure in answers {
        let net = Net::new(move |number, _| match number {
            0 => in_state("PENDING_CREATION"),
            1 => failure(),
            _ => in_state("CREATED"),
        });
        waiter(&net, &FakeClock::default()).await.unwrap();
        assert_eq!(net.calls(), 3);

        let net = Net::new(move |number, _| {
            if number == 0 {
                in_state("PENDING_CREATION")
            } else {
                failure()
            }
        });
        let unfinished = timed_out(waiter(&net, &FakeClock::default()).await);
        assert_eq!(unfinished.state(), Some("PENDING_CREATION"));
        assert!(unfinished.last_error().is_some());
    }
}

#[tokio::test]
async fn a_permanent_failure_ends_the_wait_at_once() {
    let answers: [fn() -> Answer; 7] = [
        || refused(400),
        || refused(401),
        || refused(403),
        || refused(410),
        || refused(500),
        || refused(302),
        || Answer::Fails(SendError::TooLarge { limit: 1 }),
    ];
    for (number, failure) in answers.into_iter().enumerate() {
        let net = Net::new(move |call, _| if call == 0 { failure() } else { in_state("CREATED") });
        let result = waiter(&net, &FakeClock::default()).await;
        assert!(matches!(result, Err(WaitError::Call(_))), "{number}: {result:?}");
        assert_eq!(net.calls(), 1);
    }
}

#[tokio::test]
async fn a_given_correlation_id_is_only_used_for_the_first_call() {
    let (net, clock) = (
        net(&[
            || in_state("PENDING_CREATION"),
            || in_state("PENDING_CREATION"),
            || in_state("CREATED"),
        ]),
        FakeClock::default(),
    );
    let id = CorrelationId::random();
    let call = Call::new(&net.client_at(&clock), &GET)
        .path("id", 1)
        .options(CallOptions::new().correlation_id(id.clone()));
    let answer = Waiter::new(call, &CREATED, |answer| answer["status"].as_str())
        .await
        .unwrap();
    let ids = net.headers("concur-correlationid");
    assert_eq!(ids[0], id.as_str());
    assert!(ids[1] != ids[0] && ids[2] != ids[0] && ids[1] != ids[2]);
    assert_eq!(answer.correlation_id(), ids[2]);
}

#[tokio::test]
async fn errors_show_no_personal_data() {
    fn assert_error<X: std::error::Error + Send + Sync + 'static>(_: &X) {}
    let clock = FakeClock::default();
    let output = |error: &WaitError<Value, TestError>| format!("{error} {error:?}");
    let answers: [fn() -> Answer; 4] = [
        || in_state("CREATE_FAILED"),
        || in_state("OTHER"),
        || in_state("PENDING_CREATION"),
        || refused(404),
    ];
    for answer in answers {
        let waiter = waiter(&Net::new(move |_, _| answer()), &clock);
        assert!(!format!("{waiter:?}").contains("personal"));
        let error = waiter.await.unwrap_err();
        assert_error(&error);
        assert!(!output(&error).contains("personal"), "{}", output(&error));
        assert_eq!(error.to_string().lines().count(), 1);
    }
    assert!(size_of::<WaitError<Value, TestError>>() <= 32);
}

#[tokio::test]
async fn json_of_an_unexpected_shape_ends_the_wait_at_once() {
    let net = Net::new(|_, _| Answer::ok(json!("no")));
    let call = Call::new(&net.client_at(&FakeClock::default()), &GET).path("id", 1);
    let result = sap_concur_runtime::Waiter::<Vec<u8>, TestError>::new(call, &CREATED, |_| None).await;
    assert!(matches!(result, Err(WaitError::Call(Error::Decode(_)))), "{result:?}");
    assert_eq!(net.calls(), 1);
}

#[tokio::test]
async fn retry_after_of_a_maintenance_page_is_honored() {
    let answers: [fn() -> Answer; 2] = [
        || {
            Answer::Response(http::Response::new("<html>".into()))
                .with("content-type", "text/html")
                .with("retry-after", "7")
        },
        || in_state("CREATED"),
    ];
    let net = Net::new(move |number, _| answers[number]());
    let clock = FakeClock::default();
    waiter(&net, &clock).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(7)]);
}

#[tokio::test]
async fn an_error_says_whether_the_last_call_was_carried_out() {
    let answers: [(fn() -> Answer, CarriedOut); 5] = [
        (|| in_state("CREATE_FAILED"), CarriedOut::Yes),
        (|| in_state("PENDING_CREATION"), CarriedOut::Yes),
        (|| refused(403), CarriedOut::No),
        (|| refused(503), CarriedOut::Perhaps),
        (|| Answer::Never, CarriedOut::Perhaps),
    ];
    for (answer, carried_out) in answers {
        let error = waiter(&Net::new(move |_, _| answer()), &FakeClock::default())
            .await
            .unwrap_err();
        assert_eq!(error.carried_out(), carried_out, "{error}");
    }
}

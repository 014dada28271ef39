//! What a waiter makes of an answer, and of none.

use super::*;

#[tokio::test]
async fn the_answer_with_a_final_state_is_the_result() {
    let (waited, net, clock) = wait_for(&[|| is("CREATED")]).await;
    assert_eq!(waited.unwrap()["status"], "CREATED");
    assert_eq!(net.calls(), 1);
    assert_eq!(clock.slept(), []);
}

#[tokio::test]
async fn first_404s_are_tolerated_for_a_while() {
    let (waited, net, _) = wait_for(&[
        || refused(404),
        || refused(404),
        || is("PENDING_CREATION"),
        || is("CREATED"),
    ])
    .await;
    waited.unwrap();
    assert_eq!(net.calls(), 4);
}

#[tokio::test]
async fn a_404_after_that_while_is_an_error() {
    let (waited, net, clock) = wait_for(&[|| refused(404)]).await;
    let Err(WaitError::Call(Error::Api(error))) = waited else {
        panic!("{waited:?}")
    };
    assert_eq!(error.status(), 404);
    // 2 + 3 + 4.5 + 6.75 + 10 = 26.25 seconds are less than 30, and 36.25 are more.
    assert_eq!(net.calls(), 7);
    assert_eq!(clock.time(), Duration::from_secs_f64(36.25));
}

#[tokio::test]
async fn no_404_is_tolerated_when_there_is_no_while() {
    let (net, clock) = (net(&[|| refused(404)]), FakeClock::default());
    let waited = waiter(&net, &clock).absent_for(Duration::ZERO).await;
    assert!(matches!(waited, Err(WaitError::Call(Error::Api(_)))), "{waited:?}");
    assert_eq!(net.calls(), 1);
}

#[tokio::test]
async fn a_failure_is_told_with_its_answer() {
    let (waited, net, _) = wait_for(&[|| is("PENDING_CREATION"), || is("CREATE_FAILED")]).await;
    let Err(error @ WaitError::Failed(_)) = waited else {
        panic!("{waited:?}")
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
async fn an_unknown_state_ends_the_wait_and_is_told_apart() {
    let (waited, net, clock) = wait_for(&[|| is("ON\nHOLD"), || is("CREATED")]).await;
    let Err(error @ WaitError::Unknown(_)) = waited else {
        panic!("{waited:?}")
    };
    assert_eq!(
        error.to_string(),
        format!(
            "`test.get` until `created`: `status` is `ON HOLD`, and nobody knows what that means; correlation id {}",
            net.headers("concur-correlationid")[0]
        )
    );
    assert_eq!(error.state(), Some("ON\nHOLD"));
    assert_eq!(net.calls(), 1);
    assert_eq!(clock.slept(), []);
}

#[tokio::test]
async fn states_are_compared_to_the_letter() {
    for state in ["created", "CREATED ", "CREATE"] {
        let net = Net::new(move |_, _| is(state));
        let waited = waiter(&net, &FakeClock::default()).await;
        assert!(matches!(waited, Err(WaitError::Unknown(_))), "{state}");
    }
}

#[tokio::test]
async fn an_answer_without_a_state_is_not_final() {
    let (waited, net, _) = wait_for(&[
        || Answer::ok(json!({})),
        || Answer::ok(json!({"status": null})),
        || is(""),
        || is("CREATED"),
    ])
    .await;
    waited.unwrap();
    assert_eq!(net.calls(), 4);
}

#[tokio::test]
async fn a_wait_that_times_out_says_what_it_saw_last() {
    let (waited, net, clock) = wait_for(&[|| is("PENDING_CREATION")]).await;
    let error = waited.unwrap_err();
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
async fn a_wait_that_saw_nothing_but_failures_says_the_last_one() {
    let (waited, net, _) = wait_for(&[|| refused(404), || refused(503)]).await;
    let error = waited.unwrap_err();
    let id = net.headers("concur-correlationid").pop().unwrap();
    let said = error.to_string();
    assert!(
        said.contains("; the last call failed: `test.get` was refused: 503 Service Unavailable"),
        "{said}"
    );
    assert!(said.ends_with(&id), "{said}");
    let unfinished = timed_out(Err(error));
    assert!(unfinished.last().is_none());
    assert_eq!(unfinished.last_error().unwrap().status().unwrap(), 503);
}

#[tokio::test]
async fn a_failure_that_passes_does_not_end_the_wait_nor_what_was_seen_before() {
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
        || Answer::Is(http::Response::new("<html>".into())),
        || Answer::Is(http::Response::new("".into())),
        || is("CREATED").with("content-type", "text/html"),
    ];
    for failure in answers {
        let net = Net::new(move |number, _| match number {
            0 => is("PENDING_CREATION"),
            1 => failure(),
            _ => is("CREATED"),
        });
        waiter(&net, &FakeClock::default()).await.unwrap();
        assert_eq!(net.calls(), 3);

        let net = Net::new(move |number, _| if number == 0 { is("PENDING_CREATION") } else { failure() });
        let unfinished = timed_out(waiter(&net, &FakeClock::default()).await);
        assert_eq!(unfinished.state(), Some("PENDING_CREATION"));
        assert!(unfinished.last_error().is_some());
    }
}

#[tokio::test]
async fn a_failure_that_will_not_pass_ends_the_wait_at_once() {
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
        let net = Net::new(move |call, _| if call == 0 { failure() } else { is("CREATED") });
        let waited = waiter(&net, &FakeClock::default()).await;
        assert!(matches!(waited, Err(WaitError::Call(_))), "{number}: {waited:?}");
        assert_eq!(net.calls(), 1);
    }
}

#[tokio::test]
async fn each_call_has_an_id_of_its_own_and_one_that_is_given_is_of_the_first() {
    let (net, clock) = (
        net(&[|| is("PENDING_CREATION"), || is("PENDING_CREATION"), || is("CREATED")]),
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
async fn nothing_personal_is_shown() {
    fn is_error<X: std::error::Error + Send + Sync + 'static>(_: &X) {}
    let clock = FakeClock::default();
    let shown = |error: &WaitError<Value, TestError>| format!("{error} {error:?}");
    let answers: [fn() -> Answer; 4] = [
        || is("CREATE_FAILED"),
        || is("OTHER"),
        || is("PENDING_CREATION"),
        || refused(404),
    ];
    for answer in answers {
        let waiter = waiter(&Net::new(move |_, _| answer()), &clock);
        assert!(!format!("{waiter:?}").contains("personal"));
        let error = waiter.await.unwrap_err();
        is_error(&error);
        assert!(!shown(&error).contains("personal"), "{}", shown(&error));
        assert_eq!(error.to_string().lines().count(), 1);
    }
    assert!(size_of::<WaitError<Value, TestError>>() <= 32);
}

#[tokio::test]
async fn json_of_another_shape_ends_the_wait_at_once() {
    let net = Net::new(|_, _| Answer::ok(json!("no")));
    let call = Call::new(&net.client_at(&FakeClock::default()), &GET).path("id", 1);
    let waited = sap_concur_runtime::Waiter::<Vec<u8>, TestError>::new(call, &CREATED, |_| None).await;
    assert!(matches!(waited, Err(WaitError::Call(Error::Decode(_)))), "{waited:?}");
    assert_eq!(net.calls(), 1);
}

#[tokio::test]
async fn a_page_for_maintenance_may_ask_for_a_pause() {
    let answers: [fn() -> Answer; 2] = [
        || {
            Answer::Is(http::Response::new("<html>".into()))
                .with("content-type", "text/html")
                .with("retry-after", "7")
        },
        || is("CREATED"),
    ];
    let net = Net::new(move |number, _| answers[number]());
    let clock = FakeClock::default();
    waiter(&net, &clock).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(7)]);
}

#[tokio::test]
async fn a_wait_says_whether_its_last_call_was_carried_out() {
    let answers: [(fn() -> Answer, CarriedOut); 5] = [
        (|| is("CREATE_FAILED"), CarriedOut::Yes),
        (|| is("PENDING_CREATION"), CarriedOut::Yes),
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

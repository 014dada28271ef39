//! Waiting until something has happened.

use std::{
    future::{pending, poll_fn, ready},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::Poll,
    time::Duration,
};

use sap_concur_runtime::{
    Call, CallOptions, CorrelationId, Error, Method, Operation, Response, SendError, Unfinished, WaitError, Waiting,
};
use serde_json::{Value, json};

use super::support::{Answer, FakeClock, Net, TestError, poll_once};

static GET: Operation = Operation {
    api: "test",
    name: "get",
    method: Method::GET,
    path: "/gateway/v4/things/{id}",
    scope: None,
    authorized: true,
    idempotent: true,
    refused_when: None,
};

static CREATED: Waiting = Waiting {
    name: "created",
    field: "status",
    done: &["CREATED"],
    failed: &["CREATE_FAILED"],
    pending: &["PENDING_CREATION"],
    first_pause: Duration::from_secs(2),
    longest_pause: Duration::from_secs(10),
    within: Duration::from_secs(100),
    absent_for: Duration::from_secs(30),
};

type Waiter = sap_concur_runtime::Waiter<Value, TestError>;
type Waited = Result<Response<Value>, WaitError<Value, TestError>>;

fn waiter(net: &Net, clock: &FakeClock) -> Waiter {
    let call = Call::new(&net.client_at(clock), &GET).path("id", "personal");
    Waiter::new(call, &CREATED, |answer| answer["status"].as_str())
}

fn is(state: &str) -> Answer {
    Answer::ok(json!({"status": state, "id": "personal"}))
}

fn refused(status: u16) -> Answer {
    Answer::status(status, json!({}))
}

/// Waits for answers that come one after the other, the last one over and over.
async fn wait_for(answers: &'static [fn() -> Answer]) -> (Waited, Net, FakeClock) {
    let (net, clock) = (net(answers), FakeClock::default());
    let waited = waiter(&net, &clock).await;
    (waited, net, clock)
}

fn net(answers: &'static [fn() -> Answer]) -> Net {
    Net::new(|number, _| answers[number.min(answers.len() - 1)]())
}

fn seconds(seconds: &[f64]) -> Vec<Duration> {
    seconds.iter().copied().map(Duration::from_secs_f64).collect()
}

fn timed_out(waited: Waited) -> Unfinished<Value, TestError> {
    match waited {
        Err(WaitError::TimedOut(unfinished)) => unfinished,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_answer_with_a_final_state_is_the_result() {
    let (waited, net, clock) = wait_for(&[|| is("CREATED")]).await;
    assert_eq!(waited.unwrap()["status"], "CREATED");
    assert_eq!(net.calls(), 1);
    assert_eq!(clock.slept(), []);
}

#[tokio::test]
async fn each_pause_is_half_as_long_again_up_to_the_longest() {
    let net = Net::new(|number, _| is(if number < 7 { "PENDING_CREATION" } else { "CREATED" }));
    let clock = FakeClock::default();
    waiter(&net, &clock).await.unwrap();
    assert_eq!(clock.slept(), seconds(&[2.0, 3.0, 4.5, 6.75, 10.0, 10.0, 10.0]));
    assert_eq!(net.calls(), 8);
    assert_eq!(net.urls()[7], "https://api.example.com/gateway/v4/things/personal");
}

#[tokio::test]
async fn chance_makes_a_pause_shorter_by_a_fifth_at_most() {
    let net = net(&[|| is("PENDING_CREATION"), || is("PENDING_CREATION"), || is("CREATED")]);
    let clock = FakeClock::with_chance(1.0);
    waiter(&net, &clock).await.unwrap();
    assert_eq!(clock.slept(), seconds(&[1.6, 2.4]));
}

#[tokio::test]
async fn pauses_and_time_can_be_set() {
    let net = net(&[|| is("PENDING_CREATION")]);
    let clock = FakeClock::default();
    let waiter = waiter(&net, &clock)
        .first_pause(Duration::from_secs(1))
        .longest_pause(Duration::from_secs(1))
        .within(Duration::from_secs(3));
    let unfinished = timed_out(waiter.await);
    assert_eq!(clock.slept()[..2], seconds(&[1.0, 1.0]));
    assert!(unfinished.after() <= Duration::from_secs(3));
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
    assert_eq!(error.0.status(), 404);
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
    assert_eq!((ended.operation().name, ended.waiting().name), ("get", "created"));
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
async fn the_last_call_is_shortly_before_the_end_and_nothing_is_after_it() {
    let (waited, net, clock) = wait_for(&[|| is("PENDING_CREATION")]).await;
    timed_out(waited);
    // The first pause is 2 seconds, and the time is up after 100.
    assert!(
        (98.0..100.0).contains(&clock.time().as_secs_f64()),
        "{:?}",
        clock.time()
    );
    assert_eq!(net.calls(), clock.slept().len() + 1);
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
    let answers: [fn() -> Answer; 5] = [
        || refused(429),
        || refused(503),
        || Answer::Fails(SendError::NotSent("no address".into())),
        || Answer::Fails(SendError::NoAnswer("broken off".into())),
        || {
            Answer::Fails(SendError::TimedOut {
                after: Duration::from_secs(1),
            })
        },
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
    let answers: [fn() -> Answer; 8] = [
        || refused(400),
        || refused(401),
        || refused(403),
        || refused(410),
        || refused(500),
        || refused(302),
        || Answer::ok(json!("no")).with("content-type", "text/html"),
        || Answer::Fails(SendError::TooLarge { limit: 1 }),
    ];
    for (number, failure) in answers.into_iter().enumerate() {
        let net = Net::new(move |call, _| match (number, call) {
            // A body that is no JSON at all.
            (6, _) => Answer::Is(http::Response::new("<html>".into())),
            (_, 0) => failure(),
            _ => is("CREATED"),
        });
        let waited = waiter(&net, &FakeClock::default()).await;
        assert!(matches!(waited, Err(WaitError::Call(_))), "{number}: {waited:?}");
        assert_eq!(net.calls(), 1);
    }
}

#[tokio::test]
async fn the_service_can_ask_for_a_longer_pause_and_not_for_a_shorter_one() {
    let (waited, _, clock) = wait_for(&[
        || is("PENDING_CREATION").with("retry-after", "20"),
        || is("PENDING_CREATION").with("retry-after", "0"),
        || refused(429).with("retry-after", "15"),
        || refused(404).with("retry-after", "9"),
        || is("CREATED"),
    ])
    .await;
    assert!(
        matches!(&waited, Err(WaitError::Call(_))),
        "38 seconds are too long for a 404: {waited:?}"
    );
    assert_eq!(clock.slept(), seconds(&[20.0, 3.0, 15.0]));
}

#[tokio::test]
async fn asked_to_wait_longer_than_there_is_time_a_wait_is_over_at_once() {
    for asked in ["100", "18446744073709551615", "99999999999999999999999"] {
        let net = Net::new(move |_, _| is("PENDING_CREATION").with("retry-after", asked));
        let clock = FakeClock::default();
        let unfinished = timed_out(waiter(&net, &clock).await);
        assert_eq!(net.calls(), 1, "{asked}");
        assert_eq!(unfinished.after(), Duration::ZERO);
    }
}

#[tokio::test]
async fn a_call_under_way_is_given_up_when_the_time_is_up() {
    let net = Net::new(|number, _| {
        if number == 0 {
            is("PENDING_CREATION")
        } else {
            Answer::Never
        }
    });
    let clock = FakeClock::default();
    let unfinished = timed_out(waiter(&net, &clock).await);
    assert_eq!(net.calls(), 2);
    assert_eq!(unfinished.after(), Duration::from_secs(100));
    assert_eq!(unfinished.calls(), 1);
    assert_eq!(unfinished.state(), Some("PENDING_CREATION"));
}

#[tokio::test]
async fn without_time_nothing_is_sent() {
    let (net, clock) = (net(&[|| is("CREATED")]), FakeClock::default());
    let error = waiter(&net, &clock).within(Duration::ZERO).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`test.get` until `created`: that was not reached after 0ns; there was no answer yet"
    );
    assert_eq!(error.correlation_id(), None);
    timed_out(Err(error));
    assert_eq!(net.calls(), 0);
}

#[tokio::test]
async fn times_of_any_length_bring_no_panic() {
    let times = [
        Duration::ZERO,
        Duration::from_nanos(1),
        Duration::from_secs(1),
        Duration::MAX,
    ];
    for first in times {
        for longest in times {
            for within in times {
                for chance in [0.0, 0.9, f64::NAN, f64::INFINITY, -1.0] {
                    let net = Net::new(|number, _| is(if number < 20 { "PENDING_CREATION" } else { "CREATED" }));
                    let clock = FakeClock::with_chance(chance);
                    let waiter = waiter(&net, &clock)
                        .first_pause(first)
                        .longest_pause(longest)
                        .within(within);
                    let waited = waiter.absent_for(Duration::MAX).await;
                    assert!(matches!(waited, Ok(_) | Err(WaitError::TimedOut(_))), "{waited:?}");
                    assert!(clock.time() <= within);
                }
            }
        }
    }
}

#[test]
fn a_wait_can_be_cancelled() {
    for under_way in [is as fn(&str) -> Answer, |_| Answer::Never] {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let net = Net::new(move |_, _| under_way("PENDING_CREATION"));
        let cancelled = poll_fn(move |_| {
            if stopped.load(Relaxed) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        let waiter = waiter(&net, &FakeClock::standing_still()).unless(cancelled);
        let mut waiting = waiter.into_future();
        for _ in 0..3 {
            assert!(poll_once(waiting.as_mut()).is_pending());
        }
        stop.store(true, Relaxed);
        let Poll::Ready(Err(error @ WaitError::Cancelled(_))) = poll_once(waiting.as_mut()) else {
            panic!("it goes on")
        };
        assert!(
            error
                .to_string()
                .starts_with("`test.get` until `created`: that was no longer waited for after 0ns; ")
        );
        assert_eq!(net.calls(), 1);
    }
}

#[test]
fn a_cancelled_wait_tells_what_it_saw_last() {
    let net = net(&[|| is("PENDING_CREATION")]);
    let mut polls = 0;
    let cancelled = poll_fn(move |_| {
        polls += 1;
        if polls > 2 { Poll::Ready(()) } else { Poll::Pending }
    });
    let mut waiting = waiter(&net, &FakeClock::standing_still())
        .unless(cancelled)
        .into_future();
    let error = loop {
        if let Poll::Ready(waited) = poll_once(waiting.as_mut()) {
            break waited.unwrap_err();
        }
    };
    assert_eq!(error.state(), Some("PENDING_CREATION"));
    let WaitError::Cancelled(unfinished) = error else {
        panic!()
    };
    assert_eq!(unfinished.last().unwrap()["status"], "PENDING_CREATION");
}

#[tokio::test]
async fn a_wait_that_is_cancelled_before_it_begins_sends_nothing() {
    let net = net(&[|| is("CREATED")]);
    let waited = waiter(&net, &FakeClock::default()).unless(ready(())).await;
    assert!(matches!(waited, Err(WaitError::Cancelled(_))), "{waited:?}");
    assert_eq!(net.calls(), 0);
}

#[tokio::test]
async fn either_of_two_reasons_cancels_a_wait() {
    for (first, second) in [(true, false), (false, true)] {
        let reason = |now: bool| async move { if now { ready(()).await } else { pending().await } };
        let net = net(&[|| is("CREATED")]);
        let waiter = waiter(&net, &FakeClock::default())
            .unless(reason(first))
            .unless(reason(second));
        assert!(matches!(waiter.await, Err(WaitError::Cancelled(_))));
    }
}

#[tokio::test]
async fn a_cancellation_that_never_comes_changes_nothing() {
    let net = net(&[|| is("PENDING_CREATION"), || is("CREATED")]);
    waiter(&net, &FakeClock::default()).unless(pending()).await.unwrap();
}

#[test]
fn a_wait_that_is_dropped_sends_nothing_more() {
    let net = net(&[|| is("PENDING_CREATION")]);
    let mut waiting = pin!(waiter(&net, &FakeClock::standing_still()).into_future());
    assert!(poll_once(waiting.as_mut()).is_pending());
    waiting.set(Box::pin(pending()));
    assert!(poll_once(waiting.as_mut()).is_pending());
    assert_eq!(net.calls(), 1);
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

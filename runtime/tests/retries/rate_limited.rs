//! Calls that the service refuses with 429.

use std::time::Duration;

use sap_concur_runtime::{
    CallOptions, CarriedOut, Clock, RetryPolicy,
    testing::{Fault, ManualClock, Script, Step, answer},
};

use super::support::*;

fn busy() -> Step {
    answer(429, "").header("retry-after", "1").into()
}

#[tokio::test]
async fn a_call_refused_with_429_waits_and_is_retried() {
    for operation in [&POST, &GET, &PUT, &DELETE] {
        let bench = bench(Script::new().then(busy()).then(busy()).then(answer(201, "")));
        let response = bench.send(operation).await.unwrap();
        assert_eq!(
            (response.attempts(), bench.sent(), bench.clock.sleeps().len()),
            (3, 3, 2)
        );
        assert!(bench.clock.elapsed() >= SECOND * 2);
    }
}

#[tokio::test]
async fn a_429_does_not_count_as_an_attempt() {
    let script = (0..9).fold(Script::new(), |script, _| script.then(busy()));
    let bench = bench(script.then(Fault::NotSent).then(answer(201, "")));
    let options = CallOptions::new().attempts(2);
    assert_eq!(bench.send_with(&POST, options).await.unwrap().attempts(), 11);
}

#[tokio::test]
async fn a_429_takes_nothing_from_the_budget() {
    let script = Script::new().then(busy()).then(busy()).then(answer(201, ""));
    let bench = bench_of(script, ManualClock::jumping(), |builder| builder.retry_budget(0));
    assert_eq!(bench.send(&POST).await.unwrap().attempts(), 3);
}

#[tokio::test]
async fn without_retries_a_429_is_returned_at_once() {
    for operation in [&POST, &GET] {
        let bench = bench(Script::new().then(busy()));
        let options = CallOptions::new().retries(RetryPolicy::never());
        let error = bench.send_with(operation, options).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (429, 1));
        assert!(bench.clock.sleeps().is_empty());
    }
}

#[tokio::test]
async fn without_wait_on_429_a_429_is_treated_like_a_503() {
    let off = RetryPolicy {
        wait_on_429: false,
        ..POLICY
    };
    for (operation, sent) in [(&POST, 1), (&GET, 4)] {
        let bench = bench_of(Script::by(|_| busy()), ManualClock::jumping(), |builder| {
            builder.retries(off)
        });
        let error = bench.send(operation).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (429, sent));
    }
}

#[tokio::test]
async fn the_waits_add_up_to_at_most_the_patience() {
    for retry_after in ["0", "7", "40"] {
        let bench = bench(Script::by(move |_| {
            answer(429, "").header("retry-after", retry_after).into()
        }));
        let error = bench.send(&POST).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 429);
        assert_eq!(error.carried_out(), CarriedOut::No);
        assert_eq!(error.attempts() as usize, bench.sent());
        let waited: Duration = bench.clock.sleeps().iter().sum();
        assert!(waited <= POLICY.max_wait && waited >= SECOND * 80, "{waited:?}");
    }
}

#[tokio::test]
async fn a_wait_longer_than_the_patience_is_not_started() {
    let bench = bench(Script::by(|_| answer(429, "").header("retry-after", "121").into()));
    let error = bench.send(&POST).await.unwrap_err();
    assert_eq!((error.attempts(), bench.clock.sleeps().len()), (1, 0));
}

#[tokio::test]
async fn a_wait_past_the_deadline_is_not_started() {
    for (deadline, sent) in [(1000, 1), (1001, 2)] {
        let bench = bench(Script::new().then(busy()).then(answer(201, "")));
        let options = CallOptions::new().deadline(Duration::from_millis(deadline));
        let outcome = bench.send_with(&POST, options).await;
        assert_eq!((bench.sent(), outcome.is_ok()), (sent, sent == 2));
    }
}

#[tokio::test]
async fn a_policy_without_waits_does_not_spin() {
    let policy = RetryPolicy {
        max_wait: SECOND,
        wait_on_429: true,
        ..RetryPolicy::never()
    };
    let bench = bench(Script::by(|_| answer(429, "").into()));
    let options = CallOptions::new().retries(policy);
    let error = bench.send_with(&POST, options).await.unwrap_err();
    assert!(error.attempts() <= 101, "{}", error.attempts());
}

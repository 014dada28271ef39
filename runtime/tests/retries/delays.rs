//! The delay before a retry.

use std::time::Duration;

use sap_concur_runtime::{
    CallOptions, Clock, RetryPolicy,
    testing::{Answer, ManualClock, Script, answer},
};

use super::support::*;

fn busy() -> Script {
    Script::by(|_| answer(503, "").into())
}

fn millis(bench: &Bench) -> Vec<u128> {
    bench.clock.sleeps().iter().map(Duration::as_millis).collect()
}

#[tokio::test]
async fn delays_double_and_have_full_jitter() {
    for (chance, pauses) in [(0.0, [0, 0, 0]), (0.5, [250, 500, 1000]), (0.9, [450, 900, 1800])] {
        let bench = bench_of(busy(), ManualClock::jumping().with_random(chance), |builder| builder);
        bench.send(&GET).await.unwrap_err();
        assert_eq!(millis(&bench), pauses);
    }
}

#[tokio::test]
async fn no_delay_is_longer_than_the_max_delay() {
    let policy = RetryPolicy {
        attempts: 9,
        max_delay: Duration::from_millis(1500),
        ..POLICY
    };
    let bench = bench_of(busy(), ManualClock::jumping().with_random(1.0), |builder| {
        builder.retries(policy)
    });
    bench.send(&GET).await.unwrap_err();
    assert_eq!(millis(&bench), [500, 1000, 1500, 1500, 1500, 1500, 1500, 1500]);
}

#[tokio::test]
async fn a_call_can_override_the_delays() {
    let bench = bench(busy());
    let policy = RetryPolicy {
        attempts: 3,
        initial_delay: SECOND * 8,
        ..POLICY
    };
    bench
        .send_with(&GET, CallOptions::new().retries(policy))
        .await
        .unwrap_err();
    assert_eq!(millis(&bench), [4000, 8000]);
}

/// Returns the delay after this response.
async fn delay_after(response: Answer) -> Vec<u128> {
    let bench = bench(Script::new().then(response).then(answer(200, "")));
    assert_eq!(bench.send(&GET).await.unwrap().attempts(), 2);
    millis(&bench)
}

#[tokio::test]
async fn retry_after_in_seconds_is_honored() {
    for status in [503, 500] {
        assert_eq!(delay_after(answer(status, "").header("retry-after", "7")).await, [7000]);
    }
    assert_eq!(delay_after(answer(429, "").header("retry-after", "7")).await, [7250]);
}

#[tokio::test]
async fn retry_after_as_a_date_is_honored() {
    let clock = ManualClock::jumping();
    let date_in = |seconds| {
        let moment = jiff::Timestamp::try_from(clock.now() + Duration::from_secs(seconds)).unwrap();
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&moment)
            .unwrap()
    };
    for (date, delay) in [
        (date_in(30), 30_000),
        (date_in(0), 1000),
        ("Thu, 01 Jan 2015 00:00:00 GMT".into(), 1000),
    ] {
        assert_eq!(delay_after(answer(503, "").header("retry-after", date)).await, [delay]);
    }
}

#[tokio::test]
async fn retry_after_0_waits_the_minimum() {
    assert_eq!(delay_after(answer(429, "").header("retry-after", "0")).await, [1250]);
    let bench = bench(Script::by(|_| answer(503, "").header("retry-after", "0").into()));
    bench.send(&GET).await.unwrap_err();
    assert_eq!((bench.sent(), millis(&bench)), (4, vec![1000, 1000, 1000]));
}

#[tokio::test]
async fn an_invalid_retry_after_waits_the_minimum() {
    for retry_after in ["soon", "5s", "-1", ""] {
        assert_eq!(
            delay_after(answer(503, "").header("retry-after", retry_after)).await,
            [1000]
        );
        assert_eq!(
            delay_after(answer(429, "").header("retry-after", retry_after)).await,
            [1250]
        );
    }
    for (retry_after, delay) in [("1.5", 2000), ("3, 5", 5000)] {
        assert_eq!(
            delay_after(answer(503, "").header("retry-after", retry_after)).await,
            [delay]
        );
    }
}

#[tokio::test]
async fn a_retry_after_over_the_patience_is_not_retried() {
    for retry_after in ["121", "99999999999999999999999", "Thu, 01 Jan 2099 00:00:00 GMT"] {
        let bench = bench(
            Script::new()
                .then(answer(503, "").header("retry-after", retry_after))
                .then(answer(200, "")),
        );
        let error = bench.send(&GET).await.unwrap_err();
        assert_eq!((error.attempts(), bench.sent(), millis(&bench).len()), (1, 1, 0));
        let Error::Api(refused) = error else { panic!("{error}") };
        assert!(refused.retry_after().unwrap() > SECOND * 120);
    }
    assert_eq!(
        delay_after(answer(503, "").header("retry-after", "120")).await,
        [120_000]
    );
}

#[tokio::test]
async fn a_chance_out_of_range_means_the_full_delay() {
    for chance in [f64::NAN, -1.0, 2.0, f64::INFINITY] {
        let bench = bench_of(busy(), ManualClock::jumping().with_random(chance), |builder| builder);
        bench.send(&GET).await.unwrap_err();
        assert_eq!(millis(&bench), [500, 1000, 2000], "{chance}");
    }
}

//! The retry budget that all calls of a client share.

use sap_concur_runtime::{
    CallOptions, RetryPolicy,
    testing::{Fault, ManualClock, Script, answer},
};

use super::support::*;

fn failing(budget: u32) -> Bench {
    let script = Script::by(|_| answer(503, "").into());
    bench_of(script, ManualClock::jumping(), |builder| builder.retry_budget(budget))
}

#[tokio::test]
async fn failing_calls_use_up_the_budget_and_are_then_sent_once() {
    let bench = failing(5);
    let mut attempts = Vec::new();
    for _ in 0..4 {
        attempts.push(bench.send(&GET).await.unwrap_err().attempts());
    }
    assert_eq!(attempts, [4, 3, 1, 1]);
}

#[tokio::test]
async fn clones_of_a_client_share_the_budget() {
    let bench = failing(3);
    let clone = Bench {
        client: bench.client.clone(),
        script: bench.script.clone(),
        clock: bench.clock.clone(),
    };
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 4);
    assert_eq!(clone.send(&GET).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn calls_that_succeed_at_once_refill_the_budget() {
    let bench = failing(1);
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 2);
    for _ in 0..9 {
        bench.script.add(answer(200, ""));
        bench.send(&GET).await.unwrap();
    }
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 1);
    bench.script.add(answer(200, ""));
    bench.send(&GET).await.unwrap();
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn refusals_do_not_refill_the_budget() {
    let bench = failing(1);
    bench.send(&GET).await.unwrap_err();
    for _ in 0..20 {
        bench.script.add(answer(404, ""));
        bench.send(&GET).await.unwrap_err();
    }
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_budget_of_0_allows_no_retries() {
    let bench = failing(0);
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 1);
    bench.script.add(Fault::NotSent);
    assert_eq!(bench.send(&POST).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_call_with_many_attempts_uses_the_shared_budget() {
    let bench = failing(2);
    let options = CallOptions::new().retries(RetryPolicy {
        attempts: 100,
        ..POLICY
    });
    assert_eq!(bench.send_with(&GET, options).await.unwrap_err().attempts(), 3);
}

#[tokio::test]
async fn a_call_without_retries_takes_nothing_from_the_budget() {
    let bench = failing(1);
    for _ in 0..3 {
        assert_eq!(
            bench
                .send_with(&GET, CallOptions::new().attempts(1))
                .await
                .unwrap_err()
                .attempts(),
            1
        );
        assert_eq!(bench.send(&POST).await.unwrap_err().attempts(), 1);
    }
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn a_call_that_succeeds_with_a_renewed_token_refills_the_budget() {
    let renewals = (0..10).map(|number| Ok(Some(token(&format!("token-{number}")))));
    let tokens = Tokens::new(token("first"), renewals);
    let script = Script::by(|_| answer(503, "").into());
    let bench = bench_of(script, ManualClock::jumping(), |builder| {
        builder.token_source(tokens).retry_budget(1)
    });
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 2);
    for _ in 0..10 {
        bench.script.add(answer(401, ""));
        bench.script.add(answer(200, ""));
        assert_eq!(bench.send(&GET).await.unwrap().attempts(), 2);
    }
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 2);
}

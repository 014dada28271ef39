//! A call that is dropped at any point leaves the client usable.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

use sap_concur_runtime::{
    AccessToken, Body, BoxFuture, CallOptions, Clock, Limits, SendError, Sender, TokenError, TokenSource,
    testing::{Fault, ManualClock, Script, answer},
};

use super::support::*;

/// Returns `Poll::Pending` this many times before it completes.
async fn yield_times(mut times: u32) {
    std::future::poll_fn(|_| match times {
        0 => Poll::Ready(()),
        _ => {
            times -= 1;
            Poll::Pending
        }
    })
    .await;
}

/// Wraps a sender, token source or clock so that it never completes at the first poll.
struct Slow<T>(T);

impl Sender for Slow<Script> {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async move {
            yield_times(1).await;
            let outcome = self.0.send(request, limits).await;
            yield_times(2).await;
            outcome
        })
    }
}

impl TokenSource for Slow<Tokens> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            yield_times(1).await;
            self.0.token().await
        })
    }

    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        Box::pin(async {
            yield_times(1).await;
            let renewed = self.0.renewed(rejected).await;
            yield_times(1).await;
            renewed
        })
    }
}

impl Clock for Slow<ManualClock> {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    /// Delays take two polls, and deadlines never pass.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration > SECOND * 60 {
            Box::pin(std::future::pending())
        } else {
            Box::pin(yield_times(2))
        }
    }
}

/// Polls a call this many times and drops it. Returns whether it had completed.
fn completes_within(polls: usize, bench: &Bench, options: CallOptions) -> bool {
    let mut call = pin!(bench.send_with(&GET, options));
    (0..polls).any(|_| call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready())
}

fn slow_bench() -> Bench {
    let script = Script::new()
        .then(Fault::NotSent)
        .then(answer(401, ""))
        .then(answer(503, ""))
        .then(answer(200, ""));
    let tokens = Tokens::new(token("first"), [Ok(Some(token("second")))]);
    bench_of(script.clone(), ManualClock::jumping(), |builder| {
        builder
            .sender(Slow(script))
            .token_source(Slow(tokens))
            .clock(Slow(ManualClock::new()))
            .retry_budget(2)
    })
}

#[test]
fn a_client_is_usable_after_a_call_is_dropped_at_any_point() {
    for options in [CallOptions::new(), CallOptions::new().deadline(SECOND * 3600)] {
        let mut polls = 0;
        loop {
            let bench = slow_bench();
            let completed = completes_within(polls, &bench, options.clone());
            // The next calls use up the rest of the script, wherever the dropped call stopped.
            while bench.script.left() > 0 {
                assert!(
                    completes_within(100, &bench, CallOptions::new().attempts(1)),
                    "stuck after {polls} polls"
                );
            }
            bench.script.add(answer(200, ""));
            assert!(
                completes_within(100, &bench, options.clone()),
                "stuck after {polls} polls"
            );
            assert_eq!(bench.script.left(), 0);
            if completed {
                break;
            }
            polls += 1;
        }
        assert!(polls > 20, "the call was only dropped at {polls} points");
    }
}

#[test]
fn a_call_that_is_dropped_during_a_delay_is_not_retried() {
    let bench = bench_of(Script::by(|_| answer(503, "").into()), ManualClock::new(), |builder| {
        builder
    });
    assert!(!completes_within(3, &bench, CallOptions::new()));
    bench.clock.advance(SECOND * 600);
    assert_eq!(bench.sent(), 1);
}

#[test]
fn a_call_that_is_never_polled_does_nothing() {
    let bench = slow_bench();
    assert!(!completes_within(0, &bench, CallOptions::new()));
    assert_eq!(bench.sent(), 0);
}

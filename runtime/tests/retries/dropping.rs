//! A call that is dropped, wherever it was, leaves the client as good as it was.

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

/// Lets others go first, so many times.
async fn yields(mut times: u32) {
    std::future::poll_fn(|_| match times {
        0 => Poll::Ready(()),
        _ => {
            times -= 1;
            Poll::Pending
        }
    })
    .await;
}

/// The same, but never at once.
struct Slow<T>(T);

impl Sender for Slow<Script> {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async move {
            yields(1).await;
            let outcome = self.0.send(request, limits).await;
            yields(2).await;
            outcome
        })
    }
}

impl TokenSource for Slow<Tokens> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            yields(1).await;
            self.0.token().await
        })
    }

    fn renewed<'a>(&'a self, rejected: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        Box::pin(async {
            yields(1).await;
            let renewed = self.0.renewed(rejected).await;
            yields(1).await;
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

    /// Pauses are short here, and deadlines never come.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration > SECOND * 60 {
            Box::pin(std::future::pending())
        } else {
            Box::pin(yields(2))
        }
    }
}

/// Polls a call so many times and drops it; whether it ended by then.
fn dropped_after(polls: usize, bench: &Bench, options: CallOptions) -> bool {
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
fn a_call_can_be_dropped_at_any_point_and_the_client_used_again() {
    for options in [CallOptions::new(), CallOptions::new().deadline(SECOND * 3600)] {
        let mut polls = 0;
        loop {
            let bench = slow_bench();
            let ended = dropped_after(polls, &bench, options.clone());
            // Whatever the dropped call had got to, the next one finds answers for all of its attempts.
            while bench.script.left() > 0 {
                assert!(
                    dropped_after(100, &bench, CallOptions::new().attempts(1)),
                    "stuck after {polls} polls"
                );
            }
            bench.script.add(answer(200, ""));
            assert!(dropped_after(100, &bench, options.clone()), "stuck after {polls} polls");
            assert_eq!(bench.script.left(), 0);
            if ended {
                break;
            }
            polls += 1;
        }
        assert!(polls > 20, "it was dropped at {polls} points only");
    }
}

#[test]
fn a_call_that_is_dropped_while_it_pauses_is_not_sent_again() {
    let bench = bench_of(Script::by(|_| answer(503, "").into()), ManualClock::new(), |builder| {
        builder
    });
    assert!(!dropped_after(3, &bench, CallOptions::new()));
    bench.clock.advance(SECOND * 600);
    assert_eq!(bench.sent(), 1);
}

#[test]
fn a_call_that_is_never_polled_does_nothing() {
    let bench = slow_bench();
    assert!(!dropped_after(0, &bench, CallOptions::new()));
    assert_eq!(bench.sent(), 0);
}

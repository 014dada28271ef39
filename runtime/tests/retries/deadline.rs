//! Deadlines of calls and timeouts of attempts.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::Duration,
};

use sap_concur_runtime::{
    AccessToken, BoxFuture, CallOptions, RetryPolicy, SendError, TokenError, TokenSource,
    testing::{Fault, ManualClock, Script, answer},
};

use super::support::*;

const NINE_ATTEMPTS: RetryPolicy = RetryPolicy { attempts: 9, ..POLICY };

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Returns a script that takes this long for each request, up to the timeout of the request.
fn slow(clock: &ManualClock, takes: Duration) -> Script {
    let clock = clock.clone();
    Script::by(move |sent| {
        let timeout = sent.limits().timeout;
        clock.advance(takes.min(timeout));
        if takes < timeout {
            answer(503, "").into()
        } else {
            Fault::TimedOut.into()
        }
    })
}

fn timeouts(bench: &Bench) -> Vec<Duration> {
    bench.script.sent().iter().map(|sent| sent.limits().timeout).collect()
}

#[tokio::test]
async fn the_timeout_of_an_attempt_is_the_time_until_the_deadline() {
    let clock = ManualClock::jumping().with_random(0.0);
    let bench = bench_of(slow(&clock, SECOND * 4), clock, |builder| {
        builder.retries(NINE_ATTEMPTS).deadline(SECOND * 10)
    });
    let error = bench.send(&GET).await.unwrap_err();
    assert_eq!(timeouts(&bench), [SECOND * 10, SECOND * 6, SECOND * 2]);
    let Error::NoResponse(error) = error else {
        panic!("{error}")
    };
    assert!(error.is_timeout());
    assert_eq!(sap_concur_runtime::Clock::elapsed(&bench.clock), SECOND * 10);
}

#[tokio::test]
async fn an_attempt_has_at_most_its_own_timeout() {
    let clock = ManualClock::jumping().with_random(0.0);
    let options = CallOptions::new().timeout(SECOND * 3).deadline(SECOND * 10);
    let bench = bench_of(slow(&clock, SECOND * 4), clock, |builder| {
        builder.retries(NINE_ATTEMPTS)
    });
    bench.send_with(&GET, options).await.unwrap_err();
    assert_eq!(timeouts(&bench), [SECOND * 3, SECOND * 3, SECOND * 3, SECOND]);
}

#[tokio::test]
async fn the_timeout_is_that_of_the_call_the_client_or_the_service() {
    let bench_with = |timeout: Option<Duration>| {
        bench_of(
            Script::by(|_| answer(200, "").into()),
            ManualClock::jumping(),
            |builder| match timeout {
                Some(timeout) => builder.timeout(timeout),
                None => builder,
            },
        )
    };
    for (client, call, expected) in [
        (None, None, 75),
        (Some(7), None, 7),
        (Some(7), Some(9), 9),
        (None, Some(100), 100),
    ] {
        let bench = bench_with(client.map(Duration::from_secs));
        let options = match call {
            Some(timeout) => CallOptions::new().timeout(Duration::from_secs(timeout)),
            None => CallOptions::new(),
        };
        bench.send_with(&GET, options).await.unwrap();
        assert_eq!(timeouts(&bench), [Duration::from_secs(expected)]);
    }
}

#[tokio::test]
async fn a_delay_past_the_deadline_is_not_started() {
    for (deadline, sent) in [(SECOND * 5, 1), (SECOND * 5 + Duration::from_nanos(1), 2)] {
        let script = Script::new()
            .then(answer(503, "").header("retry-after", "5"))
            .then(answer(200, ""));
        let bench = bench(script);
        let outcome = bench.send_with(&GET, CallOptions::new().deadline(deadline)).await;
        assert_eq!((bench.sent(), outcome.is_ok()), (sent, sent == 2));
        assert_eq!(bench.clock.sleeps().len(), sent - 1);
    }
}

#[tokio::test]
async fn the_deadline_of_a_call_overrides_that_of_the_client() {
    let bench = bench_of(
        Script::by(|_| answer(503, "").into()),
        ManualClock::jumping(),
        |builder| builder.deadline(Duration::from_millis(1)),
    );
    assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), 1);
    let options = CallOptions::new().deadline(SECOND * 60);
    assert_eq!(bench.send_with(&GET, options).await.unwrap_err().attempts(), 4);
}

#[tokio::test]
async fn a_deadline_of_zero_sends_nothing() {
    let bench = bench(Script::by(|_| answer(200, "").into()));
    let error = bench
        .send_with(&GET, CallOptions::new().deadline(Duration::ZERO))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert!(error.to_string().contains("the deadline of 0ns passed"), "{error}");
    assert_eq!((error.attempts(), bench.sent()), (0, 0));
}

#[test]
fn a_call_ends_at_its_deadline_if_the_sender_never_responds() {
    for operation in [&GET, &POST] {
        let bench = bench_of(Script::new().then(Fault::Silence), ManualClock::new(), |builder| {
            builder.deadline(SECOND)
        });
        let mut call = pin!(bench.send(operation));
        assert!(poll(call.as_mut()).is_pending());
        bench.clock.advance(Duration::from_millis(999));
        assert!(poll(call.as_mut()).is_pending());
        bench.clock.advance(Duration::from_millis(1));
        let Poll::Ready(Err(Error::NoResponse(error))) = poll(call.as_mut()) else {
            panic!("no error")
        };
        assert!(matches!(error.error(), SendError::TimedOut { after } if *after == SECOND));
        assert_eq!((error.attempts(), bench.sent()), (1, 1));
    }
}

#[test]
fn a_call_ends_at_its_deadline_if_the_clock_oversleeps() {
    let bench = bench_of(Script::by(|_| answer(503, "").into()), ManualClock::new(), |builder| {
        builder.deadline(SECOND)
    });
    let mut call = pin!(bench.send(&GET));
    assert!(poll(call.as_mut()).is_pending());
    bench.clock.advance(SECOND * 5);
    let Poll::Ready(Err(error)) = poll(call.as_mut()) else {
        panic!("no error")
    };
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts(), bench.sent()),
        (503, 1, 1)
    );
}

/// Returns a token this many times; after that the future never completes.
struct LimitedTokens(std::sync::atomic::AtomicU32);

impl TokenSource for LimitedTokens {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        match self.0.fetch_sub(1, std::sync::atomic::Ordering::SeqCst) {
            1.. => Box::pin(std::future::ready(Ok(token("few")))),
            0 => Box::pin(std::future::pending()),
        }
    }

    fn renewed<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, TokenError>> {
        Box::pin(std::future::pending())
    }
}

async fn send_with_limited_tokens(tokens: u32, script: Script) -> (Error, usize) {
    let bench = bench_of(script, ManualClock::jumping(), |builder| {
        builder.token_source(LimitedTokens(tokens.into())).deadline(SECOND * 10)
    });
    (bench.send(&GET).await.unwrap_err(), bench.sent())
}

#[tokio::test]
async fn a_token_that_never_arrives_ends_the_call_unsent() {
    let (error, sent) = send_with_limited_tokens(0, Script::new()).await;
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert_eq!((error.attempts(), sent), (0, 0));
}

#[tokio::test]
async fn a_token_missing_at_a_retry_returns_the_previous_error() {
    let (error, sent) = send_with_limited_tokens(1, Script::new().then(answer(503, ""))).await;
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), sent), (503, 1, 1));
    let (error, _) = send_with_limited_tokens(1, Script::new().then(Fault::NoResponse)).await;
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    let (error, _) = send_with_limited_tokens(1, Script::new().then(Fault::NotSent)).await;
    assert!(matches!(error, Error::NotSent(_)), "{error}");
}

#[tokio::test]
async fn a_renewal_that_never_completes_ends_the_call_with_the_401() {
    let (error, sent) = send_with_limited_tokens(1, Script::new().then(answer(401, ""))).await;
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), sent), (401, 1, 1));
}

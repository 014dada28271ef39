//! Limits on the request rate and on concurrent requests of all calls of a client.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use proptest::{prelude::*, sample::Index};
use sap_concur_runtime::{
    Body, BoxFuture, BuildError, Call, CallOptions, CarriedOut, Client, ClientBuilder, Clock, Limits, RetryPolicy,
    SendError, Sender,
    testing::{Fault, ManualClock, Script, Step, answer},
};
use tokio::sync::oneshot;

use super::support::*;

const MILLISECOND: Duration = Duration::from_millis(1);

type CallFuture<T = ()> = Pin<Box<dyn Future<Output = Result<sap_concur_runtime::Response<T>, Error>>>>;

fn send(client: &Client) -> CallFuture {
    send_with(client, CallOptions::new())
}

fn send_with(client: &Client, options: CallOptions) -> CallFuture {
    Box::pin(Call::new(client, &POST).options(options).send_ignoring_body())
}

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn busy(retry_after: &str) -> Step {
    answer(429, "").header("retry-after", retry_after).into()
}

/// A sender that responds when the test calls `answer`. Clones share their state.
#[derive(Clone, Default)]
struct HeldSender(Arc<Mutex<Vec<oneshot::Sender<http::Response<Body>>>>>);

impl HeldSender {
    /// Returns the number of requests in flight.
    fn in_flight(&self) -> usize {
        let mut held = self.0.lock().unwrap();
        held.retain(|answer| !answer.is_closed());
        held.len()
    }

    fn answer(&self, index: usize, response: http::Response<Body>) {
        self.0.lock().unwrap().remove(index).send(response).unwrap();
    }
}

impl Sender for HeldSender {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            self.0.lock().unwrap().push(answer);
            answered.await.map_err(|error| SendError::NoResponse(error.into()))
        })
    }
}

fn response(status: u16, retry_after: Option<u64>) -> http::Response<Body> {
    let builder = http::Response::builder().status(status);
    let builder = match retry_after {
        Some(seconds) => builder.header("retry-after", seconds),
        None => builder,
    };
    builder.body(Body::empty()).unwrap()
}

fn held(clock: &ManualClock, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (HeldSender, Client) {
    let held = HeldSender::default();
    let sender = held.clone();
    let bench = bench_of(Script::new(), clock.clone(), |builder| {
        configure(builder).sender(sender)
    });
    (held, bench.client)
}

#[test]
fn all_calls_wait_for_the_longest_retry_after() {
    let clock = ManualClock::new();
    let (held, client) = held(&clock, |builder| builder);
    let [mut first, mut second, mut third] = [send(&client), send(&client), send(&client.clone())];
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    held.answer(0, response(429, Some(30)));
    held.answer(0, response(429, Some(5)));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    assert!(poll(&mut third).is_pending());
    for _ in 0..29 {
        clock.advance(SECOND);
        assert!(poll(&mut second).is_pending() && poll(&mut third).is_pending());
    }
    clock.advance(SECOND - MILLISECOND);
    assert!(poll(&mut second).is_pending() && poll(&mut third).is_pending());
    assert_eq!(held.in_flight(), 0);

    clock.advance(SECOND);
    for call in [&mut first, &mut second, &mut third] {
        assert!(poll(call).is_pending());
    }
    assert_eq!(held.in_flight(), 3);
}

#[tokio::test]
async fn a_call_that_cannot_wait_for_the_retry_after_is_not_sent() {
    let bench = bench(Script::new().then(busy("600")).then(answer(201, "")));
    bench.send(&POST).await.unwrap_err();
    let error = bench.send(&POST).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert!(error.to_string().contains("a delay of 600s"), "{error}");
    assert_eq!((error.carried_out(), error.attempts()), (CarriedOut::No, 0));
    assert_eq!(bench.sent(), 1);
    bench.clock.advance(SECOND * 600);
    assert_eq!(bench.send(&POST).await.unwrap().attempts(), 1);
}

#[tokio::test]
async fn calls_that_do_not_wait_on_429_ignore_the_retry_after() {
    let bench = bench(Script::new().then(busy("600")).then(answer(201, "")));
    bench.send(&POST).await.unwrap_err();
    let never = CallOptions::new().retries(RetryPolicy::never());
    assert_eq!(bench.send_with(&POST, never).await.unwrap().attempts(), 1);
}

#[tokio::test]
async fn a_retry_after_delays_a_client_for_at_most_an_hour() {
    let bench = bench(
        Script::new()
            .then(busy("99999999999999999999999"))
            .then(answer(201, "")),
    );
    bench.send(&POST).await.unwrap_err();
    bench.clock.advance(SECOND * 3599);
    assert!(bench.send(&POST).await.is_ok(), "one second is waited for");
    assert!(bench.clock.elapsed() >= SECOND * 3600);
}

#[test]
fn requests_in_flight_are_limited_and_calls_wait_in_order() {
    let (held, client) = held(&ManualClock::new(), |builder| builder.max_in_flight(2));
    let mut calls: Vec<_> = (0..5).map(|_| send(&client)).collect();
    for call in &mut calls {
        assert!(poll(call).is_pending());
    }
    assert_eq!(held.in_flight(), 2);

    held.answer(0, response(201, None));
    assert!(poll(&mut calls[0]).is_ready());
    // The last call is polled first, but is not next in line.
    for call in calls[2..].iter_mut().rev() {
        assert!(poll(call).is_pending());
    }
    assert_eq!(held.in_flight(), 2);
    held.answer(1, response(201, None));
    assert!(poll(&mut calls[3]).is_pending());
    assert!(poll(&mut calls[2]).is_ready());
}

#[test]
fn a_dropped_call_frees_its_place() {
    let (held, client) = held(&ManualClock::new(), |builder| builder.max_in_flight(1));
    let [mut sent, mut waiting, mut last] = [send(&client), send(&client), send(&client)];
    for call in [&mut sent, &mut waiting, &mut last] {
        assert!(poll(call).is_pending());
    }
    drop(waiting);
    drop(sent);
    assert_eq!(held.in_flight(), 0);
    assert!(poll(&mut last).is_pending());
    assert_eq!(held.in_flight(), 1);
}

#[test]
fn a_call_that_waits_for_a_retry_is_not_in_flight() {
    let (held, client) = held(&ManualClock::new(), |builder| builder.max_in_flight(1));
    let [mut refused, mut other] = [
        Box::pin(Call::new(&client, &GET).send_ignoring_body::<Refused>()),
        Box::pin(Call::new(&client, &GET).send_ignoring_body::<Refused>()),
    ];
    assert!(poll(&mut refused).is_pending() && poll(&mut other).is_pending());
    held.answer(0, response(503, Some(60)));
    assert!(poll(&mut refused).is_pending() && poll(&mut other).is_pending());
    assert_eq!(held.in_flight(), 1);
    held.answer(0, response(200, None));
    assert!(poll(&mut other).is_ready());
}

#[test]
fn a_streamed_response_is_in_flight_until_it_has_been_read() {
    let (held, client) = held(&ManualClock::new(), |builder| builder.max_in_flight(1));
    let mut streamed = Box::pin(client.call(http::Method::GET, "/v4/things").send_streamed());
    let mut other = send(&client);
    assert!(poll(&mut streamed).is_pending() && poll(&mut other).is_pending());
    let body = Body::stream_of_unknown_length(futures_util::stream::iter([Ok("piece".into())]));
    held.answer(0, http::Response::new(body));
    let Poll::Ready(Ok(answer)) = poll(&mut streamed) else {
        panic!("no response")
    };
    let mut body = answer.into_inner();
    assert!(poll(&mut Box::pin(body.chunk())).is_ready());
    assert!(poll(&mut other).is_pending());
    assert_eq!(held.in_flight(), 0);
    assert!(matches!(poll(&mut Box::pin(body.chunk())), Poll::Ready(Ok(None))));
    assert!(poll(&mut other).is_pending());
    assert_eq!(held.in_flight(), 1);
}

#[tokio::test]
async fn waiting_for_a_free_place_ends_at_the_deadline() {
    let clock = ManualClock::new();
    let (held, client) = held(&clock, |builder| builder.max_in_flight(1));
    let mut first = send(&client);
    assert!(poll(&mut first).is_pending());
    let mut second = send_with(&client, CallOptions::new().deadline(SECOND));
    assert!(poll(&mut second).is_pending());
    clock.advance(SECOND);
    let error = second.await.unwrap_err();
    assert_eq!((error.carried_out(), error.attempts()), (CarriedOut::No, 0));
    assert_eq!(held.in_flight(), 1);
}

#[tokio::test]
async fn requests_are_sent_at_even_intervals() {
    let script = Script::by(|_| answer(201, "").into());
    let bench = bench_of(script, ManualClock::jumping(), |builder| {
        builder.rate_limit(300, SECOND * 60)
    });
    let mut sent_at = Vec::new();
    for _ in 0..5 {
        bench.send(&POST).await.unwrap();
        sent_at.push(bench.clock.elapsed().as_millis());
    }
    assert_eq!(sent_at, [0, 200, 400, 600, 800]);

    // Unused capacity is not carried over, except for 10 ms to make up for late timers.
    bench.clock.advance(SECOND * 60);
    let start = bench.clock.elapsed();
    for _ in 0..3 {
        bench.send(&POST).await.unwrap();
    }
    assert_eq!((bench.clock.elapsed() - start).as_millis(), 390);
}

#[tokio::test]
async fn retries_keep_to_the_rate_limit() {
    let script = Script::new().then(Fault::NotSent).then(busy("0")).then(answer(201, ""));
    let bench = bench_of(script, ManualClock::jumping(), |builder| {
        builder.rate_limit(1, SECOND * 20)
    });
    bench.send(&POST).await.unwrap();
    assert!(bench.clock.elapsed() >= SECOND * 39, "{:?}", bench.clock.elapsed());
}

#[test]
fn a_call_that_is_dropped_while_it_waits_uses_no_capacity() {
    let clock = ManualClock::new();
    let (held, client) = held(&clock, |builder| builder.rate_limit(1, SECOND));
    let [mut first, mut dropped, mut last] = [send(&client), send(&client), send(&client)];
    for call in [&mut first, &mut dropped, &mut last] {
        assert!(poll(call).is_pending());
    }
    drop(dropped);
    clock.advance(SECOND);
    assert!(poll(&mut last).is_pending());
    assert_eq!(held.in_flight(), 2);
}

#[test]
fn limits_of_zero_are_errors() {
    let build = |configure: fn(ClientBuilder) -> ClientBuilder| {
        let builder = ClientBuilder::new(&SERVICE).base_url("https://client.example.com");
        configure(builder.sender(Script::new()).clock(ManualClock::new())).build()
    };
    assert!(matches!(
        build(|builder| builder.max_in_flight(0)),
        Err(BuildError::MaxInFlight)
    ));
    assert!(matches!(
        build(|builder| builder.rate_limit(0, SECOND)),
        Err(BuildError::RateLimit)
    ));
    assert!(matches!(
        build(|builder| builder.rate_limit(1, Duration::ZERO)),
        Err(BuildError::RateLimit)
    ));
    build(|builder| builder.max_in_flight(usize::MAX).rate_limit(u32::MAX, Duration::MAX)).unwrap();
}

/// An event in the life of concurrent calls.
#[derive(Debug, Clone)]
enum Event {
    Start,
    Answer(Index),
    Refuse(Index, u64),
    Drop(Index),
    Advance(u64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Start),
        3 => any::<Index>().prop_map(Event::Answer),
        1 => (any::<Index>(), 0u64..20).prop_map(|(index, seconds)| Event::Refuse(index, seconds)),
        1 => any::<Index>().prop_map(Event::Drop),
        3 => (1u64..3000).prop_map(Event::Advance),
    ]
}

/// Polls all calls until none makes progress, and returns how many have completed.
fn settle(calls: &mut Vec<CallFuture>, held: &HeldSender) -> usize {
    let before = calls.len();
    let mut in_flight = usize::MAX;
    loop {
        calls.retain_mut(|call| poll(call).is_pending());
        // Each call that completes or is sent can let another one proceed.
        let now = held.in_flight() + 1000 * calls.len();
        if now == in_flight {
            return before - calls.len();
        }
        in_flight = now;
    }
}

proptest! {
    #[test]
    fn the_limits_hold_and_every_call_ends_for_any_order_of_events(
        events in prop::collection::vec(event(), 1..80),
        limit in 1usize..5,
    ) {
        let clock = ManualClock::new();
        let retries = RetryPolicy { max_wait: Duration::MAX, ..POLICY };
        let (held, client) = held(&clock, |builder| {
            builder.max_in_flight(limit).rate_limit(1, SECOND).retries(retries)
        });
        let mut calls: Vec<CallFuture> = Vec::new();
        let mut paused_until = Duration::ZERO;
        let mut last_sent: Option<Duration> = None;
        for event in events {
            let before = held.in_flight();
            let mut answered = 0;
            match event {
                Event::Start => calls.push(send(&client)),
                Event::Answer(index) if before > 0 => {
                    held.answer(index.index(before), response(201, None));
                    answered = 1;
                }
                Event::Refuse(index, seconds) if before > 0 => {
                    held.answer(index.index(before), response(429, Some(seconds)));
                    paused_until = paused_until.max(clock.elapsed() + SECOND * (seconds as u32).max(1));
                    answered = 1;
                }
                Event::Drop(index) if !calls.is_empty() => drop(calls.remove(index.index(calls.len()))),
                Event::Advance(milliseconds) => clock.advance(Duration::from_millis(milliseconds)),
                Event::Answer(_) | Event::Refuse(..) | Event::Drop(_) => {}
            }
            let remaining = held.in_flight();
            settle(&mut calls, &held);
            let now = clock.elapsed();
            let sent = held.in_flight() - remaining;
            prop_assert!(held.in_flight() <= limit);
            prop_assert!(remaining + answered <= before.max(1));
            if sent > 0 {
                prop_assert!(now >= paused_until, "sent at {now:?} although calls are paused until {paused_until:?}");
                prop_assert_eq!(sent, 1);
                prop_assert!(last_sent.is_none_or(|last| now >= last + SECOND - 10 * MILLISECOND));
                last_sent = Some(now);
            }
        }
        // All remaining calls complete.
        for _ in 0..1000 {
            while held.in_flight() > 0 {
                held.answer(0, response(201, None));
            }
            settle(&mut calls, &held);
            clock.advance(SECOND);
        }
        prop_assert!(calls.is_empty());
    }
}

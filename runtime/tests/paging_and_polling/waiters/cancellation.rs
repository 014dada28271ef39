//! Canceling and dropping waits.

use std::{
    future::{pending, poll_fn, ready},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::Poll,
};

use super::{super::support::poll_once, *};

#[test]
fn a_wait_can_be_canceled() {
    for answer in [in_state as fn(&str) -> Answer, |_| Answer::Never] {
        let stop = Arc::new(AtomicBool::new(false));
        let is_stopped = Arc::clone(&stop);
        let net = Net::new(move |_, _| answer("PENDING_CREATION"));
        let canceled = poll_fn(move |_| {
            if is_stopped.load(Relaxed) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        let waiter = waiter(&net, &FakeClock::frozen()).unless(canceled);
        let mut waiting = waiter.into_future();
        for _ in 0..3 {
            assert!(poll_once(waiting.as_mut()).is_pending());
        }
        stop.store(true, Relaxed);
        let Poll::Ready(Err(error @ WaitError::Canceled(_))) = poll_once(waiting.as_mut()) else {
            panic!("the wait was not canceled")
        };
        assert!(
            error
                .to_string()
                .starts_with("`test.get` until `created`: that was canceled after 0ns; ")
        );
        assert_eq!(net.calls(), 1);
    }
}

#[test]
fn a_canceled_wait_returns_the_last_state() {
    let net = net(&[|| in_state("PENDING_CREATION")]);
    let mut polls = 0;
    let canceled = poll_fn(move |_| {
        polls += 1;
        if polls > 2 { Poll::Ready(()) } else { Poll::Pending }
    });
    let mut waiting = waiter(&net, &FakeClock::frozen()).unless(canceled).into_future();
    let ended = (0..9).find_map(|_| match poll_once(waiting.as_mut()) {
        Poll::Ready(result) => Some(result.unwrap_err()),
        Poll::Pending => None,
    });
    let error = ended.expect("the wait ends when it is canceled");
    assert_eq!(error.state(), Some("PENDING_CREATION"));
    let WaitError::Canceled(unfinished) = error else {
        panic!()
    };
    assert_eq!(unfinished.last().unwrap()["status"], "PENDING_CREATION");
}

#[tokio::test]
async fn a_wait_that_is_canceled_before_it_begins_sends_nothing() {
    let net = net(&[|| in_state("CREATED")]);
    let result = waiter(&net, &FakeClock::default()).unless(ready(())).await;
    assert!(matches!(result, Err(WaitError::Canceled(_))), "{result:?}");
    assert_eq!(net.calls(), 0);
}

#[tokio::test]
async fn either_of_two_futures_cancels_a_wait() {
    for (first, second) in [(true, false), (false, true)] {
        let reason = |now: bool| async move { if now { ready(()).await } else { pending().await } };
        let net = net(&[|| in_state("CREATED")]);
        let waiter = waiter(&net, &FakeClock::default())
            .unless(reason(first))
            .unless(reason(second));
        assert!(matches!(waiter.await, Err(WaitError::Canceled(_))));
    }
}

#[tokio::test]
async fn a_cancellation_future_that_never_completes_has_no_effect() {
    let net = net(&[|| in_state("PENDING_CREATION"), || in_state("CREATED")]);
    waiter(&net, &FakeClock::default()).unless(pending()).await.unwrap();
}

#[test]
fn a_dropped_wait_sends_nothing_more() {
    let net = net(&[|| in_state("PENDING_CREATION")]);
    let mut waiting = pin!(waiter(&net, &FakeClock::frozen()).into_future());
    assert!(poll_once(waiting.as_mut()).is_pending());
    waiting.set(Box::pin(pending()));
    assert!(poll_once(waiting.as_mut()).is_pending());
    assert_eq!(net.calls(), 1);
}

/// Waits on tokio's clock, where a waiter is only polled again when it is woken.
#[cfg(feature = "tokio")]
mod tokio_clock {
    use sap_concur_runtime::{ClientBuilder, TokioClock};

    use super::{
        super::super::support::{ACCESS_TOKEN, SERVICE},
        *,
    };

    const SHORT: Duration = Duration::from_millis(1);
    const LONG: Duration = Duration::from_secs(1000);

    fn waiter(net: &Net) -> Waiter {
        let client: sap_concur_runtime::Client = ClientBuilder::new(&SERVICE)
            .base_url("https://api.example.com")
            .access_token(ACCESS_TOKEN)
            .sender(net.clone())
            .clock(TokioClock::new())
            .build()
            .unwrap();
        let call = Call::new(&client, &GET).path("id", 1);
        Waiter::new(call, &CREATED, |answer| answer["status"].as_str()).within(LONG)
    }

    #[tokio::test]
    async fn a_delay_elapses() {
        let net = Net::new(|number, _| {
            Answer::Later(Box::new(in_state(if number < 3 {
                "PENDING_CREATION"
            } else {
                "CREATED"
            })))
        });
        waiter(&net).initial_delay(SHORT).unless(pending()).await.unwrap();
        assert_eq!(net.calls(), 4);
    }

    #[tokio::test]
    async fn the_deadline_passes_during_a_call() {
        let net = Net::new(|_, _| Answer::Never);
        let unfinished = timed_out(waiter(&net).within(SHORT).await);
        assert!(unfinished.after() >= SHORT);
    }

    #[tokio::test]
    async fn a_cancellation_ends_a_delay_and_a_call() {
        for answer in [|| in_state("PENDING_CREATION"), || Answer::Never] {
            let net = Net::new(move |_, _| answer());
            let waiter = waiter(&net).initial_delay(LONG).max_delay(LONG).within(LONG * 9);
            let result = waiter.unless(tokio::time::sleep(SHORT)).await;
            assert!(matches!(result, Err(WaitError::Canceled(_))), "{result:?}");
        }
    }
}

//! Waits that nobody wants any more.

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
        let Poll::Ready(Err(error @ WaitError::Canceled(_))) = poll_once(waiting.as_mut()) else {
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
    let ended = (0..9).find_map(|_| match poll_once(waiting.as_mut()) {
        Poll::Ready(waited) => Some(waited.unwrap_err()),
        Poll::Pending => None,
    });
    let error = ended.expect("it ends when it is cancelled");
    assert_eq!(error.state(), Some("PENDING_CREATION"));
    let WaitError::Canceled(unfinished) = error else {
        panic!()
    };
    assert_eq!(unfinished.last().unwrap()["status"], "PENDING_CREATION");
}

#[tokio::test]
async fn a_wait_that_is_cancelled_before_it_begins_sends_nothing() {
    let net = net(&[|| is("CREATED")]);
    let waited = waiter(&net, &FakeClock::default()).unless(ready(())).await;
    assert!(matches!(waited, Err(WaitError::Canceled(_))), "{waited:?}");
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
        assert!(matches!(waiter.await, Err(WaitError::Canceled(_))));
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

/// With the clock of tokio, a waiter is woken when something happens, and only then polled again.
#[cfg(feature = "tokio")]
mod by_a_real_clock {
    use sap_concur_runtime::{ClientBuilder, TokioClock};

    use super::{
        super::super::support::{ACCESS_TOKEN, SERVICE},
        *,
    };

    const MOMENT: Duration = Duration::from_millis(1);
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
    async fn a_pause_ends() {
        let net =
            Net::new(|number, _| Answer::Later(Box::new(is(if number < 3 { "PENDING_CREATION" } else { "CREATED" }))));
        waiter(&net).first_pause(MOMENT).unless(pending()).await.unwrap();
        assert_eq!(net.calls(), 4);
    }

    #[tokio::test]
    async fn the_time_is_up_in_the_middle_of_a_call() {
        let net = Net::new(|_, _| Answer::Never);
        let unfinished = timed_out(waiter(&net).within(MOMENT).await);
        assert!(unfinished.after() >= MOMENT);
    }

    #[tokio::test]
    async fn a_cancellation_ends_a_pause_and_a_call() {
        for answer in [|| is("PENDING_CREATION"), || Answer::Never] {
            let net = Net::new(move |_, _| answer());
            let waiter = waiter(&net).first_pause(LONG).longest_pause(LONG).within(LONG * 9);
            let waited = waiter.unless(tokio::time::sleep(MOMENT)).await;
            assert!(matches!(waited, Err(WaitError::Canceled(_))), "{waited:?}");
        }
    }
}

//! When a waiter calls, and when it has no more time to.

use super::*;

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

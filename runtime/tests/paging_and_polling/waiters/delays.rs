//! The delays between the calls of a waiter, and its deadline.

use super::*;

#[tokio::test]
async fn each_delay_is_half_again_as_long_up_to_the_longest() {
    let net = Net::new(|number, _| in_state(if number < 7 { "PENDING_CREATION" } else { "CREATED" }));
    let clock = FakeClock::default();
    waiter(&net, &clock).await.unwrap();
    assert_eq!(clock.slept(), seconds(&[2.0, 3.0, 4.5, 6.75, 10.0, 10.0, 10.0]));
    assert_eq!(net.calls(), 8);
    assert_eq!(net.urls()[7], "https://api.example.com/gateway/v4/things/personal");
}

#[tokio::test]
async fn jitter_shortens_a_delay_by_at_most_a_fifth() {
    let net = net(&[
        || in_state("PENDING_CREATION"),
        || in_state("PENDING_CREATION"),
        || in_state("CREATED"),
    ]);
    let clock = FakeClock::with_random(1.0);
    waiter(&net, &clock).await.unwrap();
    assert_eq!(clock.slept(), seconds(&[1.6, 2.4]));
}

#[tokio::test]
async fn delays_and_the_time_limit_can_be_set() {
    let net = net(&[|| in_state("PENDING_CREATION")]);
    let clock = FakeClock::default();
    let waiter = waiter(&net, &clock)
        .initial_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(1))
        .within(Duration::from_secs(3));
    let unfinished = timed_out(waiter.await);
    assert_eq!(clock.slept()[..2], seconds(&[1.0, 1.0]));
    assert!(unfinished.after() <= Duration::from_secs(3));
}

#[tokio::test]
async fn the_last_call_is_shortly_before_the_deadline() {
    let (result, net, clock) = wait_for(&[|| in_state("PENDING_CREATION")]).await;
    timed_out(result);
    // The first delay is 2 seconds, and the time limit is 100 seconds.
    assert!(
        (98.0..100.0).contains(&clock.time().as_secs_f64()),
        "{:?}",
        clock.time()
    );
    assert_eq!(net.calls(), clock.slept().len() + 1);
}

#[tokio::test]
async fn retry_after_can_lengthen_a_delay_but_not_shorten_it() {
    let (result, _, clock) = wait_for(&[
        || in_state("PENDING_CREATION").with("retry-after", "20"),
        || in_state("PENDING_CREATION").with("retry-after", "0"),
        || refused(429).with("retry-after", "15"),
        || refused(404).with("retry-after", "9"),
        || in_state("CREATED"),
    ])
    .await;
    assert!(
        matches!(&result, Err(WaitError::Call(_))),
        "38 seconds are too long for a 404: {result:?}"
    );
    assert_eq!(clock.slept(), seconds(&[20.0, 3.0, 15.0]));
}

#[tokio::test]
async fn a_retry_after_past_the_deadline_ends_the_wait_at_once() {
    for retry_after in ["100", "18446744073709551615", "99999999999999999999999"] {
        let net = Net::new(move |_, _| in_state("PENDING_CREATION").with("retry-after", retry_after));
        let clock = FakeClock::default();
        let unfinished = timed_out(waiter(&net, &clock).await);
        assert_eq!(net.calls(), 1, "{retry_after}");
        assert_eq!(unfinished.after(), Duration::ZERO);
    }
}

#[tokio::test]
async fn a_call_in_progress_is_dropped_at_the_deadline() {
    let net = Net::new(|number, _| {
        if number == 0 {
            in_state("PENDING_CREATION")
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
async fn a_time_limit_of_zero_sends_nothing() {
    let (net, clock) = (net(&[|| in_state("CREATED")]), FakeClock::default());
    let error = waiter(&net, &clock).within(Duration::ZERO).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`test.get` until `created`: that was not reached after 0ns; there was no response yet"
    );
    assert_eq!(error.correlation_id(), None);
    timed_out(Err(error));
    assert_eq!(net.calls(), 0);
}

#[tokio::test]
async fn durations_of_any_length_cause_no_panic() {
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
                    let net = Net::new(|number, _| in_state(if number < 20 { "PENDING_CREATION" } else { "CREATED" }));
                    let clock = FakeClock::with_random(chance);
                    let waiter = waiter(&net, &clock)
                        .initial_delay(first)
                        .max_delay(longest)
                        .within(within);
                    let result = waiter.absent_for(Duration::MAX).await;
                    assert!(matches!(result, Ok(_) | Err(WaitError::TimedOut(_))), "{result:?}");
                    assert!(clock.time() <= within);
                }
            }
        }
    }
}

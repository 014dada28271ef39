use std::time::Duration;

use proptest::prelude::*;

use super::RetryPolicy;

const POLICY: RetryPolicy = RetryPolicy {
    attempts: 4,
    initial_delay: Duration::from_millis(500),
    max_delay: Duration::from_secs(3),
    min_delay: Duration::from_secs(1),
    max_wait: Duration::from_secs(120),
    wait_on_429: true,
};

#[test]
fn delays_double_up_to_the_longest() {
    let delays: Vec<u128> = (1..6)
        .filter_map(|attempts| POLICY.delay(attempts, None, 1.0))
        .map(|delay| delay.as_millis())
        .collect();
    assert_eq!(delays, [500, 1000, 2000, 3000, 3000]);
}

#[test]
fn the_random_number_scales_the_delay() {
    for (random, millis) in [(0.0, 0), (0.25, 500), (0.5, 1000), (1.0, 2000)] {
        assert_eq!(POLICY.delay(3, None, random), Some(Duration::from_millis(millis)));
    }
}

#[test]
fn random_numbers_out_of_range_give_the_longest_delay() {
    for random in [f64::NAN, f64::INFINITY, -1.0, 7.0] {
        assert_eq!(
            POLICY.delay(1, None, random),
            Some(Duration::from_millis(500)),
            "{random}"
        );
    }
}

#[test]
fn the_delay_is_never_shorter_than_requested() {
    let delay = |seconds| POLICY.delay(1, Some(Duration::from_secs(seconds)), 0.5);
    assert_eq!(delay(0), Some(Duration::from_secs(1)));
    assert_eq!(delay(5), Some(Duration::from_secs(5)));
    assert_eq!(delay(120), Some(Duration::from_secs(120)));
    assert_eq!(delay(121), None);
    assert_eq!(delay(u64::MAX), None);
}

fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::ZERO),
        Just(Duration::MAX),
        (0_u64..600_000).prop_map(Duration::from_millis)
    ]
}

proptest! {
    #[test]
    fn every_policy_yields_delays_within_bounds(
        initial_delay in time(), max_delay in time(), min_delay in time(), max_wait in time(),
        attempts: u32, requested in prop::option::of(time()), random in prop_oneof![0.0..1.0, any::<f64>()],
    ) {
        let policy = RetryPolicy { attempts: 4, initial_delay, max_delay, min_delay, max_wait, wait_on_429: true };
        match (policy.delay(attempts, requested, random), requested) {
            (Some(delay), None) => prop_assert!(delay <= max_delay),
            (Some(delay), Some(requested)) => {
                prop_assert!(delay >= requested && delay >= min_delay && requested <= max_wait);
                prop_assert!(delay <= max_delay.max(requested).max(min_delay));
            }
            (None, requested) => prop_assert!(requested.is_some_and(|requested| requested > max_wait)),
        }
    }
}

use std::time::Duration;

use proptest::prelude::*;

use super::RetryPolicy;

const POLICY: RetryPolicy = RetryPolicy {
    attempts: 4,
    first_wait: Duration::from_millis(500),
    longest_wait: Duration::from_secs(3),
    least_wait: Duration::from_secs(1),
    patience: Duration::from_secs(120),
    wait_on_429: true,
};

#[test]
fn pauses_double_up_to_the_longest() {
    let pauses: Vec<u128> = (1..6)
        .filter_map(|attempts| POLICY.pause(attempts, None, 1.0))
        .map(|pause| pause.as_millis())
        .collect();
    assert_eq!(pauses, [500, 1000, 2000, 3000, 3000]);
}

#[test]
fn chance_takes_from_a_pause_all_or_nothing_or_in_between() {
    for (chance, millis) in [(0.0, 0), (0.25, 500), (0.5, 1000), (1.0, 2000)] {
        assert_eq!(POLICY.pause(3, None, chance), Some(Duration::from_millis(millis)));
    }
}

#[test]
fn what_is_no_chance_gives_the_longest_pause() {
    for chance in [f64::NAN, f64::INFINITY, -1.0, 7.0] {
        assert_eq!(
            POLICY.pause(1, None, chance),
            Some(Duration::from_millis(500)),
            "{chance}"
        );
    }
}

#[test]
fn the_service_is_asked_for_no_less_than_it_asks_for() {
    let pause = |seconds| POLICY.pause(1, Some(Duration::from_secs(seconds)), 0.5);
    assert_eq!(pause(0), Some(Duration::from_secs(1)));
    assert_eq!(pause(5), Some(Duration::from_secs(5)));
    assert_eq!(pause(120), Some(Duration::from_secs(120)));
    assert_eq!(pause(121), None);
    assert_eq!(pause(u64::MAX), None);
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
    fn no_policy_makes_it_panic_and_every_pause_is_within_bounds(
        first_wait in time(), longest_wait in time(), least_wait in time(), patience in time(),
        attempts: u32, asked in prop::option::of(time()), chance in prop_oneof![0.0..1.0, any::<f64>()],
    ) {
        let policy = RetryPolicy { attempts: 4, first_wait, longest_wait, least_wait, patience, wait_on_429: true };
        match (policy.pause(attempts, asked, chance), asked) {
            (Some(pause), None) => prop_assert!(pause <= longest_wait),
            (Some(pause), Some(asked)) => {
                prop_assert!(pause >= asked && pause >= least_wait && asked <= patience);
                prop_assert!(pause <= longest_wait.max(asked).max(least_wait));
            }
            (None, asked) => prop_assert!(asked.is_some_and(|asked| asked > patience)),
        }
    }
}

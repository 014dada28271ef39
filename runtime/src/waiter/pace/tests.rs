use super::*;
use proptest::prelude::*;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_delay_that_does_not_fit_is_shortened_once() {
    let mut pace = Pace::new(secs(2), secs(60));
    assert_eq!(pace.delay(None, secs(5), 0.0), Some(secs(2)));
    assert_eq!(pace.delay(None, secs(3), 0.0), Some(Duration::from_millis(1500)));
    assert_eq!(pace.delay(None, secs(3), 0.0), None);
}

#[test]
fn the_last_delay_is_not_shorter_than_requested() {
    assert_eq!(Pace::new(secs(2), secs(60)).delay(Some(secs(9)), secs(9), 0.0), None);
    assert_eq!(
        Pace::new(secs(9), secs(60)).delay(Some(secs(4)), secs(9), 0.0),
        Some(secs(9) / 2)
    );
}

#[test]
fn a_delay_of_zero_grows() {
    let mut pace = Pace::new(Duration::ZERO, secs(1));
    let delays: Vec<_> = (0..4)
        .map(|_| pace.delay(None, secs(100), 0.0).unwrap().as_micros())
        .collect();
    assert_eq!(delays, [0, 10_000, 15_000, 22_500]);
}

proptest! {
    #[test]
    fn a_delay_ends_in_time_and_is_as_long_as_requested(
        first: Duration,
        longest: Duration,
        requested: Option<Duration>,
        left: Duration,
        random: f64,
    ) {
        let mut pace = Pace::new(first, longest);
        for _ in 0..5 {
            if let Some(delay) = pace.delay(requested, left, random) {
                prop_assert!(delay < left);
                prop_assert!(delay >= requested.unwrap_or_default());
                prop_assert!(delay <= longest.max(requested.unwrap_or_default()));
            }
        }
    }
}

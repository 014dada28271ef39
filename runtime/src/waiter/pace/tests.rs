use super::*;
use proptest::prelude::*;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_pause_that_does_not_fit_is_made_shorter_once() {
    let mut pace = Pace::new(secs(2), secs(60));
    assert_eq!(pace.pause(None, secs(5), 0.0), Some(secs(2)));
    assert_eq!(pace.pause(None, secs(3), 0.0), Some(Duration::from_millis(1500)));
    assert_eq!(pace.pause(None, secs(3), 0.0), None);
}

#[test]
fn the_last_pause_is_not_shorter_than_the_service_asks_for() {
    assert_eq!(Pace::new(secs(2), secs(60)).pause(Some(secs(9)), secs(9), 0.0), None);
    assert_eq!(
        Pace::new(secs(9), secs(60)).pause(Some(secs(4)), secs(9), 0.0),
        Some(secs(9) / 2)
    );
}

#[test]
fn no_pause_at_all_grows_too() {
    let mut pace = Pace::new(Duration::ZERO, secs(1));
    let pauses: Vec<_> = (0..4)
        .map(|_| pace.pause(None, secs(100), 0.0).unwrap().as_micros())
        .collect();
    assert_eq!(pauses, [0, 10_000, 15_000, 22_500]);
}

proptest! {
    #[test]
    fn a_pause_ends_in_time_and_is_as_long_as_asked(
        first: Duration,
        longest: Duration,
        asked: Option<Duration>,
        left: Duration,
        chance: f64,
    ) {
        let mut pace = Pace::new(first, longest);
        for _ in 0..5 {
            if let Some(pause) = pace.pause(asked, left, chance) {
                prop_assert!(pause < left);
                prop_assert!(pause >= asked.unwrap_or_default());
                prop_assert!(pause <= longest.max(asked.unwrap_or_default()));
            }
        }
    }
}

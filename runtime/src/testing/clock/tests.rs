use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use super::ManualClock;
use crate::Clock;

#[derive(Default)]
struct WakeCount(AtomicUsize);

impl Wake for WakeCount {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_sleep_is_woken_when_it_is_due_and_not_before() {
    let clock = ManualClock::new();
    let woken = Arc::new(WakeCount::default());
    let waker = Waker::from(Arc::clone(&woken));
    let cx = &mut Context::from_waker(&waker);
    let mut sleep = clock.sleep(SECOND * 2);
    assert_eq!(sleep.as_mut().poll(cx), Poll::Pending);
    clock.advance(SECOND);
    assert_eq!(woken.0.load(Ordering::SeqCst), 0);
    assert_eq!(sleep.as_mut().poll(cx), Poll::Pending);
    clock.advance(SECOND);
    assert!(woken.0.load(Ordering::SeqCst) > 0);
    assert_eq!(sleep.as_mut().poll(cx), Poll::Ready(()));
    assert_eq!((clock.elapsed(), clock.sleeps()), (SECOND * 2, vec![SECOND * 2]));
}

#[test]
fn sleeps_on_a_jumping_clock_complete_at_once() {
    let clock = ManualClock::jumping();
    let before = clock.now();
    let cx = &mut Context::from_waker(Waker::noop());
    for _ in 0..2 {
        assert_eq!(pin!(clock.sleep(SECOND)).poll(cx), Poll::Ready(()));
    }
    assert_eq!(clock.now().duration_since(before).unwrap(), SECOND * 2);
}

#[test]
fn the_longest_sleep_does_not_overflow() {
    let clock = ManualClock::jumping();
    let cx = &mut Context::from_waker(Waker::noop());
    assert_eq!(pin!(clock.sleep(Duration::MAX)).poll(cx), Poll::Ready(()));
    clock.advance(Duration::MAX);
    let _ = clock.now();
}

#[test]
fn a_clone_is_the_same_clock() {
    let clock = ManualClock::new().with_random(0.25);
    clock.clone().advance(SECOND);
    assert_eq!((clock.elapsed(), clock.random()), (SECOND, 0.25));
    let later = ManualClock::new().starting_at(clock.now());
    assert_eq!(later.now(), clock.now());
}

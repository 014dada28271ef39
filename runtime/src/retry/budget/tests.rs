use proptest::prelude::*;

use super::RetryBudget;

fn take_all(budget: &RetryBudget) -> usize {
    std::iter::from_fn(|| budget.take().then_some(())).take(1000).count()
}

#[test]
fn it_grants_as_many_retries_as_it_holds() {
    for retries in [0, 1, 7] {
        let budget = RetryBudget::new(retries);
        assert_eq!(take_all(&budget), retries as usize);
        assert!(!budget.take());
    }
}

#[test]
fn ten_first_time_successes_return_one_retry() {
    let budget = RetryBudget::new(2);
    assert_eq!(take_all(&budget), 2);
    for _ in 0..9 {
        budget.succeeded();
    }
    assert!(!budget.take());
    budget.succeeded();
    assert_eq!(take_all(&budget), 1);
}

#[test]
fn it_never_exceeds_its_initial_size() {
    let budget = RetryBudget::new(3);
    for _ in 0..1000 {
        budget.succeeded();
    }
    assert_eq!(take_all(&budget), 3);
    let none = RetryBudget::new(0);
    none.succeeded();
    assert!(!none.take());
}

#[test]
fn the_largest_size_does_not_overflow() {
    let budget = RetryBudget::new(u32::MAX);
    budget.succeeded();
    assert!(budget.take());
}

proptest! {
    #[test]
    fn it_counts_like_a_model(most in 0_u32..5, steps in prop::collection::vec(any::<bool>(), 0..200)) {
        let budget = RetryBudget::new(most);
        let mut tenths = most * 10;
        for take in steps {
            if take {
                let expected = tenths >= 10;
                prop_assert_eq!(budget.take(), expected);
                tenths -= if expected { 10 } else { 0 };
            } else {
                budget.succeeded();
                tenths = (tenths + 1).min(most * 10);
            }
        }
        prop_assert_eq!(take_all(&budget), (tenths / 10) as usize);
    }
}

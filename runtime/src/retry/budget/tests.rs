use proptest::prelude::*;

use super::RetryBudget;

fn taken(budget: &RetryBudget) -> usize {
    std::iter::from_fn(|| budget.take().then_some(())).take(1000).count()
}

#[test]
fn it_gives_as_many_as_it_holds_and_no_more() {
    for retries in [0, 1, 7] {
        let budget = RetryBudget::new(retries);
        assert_eq!(taken(&budget), retries as usize);
        assert!(!budget.take());
    }
}

#[test]
fn ten_calls_that_succeed_at_once_give_one_back() {
    let budget = RetryBudget::new(2);
    assert_eq!(taken(&budget), 2);
    for _ in 0..9 {
        budget.succeeded();
    }
    assert!(!budget.take());
    budget.succeeded();
    assert_eq!(taken(&budget), 1);
}

#[test]
fn it_never_holds_more_than_at_first() {
    let budget = RetryBudget::new(3);
    for _ in 0..1000 {
        budget.succeeded();
    }
    assert_eq!(taken(&budget), 3);
    let none = RetryBudget::new(0);
    none.succeeded();
    assert!(!none.take());
}

#[test]
fn the_largest_is_not_too_large() {
    let budget = RetryBudget::new(u32::MAX);
    budget.succeeded();
    assert!(budget.take());
}

proptest! {
    #[test]
    fn it_keeps_the_count_of_a_model(most in 0_u32..5, steps in prop::collection::vec(any::<bool>(), 0..200)) {
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
        prop_assert_eq!(taken(&budget), (tenths / 10) as usize);
    }
}

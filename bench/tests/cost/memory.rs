//! Heap memory and allocations of deserialized responses.

use crate::measured::{self, Comparison, HeapUsage};

/// The maximum number of allocations, in percent of the best peer. The SDK boxes optional objects, so that types are
/// small and an absent object takes eight bytes; openapi-generator stores all of them inline.
const MAX_ALLOCATIONS_PERCENT: u64 = 122;

#[test]
fn page_of_requests_uses_no_more_heap_than_peers() {
    assert_no_more_heap(measured::requests());
}

#[test]
fn list_of_expenses_uses_no_more_heap_than_peers() {
    assert_no_more_heap(measured::expenses());
}

fn assert_no_more_heap((ours, peers): Comparison) {
    let best = |figure: fn(&HeapUsage) -> u64| {
        peers
            .iter()
            .map(|(_, heap_usage)| figure(heap_usage))
            .min()
            .expect("there is a peer")
    };
    assert!(
        ours.bytes <= best(|heap_usage| heap_usage.bytes),
        "{ours:?}, peers {peers:?}"
    );
    let max_allocations = best(|heap_usage| heap_usage.allocations) * MAX_ALLOCATIONS_PERCENT / 100;
    assert!(ours.allocations <= max_allocations, "{ours:?}, peers {peers:?}");
}

#[test]
fn decimals_timestamps_and_currencies_do_not_allocate() {
    let amount = r#"{"value":1290.00000000,"currency":"USD"}"#;
    assert_eq!(
        measured::heap_usage::<sap_concur::request::Amount>(amount).allocations,
        0
    );
    let timestamp = r#""2026-03-14T09:26:53.589Z""#;
    assert_eq!(measured::heap_usage::<sap_concur::Timestamp>(timestamp).allocations, 0);
}

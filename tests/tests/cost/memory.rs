//! The heap that a decoded answer holds, how often memory was asked for.

use crate::measured::{self, Compared, Held};

/// How many more allocations than the best of the others there may be, in hundredths. Each object that is there stands in a
/// box, so that types are small and what is absent takes eight bytes; openapi-generator has them all in the struct.
const MORE_ALLOCATIONS: u64 = 122;

#[test]
fn page_of_requests_uses_no_more_heap_than_peers() {
    holds_no_more(measured::requests());
}

#[test]
fn list_of_expenses_uses_no_more_heap_than_peers() {
    holds_no_more(measured::expenses());
}

fn holds_no_more((ours, peers): Compared) {
    let best = |figure: fn(&Held) -> u64| peers.iter().map(|(_, held)| figure(held)).min().expect("there is one");
    assert!(ours.bytes <= best(|held| held.bytes), "{ours:?}, and others {peers:?}");
    let most = best(|held| held.allocations) * MORE_ALLOCATIONS / 100;
    assert!(ours.allocations <= most, "{ours:?}, and others {peers:?}");
}

#[test]
fn decimals_timestamps_and_currencies_do_not_allocate() {
    let amount = r#"{"value":1290.00000000,"currency":"USD"}"#;
    assert_eq!(measured::held::<sap_concur::request::Amount>(amount).allocations, 0);
    let moment = r#""2026-03-14T09:26:53.589Z""#;
    assert_eq!(measured::held::<sap_concur::Timestamp>(moment).allocations, 0);
}

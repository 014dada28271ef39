//! Deterministic figures, for these tests and for `cargo bench`.

use allocation_counter::measure;
use bench::fixtures;
use peers::{by_hand::boxed, progenitor};
use sap_concur::Additional;
use sap_concur::request::{Allocation, Expense, Request, RequestList, SegmentLeg};
use serde::de::DeserializeOwned;

/// The heap usage of a deserialized response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeapUsage {
    /// Bytes of heap memory that the value holds.
    pub(crate) bytes: u64,
    /// Allocations made while deserializing.
    pub(crate) allocations: u64,
}

/// The figures of the SDK, and those of its peers by name.
pub(crate) type Comparison = (HeapUsage, Vec<(&'static str, HeapUsage)>);

/// Types by name, with the sizes in bytes of the SDK's type and of the hand-written boxed one.
pub(crate) const SIZES: [(&str, usize, usize); 4] = [
    ("Request", size_of::<Request>(), size_of::<boxed::Request>()),
    ("Expense", size_of::<Expense>(), size_of::<boxed::Expense>()),
    ("SegmentLeg", size_of::<SegmentLeg>(), size_of::<boxed::SegmentLeg>()),
    ("Allocation", size_of::<Allocation>(), size_of::<boxed::Allocation>()),
];

/// Measures a page of 100 Requests without unknown fields, which only the SDK keeps.
pub(crate) fn requests() -> Comparison {
    let mut page: RequestList = read(&fixtures::page_of_requests(100).expect("the fixture is valid"));
    for request in &mut page.data {
        request.additional = Additional::default();
    }
    let document = serde_json::to_string(&page).expect("it serializes");
    #[allow(unused_mut, reason = "openapi-generator may not be installed")]
    let mut peers = vec![("progenitor", heap_usage::<progenitor::RequestRequestList>(&document))];
    peers::with_openapi_generator! {
        peers.push(("openapi-generator", heap_usage::<peers::models::RequestRequestList>(&document)));
    }
    (heap_usage::<RequestList>(&document), peers)
}

/// Measures a list of 100 expected expenses without unknown fields.
pub(crate) fn expenses() -> Comparison {
    let mut list: Vec<Expense> = read(&fixtures::list_of_expenses(100).expect("the fixture is valid"));
    for expense in &mut list {
        expense.additional = Additional::default();
    }
    let document = serde_json::to_string(&list).expect("it serializes");
    #[allow(unused_mut, reason = "openapi-generator may not be installed")]
    let mut peers = vec![("progenitor", heap_usage::<Vec<progenitor::RequestExpense>>(&document))];
    peers::with_openapi_generator! {
        peers.push(("openapi-generator", heap_usage::<Vec<peers::models::RequestExpense>>(&document)));
    }
    (heap_usage::<Vec<Expense>>(&document), peers)
}

fn read<T: DeserializeOwned>(document: &str) -> T {
    serde_json::from_str(document).expect("it deserializes")
}

/// Measures one document.
pub(crate) fn heap_usage<T: DeserializeOwned>(document: &str) -> HeapUsage {
    let mut value: Option<T> = None;
    let counted = measure(|| value = serde_json::from_str(document).ok());
    assert!(value.is_some(), "it deserializes");
    HeapUsage {
        bytes: counted.bytes_current.unsigned_abs(),
        allocations: counted.count_total,
    }
}

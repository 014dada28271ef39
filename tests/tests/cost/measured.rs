//! What is measured in numbers that no other program disturbs: for the tests here, and for `cargo bench`.

use allocation_counter::measure;
use peers::{by_hand::boxed, progenitor};
use sap_concur::Additional;
use sap_concur::request::{Allocation, Expense, Request, RequestList, SegmentLeg};
use serde::de::DeserializeOwned;
use tests::fixtures;

/// What a decoded answer has cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    /// How many bytes of the heap it holds.
    pub(crate) bytes: u64,
    /// How often memory was asked for until it was there.
    pub(crate) allocations: u64,
}

/// Ours, and those of others by name.
pub(crate) type Compared = (Held, Vec<(&'static str, Held)>);

/// Types by name, with the size of ours and of the one that is written by hand with boxes, in bytes.
pub(crate) const SIZES: [(&str, usize, usize); 4] = [
    ("Request", size_of::<Request>(), size_of::<boxed::Request>()),
    ("Expense", size_of::<Expense>(), size_of::<boxed::Expense>()),
    ("SegmentLeg", size_of::<SegmentLeg>(), size_of::<boxed::SegmentLeg>()),
    ("Allocation", size_of::<Allocation>(), size_of::<boxed::Allocation>()),
];

/// Of a page of 100 Requests, without the fields that only ours keeps.
pub(crate) fn requests() -> Compared {
    let mut page: RequestList = read(&fixtures::page_of_requests(100).expect("it can be made"));
    for request in &mut page.data {
        request.additional = Additional::default();
    }
    let document = serde_json::to_string(&page).expect("it is written");
    #[allow(unused_mut, reason = "openapi-generator may not be there")]
    let mut peers = vec![("progenitor", held::<progenitor::RequestRequestList>(&document))];
    peers::with_openapi_generator! {
        peers.push(("openapi-generator", held::<peers::models::RequestRequestList>(&document)));
    }
    (held::<RequestList>(&document), peers)
}

/// Of a list of 100 expected expenses, likewise.
pub(crate) fn expenses() -> Compared {
    let mut list: Vec<Expense> = read(&fixtures::list_of_expenses(100).expect("it can be made"));
    for expense in &mut list {
        expense.additional = Additional::default();
    }
    let document = serde_json::to_string(&list).expect("it is written");
    #[allow(unused_mut, reason = "openapi-generator may not be there")]
    let mut peers = vec![("progenitor", held::<Vec<progenitor::RequestExpense>>(&document))];
    peers::with_openapi_generator! {
        peers.push(("openapi-generator", held::<Vec<peers::models::RequestExpense>>(&document)));
    }
    (held::<Vec<Expense>>(&document), peers)
}

fn read<T: DeserializeOwned>(document: &str) -> T {
    serde_json::from_str(document).expect("it is read")
}

/// Of one document.
pub(crate) fn held<T: DeserializeOwned>(document: &str) -> Held {
    let mut value: Option<T> = None;
    let counted = measure(|| value = serde_json::from_str(document).ok());
    assert!(value.is_some(), "it is read");
    Held {
        bytes: counted.bytes_current.unsigned_abs(),
        allocations: counted.count_total,
    }
}

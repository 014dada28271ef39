//! The implementations to measure: the SDK first, then its alternatives, all with the same documents.

#![allow(dead_code, reason = "not every benchmark uses all of it")]

use std::hint::black_box;

use bench::fixtures;
use peers::{by_hand, progenitor, sonic_rs};
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, RequestList};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A name and the function to measure, which includes dropping the deserialized value.
pub(crate) type Runner = (&'static str, Box<dyn Fn()>);

/// Returns the runners that deserialize a page of 100 Requests, and the size of the page in bytes.
pub(crate) fn requests() -> (Vec<Runner>, usize) {
    let document: &'static str = fixtures::page_of_requests(100).expect("the fixture is valid").leak();
    let by = |name, read| reader(document, name, read);
    #[allow(unused_mut, reason = "openapi-generator may not be installed")]
    let mut runners = vec![
        by("sdk", from_text::<RequestList>),
        by("by hand", from_bytes::<by_hand::inline::RequestList>),
        by("by hand, from text", from_text::<by_hand::inline::RequestList>),
        by("progenitor", from_bytes::<progenitor::RequestRequestList>),
        by("serde_json::Value", from_bytes::<Value>),
        by("by hand, sonic-rs", with_sonic::<by_hand::inline::RequestList>),
    ];
    peers::with_openapi_generator! {
        runners.push(by("openapi-generator", from_bytes::<peers::models::RequestRequestList>));
    }
    (runners, document.len())
}

/// Returns the runners that deserialize 100 expected expenses, and the size of the list in bytes.
pub(crate) fn expenses() -> (Vec<Runner>, usize) {
    let document: &'static str = fixtures::list_of_expenses(100).expect("the fixture is valid").leak();
    let by = |name, read| reader(document, name, read);
    #[allow(unused_mut, reason = "openapi-generator may not be installed")]
    let mut runners = vec![
        by("sdk", from_text::<Vec<Expense>>),
        by("by hand", from_bytes::<Vec<by_hand::inline::Expense>>),
        by("by hand, from text", from_text::<Vec<by_hand::inline::Expense>>),
        by("progenitor", from_bytes::<Vec<progenitor::RequestExpense>>),
        by("serde_json::Value", from_bytes::<Value>),
        by("by hand, sonic-rs", with_sonic::<Vec<by_hand::inline::Expense>>),
    ];
    peers::with_openapi_generator! {
        runners.push(by("openapi-generator", from_bytes::<Vec<peers::models::RequestExpense>>));
    }
    (runners, document.len())
}

/// Returns the runners that serialize a purchase request with 50 line items.
pub(crate) fn purchase_request() -> Vec<Runner> {
    let order = fixtures::purchase_request(50).expect("the fixture is valid");
    let document = &serde_json::to_string(&order).expect("it serializes");
    let by_hand: by_hand::purchase_request::CreatePurchaseRequest = read(document);
    let with_sonic = move || drop(black_box(sonic_rs::to_vec(black_box(&by_hand)).expect("it serializes")));
    #[allow(unused_mut, reason = "openapi-generator may not be installed")]
    let mut runners: Vec<Runner> = vec![
        writer::<CreatePurchaseRequest>(document, "sdk"),
        writer::<by_hand::purchase_request::CreatePurchaseRequest>(document, "by hand"),
        writer::<progenitor::PurchaseRequestCreatePurchaseRequest>(document, "progenitor"),
        writer::<Value>(document, "serde_json::Value"),
        ("by hand, sonic-rs", Box::new(with_sonic)),
    ];
    peers::with_openapi_generator! {
        runners.push(writer::<peers::models::PurchaseRequestCreatePurchaseRequest>(document, "openapi-generator"));
    }
    runners
}

/// Deserializes like the SDK: the bytes are checked to be UTF-8 once and then parsed as a string.
fn from_text<T: DeserializeOwned>(bytes: &[u8]) {
    let text = str::from_utf8(bytes).expect("valid UTF-8");
    drop(black_box(serde_json::from_str::<T>(text).expect("it deserializes")));
}

/// Deserializes like `reqwest::Response::json`.
fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) {
    drop(black_box(serde_json::from_slice::<T>(bytes).expect("it deserializes")));
}

fn with_sonic<T: DeserializeOwned>(bytes: &[u8]) {
    drop(black_box(sonic_rs::from_slice::<T>(bytes).expect("it deserializes")));
}

fn reader(document: &'static str, name: &'static str, read: fn(&[u8])) -> Runner {
    (name, Box::new(move || read(black_box(document.as_bytes()))))
}

/// Returns a runner that serializes the value of a document.
fn writer<T: DeserializeOwned + Serialize + 'static>(document: &str, name: &'static str) -> Runner {
    let value: T = read(document);
    let write = move || drop(black_box(serde_json::to_vec(black_box(&value)).expect("it serializes")));
    (name, Box::new(write))
}

fn read<T: DeserializeOwned>(document: &str) -> T {
    serde_json::from_str(document).expect("it deserializes")
}

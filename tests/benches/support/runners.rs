//! Those who are measured: the SDK first, then what a user would take instead, all with the same documents.

#![allow(dead_code, reason = "not every program needs all of it")]

use std::hint::black_box;

use peers::{by_hand, progenitor, sonic_rs};
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, RequestList};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tests::fixtures;

/// The name, and what is measured. A value that is read is dropped within it.
pub(crate) type Runner = (&'static str, Box<dyn Fn()>);

/// Who read a page of 100 Requests, and how many bytes it has.
pub(crate) fn requests() -> (Vec<Runner>, usize) {
    let document: &'static str = fixtures::page_of_requests(100).expect("it can be made").leak();
    let by = |name, read| reader(document, name, read);
    #[allow(unused_mut, reason = "openapi-generator may not be there")]
    let mut runners = vec![
        by("sdk", as_text::<RequestList>),
        by("by hand", as_bytes::<by_hand::inline::RequestList>),
        by("by hand, from text", as_text::<by_hand::inline::RequestList>),
        by("progenitor", as_bytes::<progenitor::RequestRequestList>),
        by("serde_json::Value", as_bytes::<Value>),
        by("by hand, sonic-rs", by_sonic::<by_hand::inline::RequestList>),
    ];
    peers::with_openapi_generator! {
        runners.push(by("openapi-generator", as_bytes::<peers::models::RequestRequestList>));
    }
    (runners, document.len())
}

/// Who read a list of 100 expected expenses, and how many bytes it has.
pub(crate) fn expenses() -> (Vec<Runner>, usize) {
    let document: &'static str = fixtures::list_of_expenses(100).expect("it can be made").leak();
    let by = |name, read| reader(document, name, read);
    #[allow(unused_mut, reason = "openapi-generator may not be there")]
    let mut runners = vec![
        by("sdk", as_text::<Vec<Expense>>),
        by("by hand", as_bytes::<Vec<by_hand::inline::Expense>>),
        by("by hand, from text", as_text::<Vec<by_hand::inline::Expense>>),
        by("progenitor", as_bytes::<Vec<progenitor::RequestExpense>>),
        by("serde_json::Value", as_bytes::<Value>),
        by("by hand, sonic-rs", by_sonic::<Vec<by_hand::inline::Expense>>),
    ];
    peers::with_openapi_generator! {
        runners.push(by("openapi-generator", as_bytes::<Vec<peers::models::RequestExpense>>));
    }
    (runners, document.len())
}

/// Who write a purchase request of 50 lines.
pub(crate) fn purchase_request() -> Vec<Runner> {
    let order = fixtures::purchase_request(50).expect("it can be made");
    let document = &serde_json::to_string(&order).expect("it is written");
    let by_hand: by_hand::purchase_request::CreatePurchaseRequest = read(document);
    let by_sonic = move || drop(black_box(sonic_rs::to_vec(black_box(&by_hand)).expect("it is written")));
    #[allow(unused_mut, reason = "openapi-generator may not be there")]
    let mut runners: Vec<Runner> = vec![
        writer::<CreatePurchaseRequest>(document, "sdk"),
        writer::<by_hand::purchase_request::CreatePurchaseRequest>(document, "by hand"),
        writer::<progenitor::PurchaseRequestCreatePurchaseRequest>(document, "progenitor"),
        writer::<Value>(document, "serde_json::Value"),
        ("by hand, sonic-rs", Box::new(by_sonic)),
    ];
    peers::with_openapi_generator! {
        runners.push(writer::<peers::models::PurchaseRequestCreatePurchaseRequest>(document, "openapi-generator"));
    }
    runners
}

/// As the SDK reads an answer: the bytes are checked to be UTF-8 once, then read as a text.
fn as_text<T: DeserializeOwned>(bytes: &[u8]) {
    let text = str::from_utf8(bytes).expect("it is text");
    drop(black_box(serde_json::from_str::<T>(text).expect("it is read")));
}

/// As `reqwest::Response::json` does it.
fn as_bytes<T: DeserializeOwned>(bytes: &[u8]) {
    drop(black_box(serde_json::from_slice::<T>(bytes).expect("it is read")));
}

fn by_sonic<T: DeserializeOwned>(bytes: &[u8]) {
    drop(black_box(sonic_rs::from_slice::<T>(bytes).expect("it is read")));
}

fn reader(document: &'static str, name: &'static str, read: fn(&[u8])) -> Runner {
    (name, Box::new(move || read(black_box(document.as_bytes()))))
}

/// Writes a value that is made of the document.
fn writer<T: DeserializeOwned + Serialize + 'static>(document: &str, name: &'static str) -> Runner {
    let value: T = read(document);
    let write = move || drop(black_box(serde_json::to_vec(black_box(&value)).expect("it is written")));
    (name, Box::new(write))
}

fn read<T: DeserializeOwned>(document: &str) -> T {
    serde_json::from_str(document).expect("it is read")
}

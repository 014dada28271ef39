//! Decoding and encoding in turns, for `cargo xtask bench`: each type has its turn again and again, and what is counted is
//! the time on the processor, so that what else the machine does meets all alike. `-- decode` or `-- encode` measures one.

#![allow(clippy::expect_used, missing_docs, reason = "a program to measure with")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/processor.rs"]
mod processor;

use std::hint::black_box;

use peers::{by_hand, documents, progenitor, sonic_rs};
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, RequestList};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use figures::{Figure, median, write};
use processor::on_processor;

/// How many turns each has.
const TURNS: usize = 41;

/// One who takes turns: the name, and what is measured.
type Runner<'a> = (&'static str, Box<dyn Fn() + 'a>);

fn main() {
    let wanted: Vec<String> = std::env::args().collect();
    let is_wanted = |name: &str| {
        let named = ["decode", "encode"].map(|name| wanted.iter().any(|word| word == name));
        named == [false, false] || wanted.iter().any(|word| word == name)
    };
    if is_wanted("decode") {
        let mut figures = requests();
        figures.extend(expenses());
        write("decode", &figures);
    }
    if is_wanted("encode") {
        write("encode", &purchase_request());
    }
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

fn decoder<'a>(document: &'a str, name: &'static str, read: fn(&[u8])) -> Runner<'a> {
    (name, Box::new(move || read(black_box(document.as_bytes()))))
}

fn requests() -> Vec<Figure> {
    let document = documents::page_of_requests();
    let by = |name, read| decoder(&document, name, read);
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
    turns("decode 100 Requests", &runners, 3)
}

fn expenses() -> Vec<Figure> {
    let document = documents::list_of_expenses();
    let by = |name, read| decoder(&document, name, read);
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
    turns("decode 100 Expenses", &runners, 3)
}

/// A value that is written, made of the document.
fn written<T: DeserializeOwned + Serialize + 'static>(name: &'static str) -> Runner<'static> {
    let value: T = serde_json::from_str(&documents::purchase_request()).expect("it is read");
    let write = move || drop(black_box(serde_json::to_vec(black_box(&value)).expect("it is written")));
    (name, Box::new(write))
}

fn purchase_request() -> Vec<Figure> {
    let by_hand: by_hand::purchase_request::CreatePurchaseRequest =
        serde_json::from_str(&documents::purchase_request()).expect("it is read");
    let by_sonic = || drop(black_box(sonic_rs::to_vec(black_box(&by_hand)).expect("it is written")));
    #[allow(unused_mut, reason = "openapi-generator may not be there")]
    let mut runners: Vec<Runner<'_>> = vec![
        written::<CreatePurchaseRequest>("sdk"),
        written::<by_hand::purchase_request::CreatePurchaseRequest>("by hand"),
        written::<progenitor::PurchaseRequestCreatePurchaseRequest>("progenitor"),
        written::<Value>("serde_json::Value"),
        ("by hand, sonic-rs", Box::new(by_sonic)),
    ];
    peers::with_openapi_generator! {
        runners.push(written::<peers::models::PurchaseRequestCreatePurchaseRequest>("openapi-generator"));
    }
    turns("encode 50 lines", &runners, 100)
}

/// Lets them take turns, each so many times at a turn. The first is ours.
fn turns(what: &str, runners: &[Runner<'_>], times: u32) -> Vec<Figure> {
    let mut spent: Vec<Vec<f64>> = vec![Vec::new(); runners.len()];
    for _ in 0..TURNS {
        for ((_, run), spent) in runners.iter().zip(&mut spent) {
            let before = on_processor();
            (0..times).for_each(|_| run());
            spent.push((on_processor() - before).as_secs_f64() * 1e9 / f64::from(times));
        }
    }
    let medians: Vec<f64> = spent.iter().map(|turns| median(turns)).collect();
    let ours = medians.first().copied().unwrap_or_default();
    let others = runners.iter().zip(&medians).skip(1);
    others
        .map(|((peer, _), theirs)| {
            let figure = Figure::new(what.to_owned(), "ns", [ours, *theirs], peer);
            match *peer {
                "by hand" => figure.at_most(1.0),
                "progenitor" if what.starts_with("decode") => figure.goal(1.0 / 1.5),
                _ => figure,
            }
        })
        .collect()
}

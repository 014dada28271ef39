//! Answers into values: what a user of the SDK pays, beside what the alternatives take for the same bytes.

#![allow(clippy::expect_used, missing_docs, reason = "a program to measure with")]

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use peers::{by_hand, documents, progenitor, sonic_rs};
use sap_concur::request::{Expense, RequestList};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Measures a type with a function that reads it; the value is dropped within the measurement.
fn measure<T>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, document: &str, read: impl Fn(&[u8]) -> T) {
    group.bench_function(name, |bencher| bencher.iter(|| read(black_box(document.as_bytes()))));
}

/// As the SDK reads an answer: the bytes are checked to be UTF-8 once, then read as a text.
fn as_text<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_str(str::from_utf8(bytes).expect("it is text")).expect("it is read")
}

/// As `reqwest::Response::json` does it.
fn as_bytes<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).expect("it is read")
}

fn by_sonic<T: DeserializeOwned>(bytes: &[u8]) -> T {
    sonic_rs::from_slice(bytes).expect("it is read")
}

fn requests(criterion: &mut Criterion) {
    let (mut group, document) = (
        criterion.benchmark_group("decode requests"),
        &documents::page_of_requests(),
    );
    group.throughput(Throughput::Bytes(document.len() as u64));
    measure(&mut group, "sdk", document, as_text::<RequestList>);
    measure(
        &mut group,
        "by hand",
        document,
        as_bytes::<by_hand::inline::RequestList>,
    );
    measure(
        &mut group,
        "by hand, from text",
        document,
        as_text::<by_hand::inline::RequestList>,
    );
    measure(
        &mut group,
        "progenitor",
        document,
        as_bytes::<progenitor::RequestRequestList>,
    );
    measure(&mut group, "value", document, as_bytes::<Value>);
    measure(
        &mut group,
        "sonic-rs",
        document,
        by_sonic::<by_hand::inline::RequestList>,
    );
    peers::with_openapi_generator! {
        measure(&mut group, "openapi-generator", document, as_bytes::<peers::models::RequestRequestList>);
    }
    group.finish();
}

fn expenses(criterion: &mut Criterion) {
    let (mut group, document) = (
        criterion.benchmark_group("decode expenses"),
        &documents::list_of_expenses(),
    );
    group.throughput(Throughput::Bytes(document.len() as u64));
    measure(&mut group, "sdk", document, as_text::<Vec<Expense>>);
    measure(
        &mut group,
        "by hand",
        document,
        as_bytes::<Vec<by_hand::inline::Expense>>,
    );
    measure(
        &mut group,
        "by hand, from text",
        document,
        as_text::<Vec<by_hand::inline::Expense>>,
    );
    measure(
        &mut group,
        "progenitor",
        document,
        as_bytes::<Vec<progenitor::RequestExpense>>,
    );
    measure(&mut group, "value", document, as_bytes::<Value>);
    measure(
        &mut group,
        "sonic-rs",
        document,
        by_sonic::<Vec<by_hand::inline::Expense>>,
    );
    peers::with_openapi_generator! {
        measure(&mut group, "openapi-generator", document, as_bytes::<Vec<peers::models::RequestExpense>>);
    }
    group.finish();
}

criterion_group!(benches, requests, expenses);
criterion_main!(benches);

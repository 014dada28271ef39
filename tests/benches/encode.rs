//! A purchase request of 50 lines into the bytes of a body.

#![allow(clippy::expect_used, missing_docs, reason = "a program to measure with")]

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use peers::{by_hand, documents, progenitor, sonic_rs};
use sap_concur::purchase_request::CreatePurchaseRequest;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn made<T: DeserializeOwned>() -> T {
    serde_json::from_str(&documents::purchase_request()).expect("it is read")
}

fn measure<T: Serialize>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, value: &T) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(value)).expect("it is written"));
    });
}

fn purchase_request(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("encode purchase request");
    measure(&mut group, "sdk", &made::<CreatePurchaseRequest>());
    let by_hand = made::<by_hand::purchase_request::CreatePurchaseRequest>();
    measure(&mut group, "by hand", &by_hand);
    measure(
        &mut group,
        "progenitor",
        &made::<progenitor::PurchaseRequestCreatePurchaseRequest>(),
    );
    measure(&mut group, "value", &made::<Value>());
    group.bench_function("sonic-rs", |bencher| {
        bencher.iter(|| sonic_rs::to_vec(black_box(&by_hand)).expect("it is written"));
    });
    peers::with_openapi_generator! {
        let value = made::<peers::models::PurchaseRequestCreatePurchaseRequest>();
        measure(&mut group, "openapi-generator", &value);
    }
    group.finish();
}

criterion_group!(benches, purchase_request);
criterion_main!(benches);

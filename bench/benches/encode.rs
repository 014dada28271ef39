//! Criterion benchmark of serializing a purchase request with 50 line items.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

#[path = "support/runners.rs"]
mod runners;

use criterion::{Criterion, criterion_group, criterion_main};

fn encode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("encode purchase request");
    for (name, run) in runners::purchase_request() {
        group.bench_function(name, |bencher| bencher.iter(&run));
    }
    group.finish();
}

criterion_group!(benches, encode);
criterion_main!(benches);

//! Criterion benchmarks of deserializing responses.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

#[path = "support/runners.rs"]
mod runners;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use runners::Runner;

fn decode(criterion: &mut Criterion) {
    measure(criterion, "decode requests", &runners::requests());
    measure(criterion, "decode expenses", &runners::expenses());
}

fn measure(criterion: &mut Criterion, what: &str, (runners, bytes): &(Vec<Runner>, usize)) {
    let mut group = criterion.benchmark_group(what);
    group.throughput(Throughput::Bytes(*bytes as u64));
    for (name, run) in runners {
        group.bench_function(*name, |bencher| bencher.iter(run));
    }
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);

//! Loading the contract: the embedded form against the YAML files that it was resolved from.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

use concur_spec::{Contract, Sources};
use criterion::{Criterion, criterion_group, criterion_main};

fn load(criterion: &mut Criterion) {
    let sources =
        Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    let embedded = include_str!("../../contract/embedded/contract.json");
    let mut group = criterion.benchmark_group("contract");
    group.bench_function("embedded", |bencher| {
        bencher.iter(|| serde_json::from_str::<Contract>(embedded).expect("it is up to date"));
    });
    group.bench_function("YAML", |bencher| {
        bencher.iter(|| concur_spec::contract(&sources).expect("it is valid"));
    });
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);

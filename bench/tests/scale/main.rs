//! Work grows linearly with the specification. It is counted in allocations and bytes, which are the same on every
//! machine; the time must only be far from quadratic.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod sources;

use std::time::{Duration, Instant};

use allocation_counter::{AllocationInfo, measure};
use concur_codegen::openapi::{self, Version};
use concur_codegen::reference;
use concur_spec::Contract;

/// The work of a stage.
struct Work {
    counted: AllocationInfo,
    time: Duration,
}

fn work<T>(stage: impl FnOnce() -> T) -> (T, Work) {
    let start = Instant::now();
    let mut result = None;
    let counted = measure(|| result = Some(stage()));
    let time = start.elapsed();
    (result.expect("the stage ran"), Work { counted, time })
}

fn stages(resources: usize) -> [(&'static str, Work); 3] {
    let sources = sources::sources(resources);
    let (contract, checked): (Contract, Work) =
        work(|| concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}")));
    assert_eq!(
        contract.apis.iter().map(|api| api.operations.len()).max(),
        Some(5 * resources)
    );
    let (files, generated) =
        work(|| concur_codegen::generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}")));
    assert!(files.len() > 10 * resources);
    // `generate` builds the documents on another thread, whose allocations are not counted above.
    let ((), documents) = work(|| {
        let document = openapi::document(&contract, Version::V3_1);
        let pages = reference::files(&contract);
        assert!(document.is_ok() && pages.is_ok_and(|pages| pages.len() > 5 * resources));
    });
    [("check", checked), ("generate", generated), ("documents", documents)]
}

#[test]
fn work_grows_linearly_with_the_specification() {
    let (small, large) = (stages(10), stages(100));
    for ((stage, small), (_, large)) in small.iter().zip(&large) {
        for (what, small, large) in [
            ("allocations", small.counted.count_total, large.counted.count_total),
            ("bytes", small.counted.bytes_total, large.counted.bytes_total),
            ("bytes at once", small.counted.bytes_max, large.counted.bytes_max),
        ] {
            eprintln!("{stage}: {small} and {large} {what}");
            // Slightly more than ten, for sorting and for vectors that grow by doubling.
            assert!(large < small * 13, "{stage}: {small} and {large} {what}");
        }
        eprintln!("{stage}: {:?} and {:?}", small.time, large.time);
        // Quadratic growth would be a factor of 100; load on the machine causes some deviation.
        assert!(
            large.time < small.time * 40,
            "{stage}: {:?} and {:?}",
            small.time,
            large.time
        );
    }
}

#[test]
fn specifications_of_a_size_are_deterministic() {
    assert_eq!(sources::sources(101), sources::sources(101));
    assert_eq!(sources::sources(101).files().len(), 3, "the platform and two APIs");
}

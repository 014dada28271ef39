//! Heap usage of deserialized responses and sizes of types. The figures are the same on every machine.

#![allow(
    clippy::expect_used,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a benchmark"
)]

#[path = "support/figures.rs"]
mod figures;
#[path = "../tests/cost/measured.rs"]
mod measured;

use figures::{Figure, write};

fn main() {
    let mut figures = Vec::new();
    let responses = [
        ("100 Requests", measured::requests()),
        ("100 Expenses", measured::expenses()),
    ];
    for (what, (ours, peers)) in responses {
        for (peer, theirs) in peers {
            let bytes = [ours.bytes, theirs.bytes].map(|bytes| bytes as f64);
            let allocations = [ours.allocations, theirs.allocations].map(|count| count as f64);
            figures.push(Figure::new(format!("heap held, {what}"), "bytes", bytes, peer).at_most(1.0));
            figures.push(Figure::new(format!("allocations, {what}"), "", allocations, peer).at_most(1.0));
        }
    }
    for (name, ours, by_hand) in measured::SIZES {
        let sizes = [ours as f64, by_hand as f64];
        let what = format!("size of {name}");
        figures.push(Figure::new(what, "bytes", sizes, "by hand, boxed").at_most(1.25));
    }
    write("memory", &figures);
}

//! Benchmarks of decoding and encoding for `cargo xtask bench`. All implementations take turns, and CPU time is
//! measured, so other load on the machine affects all of them alike. `-- decode` or `-- encode` measures one of the two.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/processor.rs"]
mod processor;
#[path = "support/runners.rs"]
mod runners;

use figures::{Figure, median, write};
use processor::cpu_time;
use runners::Runner;

/// Turns of each implementation.
const TURNS: usize = 41;

fn main() {
    let wanted: Vec<String> = std::env::args().collect();
    let is_wanted = |name: &str| {
        let named = ["decode", "encode"].map(|name| wanted.iter().any(|word| word == name));
        named == [false, false] || wanted.iter().any(|word| word == name)
    };
    if is_wanted("decode") {
        let mut figures = turns("decode 100 Requests", &runners::requests().0, 3);
        figures.extend(turns("decode 100 Expenses", &runners::expenses().0, 3));
        write("decode", &figures);
    }
    if is_wanted("encode") {
        write("encode", &turns("encode 50 lines", &runners::purchase_request(), 100));
    }
}

/// Measures the runners in turns of `times` runs and compares the first, the SDK, with each of the others.
fn turns(what: &str, runners: &[Runner], times: u32) -> Vec<Figure> {
    let mut spent: Vec<Vec<f64>> = vec![Vec::new(); runners.len()];
    for _ in 0..TURNS {
        for ((_, run), spent) in runners.iter().zip(&mut spent) {
            let before = cpu_time();
            (0..times).for_each(|_| run());
            spent.push((cpu_time() - before).as_secs_f64() * 1e9 / f64::from(times));
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

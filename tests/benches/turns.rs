//! Decoding and encoding in turns, for `cargo xtask bench`: each type has its turn again and again, and what is counted is
//! the time on the processor, so that what else the machine does meets all alike. `-- decode` or `-- encode` measures one.

#![allow(clippy::expect_used, missing_docs, reason = "a program to measure with")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/processor.rs"]
mod processor;
#[path = "support/runners.rs"]
mod runners;

use figures::{Figure, median, write};
use processor::on_processor;
use runners::Runner;

/// How many turns each has.
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

/// Lets them take turns, each so many times at a turn. The first is ours.
fn turns(what: &str, runners: &[Runner], times: u32) -> Vec<Figure> {
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

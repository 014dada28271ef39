//! Figures for `cargo xtask bench`, printed and written to the files that it reads.

#![allow(dead_code, reason = "not every benchmark uses all of it")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// A figure of the SDK and the same figure of a peer. Less is better.
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    ours: f64,
    peer: &'static str,
    theirs: f64,
    /// The maximum of `ours`, as a multiple of `theirs`.
    bar: Option<f64>,
    /// The goal for `ours`, as a multiple of `theirs`.
    goal: Option<f64>,
}

impl Figure {
    pub(crate) fn new(what: String, unit: &'static str, [ours, theirs]: [f64; 2], peer: &'static str) -> Self {
        Self {
            what,
            unit,
            ours,
            peer,
            theirs,
            bar: None,
            goal: None,
        }
    }

    pub(crate) fn at_most(self, bar: f64) -> Self {
        Self { bar: Some(bar), ..self }
    }

    pub(crate) fn goal(self, goal: f64) -> Self {
        Self {
            goal: Some(goal),
            ..self
        }
    }

    fn json(&self) -> Value {
        json!({
            "what": self.what, "unit": self.unit, "ours": self.ours, "peer": self.peer, "theirs": self.theirs,
            "bar": self.bar, "goal": self.goal,
        })
    }
}

/// Returns the median.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// Prints the figures and writes them to `target/bench`.
pub(crate) fn write(name: &str, figures: &[Figure]) {
    for figure in figures {
        let Figure {
            what,
            unit,
            ours,
            peer,
            theirs,
            ..
        } = figure;
        let ratio = ours / theirs;
        println!("{what}: {ours:.0} {unit}, {peer} {theirs:.0} {unit}, {ratio:.3}");
    }
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../bench");
    fs::create_dir_all(&directory).expect("the directory is created");
    let figures: Vec<Value> = figures.iter().map(Figure::json).collect();
    fs::write(directory.join(format!("{name}.json")), Value::from(figures).to_string()).expect("the file is written");
}

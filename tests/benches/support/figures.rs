//! Figures for `cargo xtask bench`: printed, and written where it looks for them.

#![allow(dead_code, reason = "not every program needs all of it")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// A figure of ours beside the same of a peer. Less is better.
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    ours: f64,
    peer: &'static str,
    theirs: f64,
    /// What ours may be at most, in theirs.
    bar: Option<f64>,
    /// What we are after, in theirs.
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

/// The middle one.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// Prints them, and writes them to `target/bench`.
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
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../bench");
    fs::create_dir_all(&place).expect("folders are made");
    let figures: Vec<Value> = figures.iter().map(Figure::json).collect();
    fs::write(place.join(format!("{name}.json")), Value::from(figures).to_string()).expect("it is written");
}

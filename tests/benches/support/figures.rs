//! Figures for `cargo xtask bench`: printed, and written where it looks for them.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// A figure of ours beside the same of a peer.
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    ours: f64,
    peer: &'static str,
    theirs: f64,
    /// What ours may be at most, in theirs.
    bar: f64,
}

impl Figure {
    pub(crate) fn new(
        what: String,
        unit: &'static str,
        [ours, theirs]: [f64; 2],
        peer: &'static str,
        bar: f64,
    ) -> Self {
        Self {
            what,
            unit,
            ours,
            peer,
            theirs,
            bar,
        }
    }

    fn json(&self) -> Value {
        json!({
            "what": self.what, "unit": self.unit, "ours": self.ours, "peer": self.peer, "theirs": self.theirs,
            "bar": self.bar,
        })
    }
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

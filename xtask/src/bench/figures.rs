//! Reads the figures measured by the programs in `bench/benches`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::process::output;
use super::row::{Bar, Row, Unit};
use crate::cargo::in_bench;
use crate::workspace::Failure;

/// Runs the program that measures a part and reads its figures.
pub(super) fn measured(program: &str, name: &str, folder: &Path) -> Result<Vec<Row>, Failure> {
    output(in_bench("bench")?.args(["--bench", program, "--", name]))?;
    let figures = json(&folder.join(format!("{name}.json")))?;
    let rows = figures.as_array().into_iter().flatten().map(row);
    rows.collect::<Option<_>>()
        .ok_or_else(|| Failure::new(format!("the figures of `{name}` are malformed")))
}

fn row(figure: &Value) -> Option<Row> {
    Some(Row {
        what: figure.get("what")?.as_str()?.to_owned(),
        unit: match figure.get("unit")?.as_str()? {
            "ns" => Unit::Nanoseconds,
            "bytes" => Unit::Bytes,
            _ => Unit::Count,
        },
        ours: figure.get("ours")?.as_f64()?,
        peer: figure.get("peer")?.as_str()?.to_owned(),
        theirs: figure.get("theirs")?.as_f64()?,
        bar: match [figure.get("bar")?.as_f64(), figure.get("goal")?.as_f64()] {
            [Some(most), _] => Bar::AtMost(most),
            [None, Some(goal)] => Bar::Goal(goal),
            [None, None] => Bar::None,
        },
    })
}

fn json(path: &Path) -> Result<Value, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
    serde_json::from_str(&text).map_err(|error| failed(&error))
}

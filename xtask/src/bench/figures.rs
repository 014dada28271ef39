//! Figures that programs in `tests/benches` measure.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::process::{cargo, output};
use super::row::{Bar, Row, Unit};
use crate::workspace::{self, Failure};

/// A page of Requests and a list of expenses.
pub(super) fn decode() -> Result<Vec<Row>, Failure> {
    run("decode")?;
    let mut rows = criterion("decode requests")?;
    rows.extend(criterion("decode expenses")?);
    Ok(rows)
}

/// A purchase request.
pub(super) fn encode() -> Result<Vec<Row>, Failure> {
    run("encode")?;
    criterion("encode purchase request")
}

/// The figures that a program writes itself.
pub(super) fn written(name: &str, folder: &Path) -> Result<Vec<Row>, Failure> {
    run(name)?;
    let figures = json(&folder.join(format!("{name}.json")))?;
    let rows = figures.as_array().into_iter().flatten().map(row);
    rows.collect::<Option<_>>()
        .ok_or_else(|| Failure::new(format!("the figures of `{name}` are not of their form")))
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
        bar: Bar::AtMost(figure.get("bar")?.as_f64()?),
    })
}

fn run(bench: &str) -> Result<String, Failure> {
    let arguments = ["bench", "--quiet", "--package", "tests", "--bench", bench];
    output(cargo().current_dir(workspace::root()).args(arguments))
}

/// The medians that Criterion has found for a group, ours against each of the others, and the bars that are set for them.
fn criterion(group: &str) -> Result<Vec<Row>, Failure> {
    let folder = workspace::root().join("target/criterion").join(group);
    let median = |peer: &str| {
        let estimates = json(&folder.join(peer).join("new/estimates.json")).ok()?;
        estimates.pointer("/median/point_estimate")?.as_f64()
    };
    let ours = median("sdk").ok_or_else(|| Failure::new(format!("Criterion has no figures of `{group}`")))?;
    let decodes = group.starts_with("decode");
    let peers = [
        ("by hand", Bar::AtMost(1.0)),
        ("by hand, from text", Bar::None),
        ("progenitor", if decodes { Bar::Goal(1.0 / 1.5) } else { Bar::None }),
        ("openapi-generator", Bar::None),
        ("value", Bar::None),
        ("sonic-rs", Bar::None),
    ];
    let mut rows = Vec::new();
    for (peer, bar) in peers {
        match median(peer) {
            Some(theirs) => rows.push(Row {
                what: group.to_owned(),
                unit: Unit::Nanoseconds,
                ours,
                peer: peer.to_owned(),
                theirs,
                bar,
            }),
            None if decodes || !peer.contains("text") => eprintln!("not measured: {peer} is not installed"),
            None => {}
        }
    }
    Ok(rows)
}

fn json(path: &Path) -> Result<Value, Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| told(&error))?;
    serde_json::from_str(&text).map_err(|error| told(&error))
}

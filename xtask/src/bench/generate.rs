//! Compares the generator with others on the same API in OpenAPI.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::peer::{Progenitor, document};
use super::process::{is_installed, median, output, timed};
use super::row::{Bar, Row, Unit};
use super::target;
use crate::cargo::{cargo, in_bench};
use crate::workspace::{self, Failure};

/// How often each run is timed.
const TIMES: usize = 5;
/// The sizes, in resources with five operations each.
const SIZES: [usize; 3] = [10, 100, 1_000];
/// The time limit of `regenerate` on the wall clock.
const LIMIT: Duration = Duration::from_millis(150);
/// A generator of types for OpenAPI 3.1.
const OAS3_GEN: &str = "oas3-gen";

pub(super) fn rows(folder: &Path) -> Result<Vec<Row>, Failure> {
    let progenitor = Progenitor::built(folder)?;
    let client = folder.join("client.rs");
    let mut rows = Vec::new();

    let document = document(folder)?;
    let optimized = optimized()?;
    let (cpu, wall) = median_times(TIMES, || regenerate(&optimized))?;
    let (theirs, _) = median_times(TIMES, || progenitor.command(&document, &client, "builder"))?;
    rows.push(row("regenerate, CPU", cpu, "progenitor", theirs));
    rows.push(row("regenerate, wall", wall, "the limit", LIMIT));
    let this = std::env::current_exe()?;
    let (_, wall) = median_times(TIMES, || regenerate(&this))?;
    rows.push(row(
        "regenerate as `cargo xtask` runs it, wall",
        wall,
        "the limit",
        LIMIT,
    ));

    let has_oas3_gen = is_installed(OAS3_GEN);
    if !has_oas3_gen {
        eprintln!("skipped: {OAS3_GEN} is not installed (`cargo install {OAS3_GEN}`)");
    }
    let scale = Scale::built()?;
    for size in SIZES {
        let times = if size < 1_000 { 3 } else { 1 };
        let (older, newer) = (folder.join("scale-3.0.json"), folder.join("scale-3.1.json"));
        output(&mut scale.openapi(size, "3.0", &older))?;
        let ours = scale.generate(size, times)?;
        let what = format!("generate {size} resources, CPU");
        let (theirs, _) = median_times(times, || progenitor.command(&older, &client, "builder"))?;
        rows.push(row(&what, ours, "progenitor", theirs));
        if has_oas3_gen {
            output(&mut scale.openapi(size, "3.1", &newer))?;
            let (theirs, _) = median_times(times, || oas3_gen(&newer, &folder.join("by-oas3-gen")))?;
            rows.push(row(&what, ours, OAS3_GEN, theirs));
        }
    }
    Ok(rows)
}

fn row(what: &str, ours: Duration, peer: &str, theirs: Duration) -> Row {
    Row {
        what: what.to_owned(),
        unit: Unit::Nanoseconds,
        ours: ours.as_secs_f64() * 1e9,
        peer: peer.to_owned(),
        theirs: theirs.as_secs_f64() * 1e9,
        bar: Bar::AtMost(1.0),
    }
}

/// Returns the medians of several runs: CPU time and wall-clock time.
fn median_times(times: usize, command: impl Fn() -> Command) -> Result<(Duration, Duration), Failure> {
    let spent: Vec<_> = (0..times).map(|_| timed(&mut command())).collect::<Result<_, _>>()?;
    let cpu = median(spent.iter().map(|spent| spent.cpu).collect());
    Ok((cpu, median(spent.iter().map(|spent| spent.wall).collect())))
}

/// Builds this program in the release profile, like the other generators.
fn optimized() -> Result<PathBuf, Failure> {
    let arguments = ["build", "--quiet", "--release", "--package", "xtask"];
    output(cargo().current_dir(workspace::root()?).args(arguments))?;
    Ok(target()?.join("release/xtask"))
}

fn regenerate(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("regenerate");
    command
}

fn oas3_gen(document: &Path, out: &Path) -> Command {
    let mut command = Command::new(OAS3_GEN);
    command
        .args(["generate", "client-mod", "--input"])
        .arg(document)
        .arg("--output")
        .arg(out);
    command
}

/// The example that generates specifications of any size.
struct Scale {
    program: PathBuf,
}

impl Scale {
    fn built() -> Result<Self, Failure> {
        output(in_bench("build")?.args(["--release", "--example", "scale"]))?;
        Ok(Self {
            program: target()?.join("release/examples/scale"),
        })
    }

    fn command(&self) -> Command {
        Command::new(&self.program)
    }

    /// Writes the OpenAPI document of a specification of this size.
    fn openapi(&self, size: usize, version: &str, file: &Path) -> Command {
        let mut command = self.command();
        command.args(["--openapi", &size.to_string(), version]).arg(file);
        command
    }

    /// Measures the CPU time of checking and generating.
    fn generate(&self, size: usize, times: usize) -> Result<Duration, Failure> {
        let runs = (0..times).map(|_| {
            let line = output(self.command().args(["--one", &size.to_string()]))?;
            let columns: Vec<&str> = line.split_whitespace().collect();
            let milliseconds = |column: usize| columns.get(column)?.parse::<u64>().ok();
            let both = milliseconds(2)
                .zip(milliseconds(3))
                .map(|(load, emit)| Duration::from_millis(load + emit));
            both.ok_or_else(|| Failure::new("the example `scale` did not print its time"))
        });
        Ok(median(runs.collect::<Result<_, Failure>>()?))
    }
}

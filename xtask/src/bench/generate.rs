//! How long the generator takes, beside other generators on the same API in OpenAPI.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::peer::{Progenitor, document};
use super::process::{cargo, is_there, median, output, timed};
use super::row::{Bar, Row, Unit};
use super::target;
use crate::workspace::{self, Failure};

/// How often each is run.
const TIMES: usize = 5;
/// The sizes, in resources of five operations each.
const SIZES: [usize; 3] = [10, 100, 1_000];
/// The most that the main job of a maintainer may take on the clock.
const LIMIT: Duration = Duration::from_millis(150);
/// A generator of types for OpenAPI 3.1.
const OAS3_GEN: &str = "oas3-gen";

pub(super) fn rows(folder: &Path) -> Result<Vec<Row>, Failure> {
    let progenitor = Progenitor::built(folder)?;
    let made = folder.join("made.rs");
    let mut rows = Vec::new();

    let document = document(folder)?;
    let optimised = optimised()?;
    let (cpu, wall) = of_times(TIMES, || regenerate(&optimised))?;
    let (theirs, _) = of_times(TIMES, || progenitor.command(&document, &made, "builder"))?;
    rows.push(row("regenerate, CPU", cpu, "progenitor", theirs));
    rows.push(row("regenerate, wall", wall, "the limit", LIMIT));
    let this = std::env::current_exe()?;
    let (_, wall) = of_times(TIMES, || regenerate(&this))?;
    rows.push(row(
        "regenerate as `cargo xtask` runs it, wall",
        wall,
        "the limit",
        LIMIT,
    ));

    let has_oas3_gen = is_there(OAS3_GEN);
    if !has_oas3_gen {
        eprintln!("not measured: {OAS3_GEN} is not installed (`cargo install {OAS3_GEN}`)");
    }
    let scale = Scale::built()?;
    for size in SIZES {
        let times = if size < 1_000 { 3 } else { 1 };
        let (older, newer) = (folder.join("scale-3.0.json"), folder.join("scale-3.1.json"));
        output(&mut scale.openapi(size, "3.0", &older))?;
        let ours = scale.generate(size, times)?;
        let what = format!("generate {size} resources, CPU");
        let (theirs, _) = of_times(times, || progenitor.command(&older, &made, "builder"))?;
        rows.push(row(&what, ours, "progenitor", theirs));
        if has_oas3_gen {
            output(&mut scale.openapi(size, "3.1", &newer))?;
            let (theirs, _) = of_times(times, || oas3_gen(&newer, &folder.join("by-oas3-gen")))?;
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

/// The medians of several runs: on processors, and on the clock.
fn of_times(times: usize, command: impl Fn() -> Command) -> Result<(Duration, Duration), Failure> {
    let spent: Vec<_> = (0..times).map(|_| timed(&mut command())).collect::<Result<_, _>>()?;
    let cpu = median(spent.iter().map(|spent| spent.cpu).collect());
    Ok((cpu, median(spent.iter().map(|spent| spent.wall).collect())))
}

/// This program in the release profile, as those of others are.
fn optimised() -> Result<PathBuf, Failure> {
    let arguments = ["build", "--quiet", "--release", "--package", "xtask"];
    output(cargo().current_dir(workspace::root()).args(arguments))?;
    Ok(target()?.join("release/xtask"))
}

/// The main job.
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

/// The example of the generator that makes specifications of any size.
struct Scale {
    program: PathBuf,
}

impl Scale {
    fn built() -> Result<Self, Failure> {
        let arguments = [
            "build",
            "--quiet",
            "--release",
            "--package",
            "concur-codegen",
            "--example",
            "scale",
        ];
        output(cargo().current_dir(workspace::root()).args(arguments))?;
        Ok(Self {
            program: target()?.join("release/examples/scale"),
        })
    }

    fn command(&self) -> Command {
        Command::new(&self.program)
    }

    /// Writes the document of a size.
    fn openapi(&self, size: usize, version: &str, file: &Path) -> Command {
        let mut command = self.command();
        command.args(["--openapi", &size.to_string(), version]).arg(file);
        command
    }

    /// The time on processors that checking and generating take.
    fn generate(&self, size: usize, times: usize) -> Result<Duration, Failure> {
        let runs = (0..times).map(|_| {
            let line = output(self.command().args(["--one", &size.to_string()]))?;
            let columns: Vec<&str> = line.split_whitespace().collect();
            let milliseconds = |column: usize| columns.get(column)?.parse::<u64>().ok();
            let both = milliseconds(2)
                .zip(milliseconds(3))
                .map(|(load, emit)| Duration::from_millis(load + emit));
            both.ok_or_else(|| Failure::new("the example `scale` does not tell its time"))
        });
        Ok(median(runs.collect::<Result<_, Failure>>()?))
    }
}

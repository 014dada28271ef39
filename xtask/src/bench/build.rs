//! Compares the build time of the SDK, with its dependencies built, with that of progenitor's clients.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::copy::Copy;
use super::peer::{Progenitor, STYLES};
use super::process::{Spent, median, output, timed};
use super::row::{Bar, Row, Unit};
use crate::cargo::cargo;
use crate::workspace::Failure;

/// How often each build is timed.
const TIMES: usize = 3;
/// The time limit of an incremental build after a change.
const REBUILD: Duration = Duration::from_secs(2);

pub(super) fn rows(folder: &Path) -> Result<Vec<Row>, Failure> {
    let copy = Copy::create(folder)?;
    let mut rows = Vec::new();
    let progenitor = Progenitor::built(folder)?;
    for release in [false, true] {
        let how = if release { "release" } else { "debug" };
        let ours = clean(&copy.root.join("generated"), folder, release)?;
        for style in STYLES {
            let theirs = clean(&progenitor.client(folder, style)?, folder, release)?;
            let bar = if style == "builder" {
                Bar::AtMost(1.0)
            } else {
                Bar::Goal(1.0)
            };
            rows.push(row(
                format!("clean {how} build, CPU"),
                ours,
                &format!("progenitor, {style}"),
                theirs,
                bar,
            ));
        }
    }
    let rebuild = rebuild(&copy, folder)?;
    rows.push(row(
        "debug build after a change, wall".to_owned(),
        rebuild,
        "the limit",
        REBUILD,
        Bar::AtMost(1.0),
    ));
    Ok(rows)
}

fn row(what: String, ours: Duration, peer: &str, theirs: Duration, bar: Bar) -> Row {
    let nanoseconds = |time: Duration| time.as_secs_f64() * 1e9;
    Row {
        what,
        unit: Unit::Nanoseconds,
        ours: nanoseconds(ours),
        peer: peer.to_owned(),
        theirs: nanoseconds(theirs),
        bar,
    }
}

/// Measures the CPU time of building one crate, without its dependencies.
fn clean(package: &Path, folder: &Path, release: bool) -> Result<Duration, Failure> {
    let command = || {
        let mut command = build(package, folder);
        command
            .args(release.then_some("--release"))
            .env("CARGO_INCREMENTAL", "0");
        command
    };
    // Build the dependencies and the crate itself once.
    output(&mut command())?;
    let times = (0..TIMES).map(|_| {
        File::options()
            .append(true)
            .open(package.join("src/lib.rs"))?
            .set_modified(SystemTime::now())?;
        timed(&mut command()).map(|spent: Spent| spent.cpu)
    });
    Ok(median(times.collect::<Result<_, Failure>>()?))
}

/// Measures the wall-clock time of an incremental build after adding or removing a field in the specification.
fn rebuild(copy: &Copy, folder: &Path) -> Result<Duration, Failure> {
    let command = || build(&copy.root.join("generated"), folder);
    output(&mut command())?;
    let times = (0..TIMES).map(|time| {
        copy.regenerate(time % 2 == 0)?;
        timed(&mut command()).map(|spent| spent.wall)
    });
    Ok(median(times.collect::<Result<_, Failure>>()?))
}

/// Builds without TLS, which is the same for all clients.
fn build(package: &Path, folder: &Path) -> Command {
    let mut command = cargo();
    command
        .args(["build", "--quiet", "--lib", "--manifest-path"])
        .arg(package.join("Cargo.toml"));
    command.arg("--target-dir").arg(folder.join("target"));
    if package.ends_with("generated") {
        command.args([
            "--no-default-features",
            "--features",
            "purchase-request,request,reqwest",
        ]);
    }
    command
}

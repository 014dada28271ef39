//! How long the SDK takes to build when all that it depends on is built, beside the clients that progenitor makes.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::copy::Copy;
use super::peer::{Progenitor, STYLES};
use super::process::{Spent, cargo, median, output, timed};
use super::row::{Bar, Row, Unit};
use crate::workspace::Failure;

/// How often each is built.
const TIMES: usize = 3;
/// The most that building again after a change may take.
const REBUILD: Duration = Duration::from_secs(2);

pub(super) fn rows(folder: &Path) -> Result<Vec<Row>, Failure> {
    let copy = Copy::made(folder)?;
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
    let again = again(&copy, folder)?;
    rows.push(row(
        "debug build after a change, wall".to_owned(),
        again,
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

/// The time on processors of a build of one crate alone.
fn clean(package: &Path, folder: &Path, release: bool) -> Result<Duration, Failure> {
    let command = || {
        let mut command = build(package, folder);
        command
            .args(release.then_some("--release"))
            .env("CARGO_INCREMENTAL", "0");
        command
    };
    // What it depends on, and itself.
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

/// The time on the clock of a build after a field of the specification came or went.
fn again(copy: &Copy, folder: &Path) -> Result<Duration, Failure> {
    let command = || build(&copy.root.join("generated"), folder);
    output(&mut command())?;
    let times = (0..TIMES).map(|time| {
        copy.regenerate(time % 2 == 0)?;
        timed(&mut command()).map(|spent| spent.wall)
    });
    Ok(median(times.collect::<Result<_, Failure>>()?))
}

/// Without TLS, which nobody of them writes himself.
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

//! Runs and times programs.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::workspace::Failure;

/// The time taken by a program and its children.
#[derive(Clone, Copy)]
pub(super) struct Spent {
    /// CPU time, or wall-clock time on systems that do not report it.
    pub(super) cpu: Duration,
    /// Wall-clock time.
    pub(super) wall: Duration,
}

/// Runs a program and measures its time.
pub(super) fn timed(command: &mut Command) -> Result<Spent, Failure> {
    let (before, start) = (children(), Instant::now());
    output(command)?;
    let wall = start.elapsed();
    let cpu = before
        .zip(children())
        .map(|(before, after)| after.saturating_sub(before));
    Ok(Spent {
        cpu: cpu.unwrap_or(wall),
        wall,
    })
}

/// Runs a program and returns its stdout. Its stderr is shown only if it fails.
pub(super) fn output(command: &mut Command) -> Result<String, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("{program} failed\n{stderr}")))
}

/// Returns whether a program can be started.
pub(super) fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// Returns the median.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Returns the CPU time of all child processes that have ended, in steps of 10 ms, if the system reports it.
fn children() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may contain spaces.
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks: u64 = fields.get(13)?.parse::<u64>().ok()? + fields.get(14)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

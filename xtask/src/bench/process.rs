//! Programs that are run, and what they take.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::workspace::Failure;

/// What a program and those that it started have taken.
#[derive(Clone, Copy)]
pub(super) struct Spent {
    /// On processors; where the system does not say, on the clock.
    pub(super) cpu: Duration,
    /// On the clock.
    pub(super) wall: Duration,
}

/// Runs a program to its end.
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

/// Runs a program, and gives what it prints. What it says besides is only told when it fails.
pub(super) fn output(command: &mut Command) -> Result<String, Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!("{program} failed\n{words}")))
}

/// Cargo, as it runs this.
pub(super) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether a program can be started.
pub(super) fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

/// The middle one.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The time on processors of all that were run and have ended, in hundredths of a second, where the system tells.
fn children() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may have blanks in it.
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks: u64 = fields.get(13)?.parse::<u64>().ok()? + fields.get(14)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

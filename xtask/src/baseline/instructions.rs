//! Counting instructions with valgrind.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Totals;
use crate::workspace::Failure;

/// How often a scenario runs in the second of two runs more than in the first.
const TIMES: u64 = 4;

/// Copies and comparisons of bytes are those that every processor of the architecture can do: the GNU library would choose
/// by the one that is there, and another machine would count something else.
const PLAIN: &str = "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-BMI2,-MOVBE,\
                     -SSE4_1,-SSE4_2,-SSSE3";

/// Builds the program with the scenarios as users build theirs, and gives its place.
pub(super) fn build(root: &Path) -> Result<PathBuf, Failure> {
    let mut command = Command::new("cargo");
    command
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "tests",
            "--bin",
            "counted",
        ])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit());
    // Metric a machine adds of its own would make other code.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"] {
        command.env_remove(variable);
    }
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("cargo cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("the program `counted` cannot be built"));
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let executable = messages.lines().rev().find_map(executable);
    executable.ok_or_else(|| Failure::new("cargo does not say where the program `counted` is"))
}

/// The program that a message of cargo is about.
fn executable(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    Some(message.get("executable")?.as_str()?.into())
}

/// The instructions of each scenario of a program, once.
///
/// Without arguments it lists its scenarios; with one of them and a number it does that so many times. The difference
/// of two numbers is the scenario alone: without the start of the program and without what is made ready.
pub(super) fn of_scenarios(program: &Path) -> Result<Totals, Failure> {
    let listed = Command::new(program).output();
    let listed = listed.map_err(|error| Failure::new(format!("{}: {error}", program.display())))?;
    let scenarios = String::from_utf8_lossy(&listed.stdout).into_owned();
    let count = |scenario: &str| {
        let [once, more] = [1, 1 + TIMES].map(|times| of_run(program, scenario, times));
        let all = more?.saturating_sub(once?);
        Ok((scenario.to_owned(), all / TIMES))
    };
    scenarios.lines().map(count).collect()
}

/// The instructions of a whole run.
///
/// The environment and the program's own path lie on its stack, and how long they are decides how what is above them is
/// aligned: 0.2 % of a call. So the environment is always the same, and the path is a short one.
fn of_run(program: &Path, scenario: &str, times: u64) -> Result<u64, Failure> {
    let place = program.parent().zip(program.file_name());
    let (directory, name) = place.ok_or_else(|| Failure::new("a program has a place"))?;
    let output = Command::new(on_path("valgrind"))
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(Path::new(".").join(name))
        .args([scenario, &times.to_string()])
        .current_dir(directory)
        .env_clear()
        .env("GLIBC_TUNABLES", PLAIN)
        .output()
        .map_err(|error| Failure::new(format!("valgrind cannot be run: {error}")))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Failure::new(format!("`{scenario}` failed under valgrind:\n{told}")));
    }
    collected(&told).ok_or_else(|| Failure::new(format!("valgrind has not counted `{scenario}`:\n{told}")))
}

/// Where a program is, for a command that has no environment to look it up in.
fn on_path(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|directory| directory.join(program));
    places.find(|place| place.is_file()).unwrap_or_else(|| program.into())
}

/// The number in the line `==4711== Collected : 123456`.
fn collected(told: &str) -> Option<u64> {
    let number = told.lines().find_map(|line| line.split_once("Collected : "));
    number?.1.trim().parse().ok()
}

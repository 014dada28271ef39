//! Counts instructions with valgrind.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Totals;
use crate::cargo::in_bench;
use crate::workspace::Failure;

/// How many more times a scenario runs in the second of two runs.
const EXTRA_RUNS: u64 = 4;

/// Disables CPU features, so that glibc picks the same string functions on every machine. Otherwise the counts would
/// depend on the processor.
const PLAIN: &str = "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-BMI2,-MOVBE,\
                     -SSE4_1,-SSE4_2,-SSSE3";

/// Builds the program with the scenarios in the release profile and returns its path.
pub(super) fn build() -> Result<PathBuf, Failure> {
    let mut command = in_bench("build")?;
    command
        .args([
            "--release",
            "--bin",
            "counted",
            "--message-format=json-render-diagnostics",
        ])
        .stderr(Stdio::inherit());
    // Flags set on this machine would change the generated code.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"] {
        command.env_remove(variable);
    }
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("cargo cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("building the program `counted` failed"));
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let executable = messages.lines().rev().find_map(executable);
    executable.ok_or_else(|| Failure::new("cargo did not report the path of the program `counted`"))
}

/// Returns the path of the executable from a message of cargo.
fn executable(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    Some(message.get("executable")?.as_str()?.into())
}

/// Counts the instructions of one run of each scenario of a program.
///
/// Without arguments the program lists its scenarios; with a scenario and a number it runs the scenario that many
/// times. The difference of two runs excludes startup and setup.
pub(super) fn count_scenarios(program: &Path) -> Result<Totals, Failure> {
    let listed = Command::new(program).output();
    let listed = listed.map_err(|error| Failure::new(format!("{}: {error}", program.display())))?;
    let scenarios = String::from_utf8_lossy(&listed.stdout).into_owned();
    let count = |scenario: &str| {
        let [once, more] = [1, 1 + EXTRA_RUNS].map(|times| count_run(program, scenario, times));
        let all = more?.saturating_sub(once?);
        Ok((scenario.to_owned(), all / EXTRA_RUNS))
    };
    scenarios.lines().map(count).collect()
}

/// Counts the instructions of a whole run.
///
/// The environment and the path of the program are on its stack, so their length changes the alignment of the stack,
/// which changes a call by 0.2 %. The environment is therefore fixed and the path relative.
fn count_run(program: &Path, scenario: &str, times: u64) -> Result<u64, Failure> {
    let parts = program.parent().zip(program.file_name());
    let (directory, name) = parts.ok_or_else(|| Failure::new("a program has a place"))?;
    let output = Command::new(on_path("valgrind"))
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(Path::new(".").join(name))
        .args([scenario, &times.to_string()])
        .current_dir(directory)
        .env_clear()
        .env("GLIBC_TUNABLES", PLAIN)
        .output()
        .map_err(|error| Failure::new(format!("valgrind cannot be run: {error}")))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(Failure::new(format!("`{scenario}` failed under valgrind:\n{stderr}")));
    }
    collected(&stderr).ok_or_else(|| Failure::new(format!("valgrind has not counted `{scenario}`:\n{stderr}")))
}

/// Finds a program in `PATH`, for a command that runs without an environment.
fn on_path(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|directory| directory.join(program));
    places.find(|place| place.is_file()).unwrap_or_else(|| program.into())
}

/// Parses the number in the line `==4711== Collected : 123456`.
fn collected(stderr: &str) -> Option<u64> {
    let number = stderr.lines().find_map(|line| line.split_once("Collected : "));
    number?.1.trim().parse().ok()
}

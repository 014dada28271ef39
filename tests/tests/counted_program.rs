//! The `counted` program, whose instructions `cargo xtask instructions` counts, runs every scenario deterministically.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::ErrorKind;
use std::process::{Command, Output};

const COUNTED: &str = env!("CARGO_BIN_EXE_counted");

fn counted(arguments: &[&str]) -> Output {
    Command::new(COUNTED)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_listed_scenario_runs() {
    let listed = text(&counted(&[]).stdout);
    assert_eq!(listed.lines().count(), 4, "{listed}");
    for scenario in listed.lines() {
        let run = counted(&[scenario, "1"]);
        assert!(run.status.success(), "{scenario}: {}", text(&run.stderr));
        assert!(
            run.stdout.is_empty() && run.stderr.is_empty(),
            "{scenario} prints something"
        );
    }
}

#[test]
fn invalid_arguments_are_rejected_with_a_reason() {
    for (arguments, reason) in [
        (&["none", "1"][..], "unknown scenario `none`"),
        (&["call", "often"], "`often`"),
        (&["call"], "usage"),
    ] {
        let output = counted(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
    }
}

#[test]
fn instruction_counts_are_deterministic() {
    for scenario in ["call", "encode_50_lines"] {
        let (Some(first), Some(second)) = (instructions(scenario), instructions(scenario)) else {
            eprintln!("skipped: valgrind is not installed");
            return;
        };
        assert!(
            first.abs_diff(second) * 1000 <= first,
            "{scenario}: {first} and {second}"
        );
    }
}

/// Returns the number of instructions of a run, or `None` if valgrind is not installed.
fn instructions(scenario: &str) -> Option<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        COUNTED,
        scenario,
        "3",
    ]);
    let stderr = match valgrind.output() {
        Ok(output) => text(&output.stderr),
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => panic!("cannot run valgrind: {error}"),
    };
    let number = stderr.lines().find_map(|line| line.split_once("Collected : "));
    number.unwrap_or_else(|| panic!("{stderr}")).1.trim().parse().ok()
}

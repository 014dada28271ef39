//! The program whose instructions `cargo xtask instructions` counts: it does what it says, and the same every time.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::ErrorKind;
use std::process::{Command, Output};

const COUNTED: &str = env!("CARGO_BIN_EXE_counted");

fn counted(arguments: &[&str]) -> Output {
    Command::new(COUNTED).args(arguments).output().expect("it can be run")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_scenario_that_is_listed_can_be_played() {
    let listed = text(&counted(&[]).stdout);
    assert_eq!(listed.lines().count(), 4, "{listed}");
    for scenario in listed.lines() {
        let played = counted(&[scenario, "1"]);
        assert!(played.status.success(), "{scenario}: {}", text(&played.stderr));
        assert!(
            played.stdout.is_empty() && played.stderr.is_empty(),
            "{scenario} says something"
        );
    }
}

#[test]
fn what_is_no_scenario_is_refused_with_the_reason() {
    for (arguments, why) in [
        (&["none", "1"][..], "there is no scenario `none`"),
        (&["call", "often"], "`often`"),
        (&["call"], "usage"),
    ] {
        let refused = counted(arguments);
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(text(&refused.stderr).contains(why), "{}", text(&refused.stderr));
    }
}

#[test]
fn a_call_and_an_encoding_take_the_same_instructions_every_time() {
    for scenario in ["call", "encode_50_lines"] {
        let (Some(first), Some(second)) = (instructions(scenario), instructions(scenario)) else {
            eprintln!("not tried: valgrind is not installed");
            return;
        };
        assert!(
            first.abs_diff(second) * 1000 <= first,
            "{scenario}: {first} and {second}"
        );
    }
}

/// The instructions of a run; none where valgrind is absent.
fn instructions(scenario: &str) -> Option<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        COUNTED,
        scenario,
        "3",
    ]);
    let told = match valgrind.output() {
        Ok(output) => text(&output.stderr),
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => panic!("valgrind cannot be run: {error}"),
    };
    let number = told.lines().find_map(|line| line.split_once("Collected : "));
    number.unwrap_or_else(|| panic!("{told}")).1.trim().parse().ok()
}

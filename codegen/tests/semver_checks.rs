//! Compares our levels with those of cargo-semver-checks, if it is installed: everything it finds, we find; where it
//! finds less in the Rust API, the table of edits has the reason.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::edits::{before, contract, differences, rust_level};
use crate::support::compiled;
use concur_codegen::diff::Level;

fn semver_checks() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.arg("semver-checks");
    command
}

/// Writes the crate generated from a specification.
fn on_disk(name: &str, specification: &[String; 2]) -> PathBuf {
    let contract = contract(specification);
    let files = concur_codegen::generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    compiled::on_disk(name, &contract, files)
}

/// Returns the level that cargo-semver-checks requires, or `None` without findings.
fn their_level(old: &Path, new: &Path) -> Option<Level> {
    let output = semver_checks()
        .args([
            "check-release",
            "--release-type",
            "patch",
            "--color",
            "never",
            "--all-features",
        ])
        .arg("--baseline-root")
        .arg(old)
        .arg("--manifest-path")
        .arg(new.join("Cargo.toml"))
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver-checks-target"),
        )
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .expect("cargo-semver-checks runs");
    let output_text = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    if output.status.success() {
        None
    } else if output_text.contains("semver requires new major version") {
        Some(Level::Major)
    } else if output_text.contains("semver requires new minor version") {
        Some(Level::Minor)
    } else {
        panic!("cargo-semver-checks:\n{output_text}")
    }
}

#[test]
fn cargo_semver_checks_finds_nothing_that_we_miss() {
    let installed = semver_checks().arg("--version").output();
    if !installed.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: cargo-semver-checks is not installed");
        return;
    }
    let old = on_disk("semver-checks-before", &before());
    let mut wrong = String::new();
    for (edit, difference) in differences() {
        // It cannot see changes outside the Rust API.
        let Some(ours) = rust_level(difference) else {
            assert!(edit.unseen.is_none(), "{}", edit.name);
            continue;
        };
        let ours = Some(ours);
        let new = on_disk("semver-checks-after", &edit.after());
        let theirs = their_level(&old, &new);
        if (theirs != ours) != edit.unseen.is_some() || theirs > ours {
            wrong.push_str(&format!(
                "{}: ours {ours:?}, theirs {theirs:?}, noted {:?}\n",
                edit.name, edit.unseen
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

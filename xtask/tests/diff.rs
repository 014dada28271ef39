//! `cargo xtask diff` as a process, against directories.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("the workspace")
}

fn diff(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("diff").args(arguments).output().expect("it runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A copy of what is compared.
fn copy(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&place);
    for path in concur_codegen::diff::Snapshot::PATHS {
        copy_to(&workspace().join(path), &place.join(path));
    }
    place
}

fn copy_to(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("it can be read") {
            let name = entry.expect("it can be read").file_name();
            copy_to(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a directory")).expect("it is made");
        fs::copy(from, to).expect("it is copied");
    }
}

fn append(place: &Path, text: &str) {
    let before = fs::read_to_string(place).expect("it is there");
    fs::write(place, before + text).expect("it is written");
}

#[test]
fn a_workspace_does_not_differ_from_itself() {
    let root = workspace();
    let output = diff(&[root.to_str().expect("text")]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(
        stdout(&output).contains("\nnothing has changed; Cargo.toml says "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn what_was_there_and_is_gone_needs_another_version_in_every_form() {
    let before = copy("diff-gone");
    append(&before.join("generated/src/limits.rs"), "pub const GONE: u64 = 1;\n");
    append(
        &before.join("runtime/src/json.rs"),
        "impl Json { pub fn gone(&self) {} }\n",
    );
    let before = before.to_str().expect("text");

    let output = diff(&[before]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let lines = [
        "    sap_concur::limits::GONE: constant of type `u64`\n",
        "    sap_concur_runtime::Json::gone: function\n",
    ];
    assert!(
        text.contains("\nmajor (2)\n") && lines.iter().all(|line| text.contains(line)),
        "{text}"
    );
    assert!(
        stderr(&output).starts_with("error: raise the version in Cargo.toml to "),
        "{}",
        stderr(&output)
    );

    let output = diff(&[before, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!((&json["level"], &json["covered"]), (&"major".into(), &false.into()));
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(2));

    let output = diff(&[before, "--changelog"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(
        text.starts_with("## [") && text.contains("\n### Removed\n\n- **Breaking:** `sap_concur::limits::GONE`"),
        "{text}"
    );
}

#[test]
fn an_older_version_covers_what_has_changed_since() {
    let before = copy("diff-covered");
    append(&before.join("generated/src/limits.rs"), "pub const GONE: u64 = 1;\n");
    let manifest = before.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it is there");
    let version = text
        .lines()
        .find(|line| line.starts_with("version = "))
        .expect("a version")
        .to_owned();
    fs::write(&manifest, text.replacen(&version, "version = \"0.0.1\"", 1)).expect("it is written");
    let output = diff(&[before.to_str().expect("text")]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("\nbreaking changes need at least 0.0.2; Cargo.toml says "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_directory_that_is_no_checkout_is_refused() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-empty");
    fs::create_dir_all(&place).expect("it is made");
    let output = diff(&[place.to_str().expect("text")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("has no directory `spec`"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "");
}

#[test]
fn arguments_that_say_nothing_are_refused() {
    for arguments in [
        &["--format", "xml"][..],
        &["--changelog", "--format", "json"],
        &["a", "b"],
        &["--since", "a"],
    ] {
        let output = diff(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).starts_with("error: "), "{arguments:?}");
    }
}

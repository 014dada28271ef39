//! `cargo xtask diff` as a process, comparing with directories.

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
    command.arg("diff").args(arguments).output().expect("xtask runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Copies what is compared.
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
        for entry in fs::read_dir(from).expect("the directory is readable") {
            let name = entry.expect("the directory is readable").file_name();
            copy_to(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().expect("the path has a parent")).expect("the directory is created");
        fs::copy(from, to).expect("the file is copied");
    }
}

fn append(place: &Path, text: &str) {
    let before = fs::read_to_string(place).expect("the file is readable");
    fs::write(place, before + text).expect("the file is written");
}

#[test]
fn a_workspace_does_not_differ_from_itself() {
    let root = workspace();
    let output = diff(&[root.to_str().expect("the path is UTF-8")]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(
        stdout(&output).contains("\nno changes; the version in Cargo.toml is "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn removals_require_a_version_bump_in_every_format() {
    let before = copy("diff-gone");
    append(&before.join("generated/src/limits.rs"), "pub const GONE: u64 = 1;\n");
    append(
        &before.join("runtime/src/json.rs"),
        "impl Json { pub fn gone(&self) {} }\n",
    );
    let before = before.to_str().expect("the path is UTF-8");

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
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
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
fn a_version_raised_since_then_covers_the_changes() {
    let before = copy("diff-covered");
    append(&before.join("generated/src/limits.rs"), "pub const GONE: u64 = 1;\n");
    let manifest = before.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("the manifest is readable");
    let version = text
        .lines()
        .find(|line| line.starts_with("version = "))
        .expect("the manifest has a version")
        .to_owned();
    fs::write(&manifest, text.replacen(&version, "version = \"0.0.1\"", 1)).expect("the manifest is written");
    let output = diff(&[before.to_str().expect("the path is UTF-8")]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("\nbreaking changes require at least 0.0.2; the version in Cargo.toml is "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_directory_without_a_specification_is_rejected() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-empty");
    fs::create_dir_all(&place).expect("the directory is created");
    let output = diff(&[place.to_str().expect("the path is UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("has no directory `spec`"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stdout(&output), "");
}

#[test]
fn invalid_arguments_are_rejected() {
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

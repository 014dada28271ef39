//! Names and texts that a careless generator stumbles over: the crate that comes out compiles without a warning, its
//! docs included.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use concur_codegen::Files;
use concur_codegen::write;

/// With a token call; the other tests have a platform without.
const PLATFORM: &str = include_str!("obstacle/platform.yaml");
const OBSTACLES: &str = include_str!("obstacle/obstacle.yaml");

fn files() -> Files {
    let sources = concur_spec::Sources::from_texts([("spec/concur.yaml", PLATFORM), ("spec/obstacle.yaml", OBSTACLES)]);
    let contract = concur_spec::contract(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    concur_codegen::generate(&contract).unwrap_or_else(|fault| panic!("{fault}"))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// Writes the crate into the target directory and gives its place.
fn crate_on_disk() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("obstacle-course");
    let mut files = files();
    files.insert("generated/README.md", "A crate of obstacles.\n");
    files.insert("generated/Cargo.toml", manifest());
    let differences = write::compare(&files, &root).expect("the crate's directory can be read");
    write::apply(&files, &root, &differences).expect("the crate is written");
    std::fs::copy(workspace().join("Cargo.lock"), root.join("generated/Cargo.lock")).expect("the lock file is copied");
    root.join("generated")
}

fn manifest() -> String {
    let runtime = workspace().join("runtime");
    format!(
        "[package]\nname = \"sap-concur\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\ndefault = [\"obstacle\"]\nobstacle = []\ntokio = []\n\n\
         [dependencies]\n\
         sap-concur-runtime = {{ path = {runtime:?}, default-features = false }}\n\
         serde = {{ version = \"1\", default-features = false }}\n\
         serde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n\n\
         [workspace]\n\n[lints.rust]\nmissing_docs = \"warn\"\nunreachable_pub = \"warn\"\n"
    )
}

fn cargo(crate_: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(crate_)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("obstacle-target"),
        )
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}:\n{told}");
}

#[test]
fn the_obstacle_course_compiles_without_a_warning_and_so_do_its_docs() {
    let crate_ = crate_on_disk();
    cargo(&crate_, &["check", "--all-targets"]);
    cargo(&crate_, &["doc", "--no-deps"]);
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    assert_eq!(files(), files());
}

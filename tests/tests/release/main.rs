//! What a release consists of: the packages, the workflows and the container image.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod image;
mod packages;
mod workflows;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// The root of the workspace.
static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    let package = env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the test");
    Path::new(&package)
        .parent()
        .expect("the package is in the workspace")
        .to_owned()
});

/// `cargo metadata` of the members of the workspace.
static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let output = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    serde_json::from_str(&output).expect("the output is JSON")
});

/// Runs cargo in the workspace and returns its output.
fn cargo(arguments: &[&str]) -> String {
    output(Command::new(env!("CARGO")).args(arguments).current_dir(&*ROOT))
}

/// Runs a program that must succeed and returns its output.
#[track_caller]
fn output(command: &mut Command) -> String {
    let output = command.output().expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// Reads a file of the workspace.
#[track_caller]
fn text(path: impl AsRef<Path>) -> String {
    let path = ROOT.join(path);
    let text = fs::read_to_string(&path);
    text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn members() -> impl Iterator<Item = &'static Value> {
    METADATA["packages"].as_array().expect("a list").iter()
}

#[track_caller]
fn member(name: &str) -> &'static Value {
    let found = members().find(|member| member["name"] == name);
    found.unwrap_or_else(|| panic!("the workspace has no package {name}"))
}

/// Returns the folder of a package, relative to the root.
fn folder(member: &Value) -> PathBuf {
    let manifest = Path::new(string(member, "manifest_path"));
    let folder = manifest.parent().expect("the manifest is in a folder");
    folder
        .strip_prefix(&*ROOT)
        .expect("the package is in the workspace")
        .to_owned()
}

#[track_caller]
fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// Returns an empty folder for a test.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("release").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder is removed");
    }
    fs::create_dir_all(&folder).expect("the folder is created");
    folder
}

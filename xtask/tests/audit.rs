//! `cargo xtask audit`, as people call it.

#![allow(clippy::expect_used, reason = "what a test needs and does not find is a failure")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A type of the specification as a page of the vendor might have it, with a row that the specification lacks.
const PAGE: &str = "\
# Requests

## Vendor

Name|Type|Format|Description
---|---|---|---
`id`|`string`|-|Which it is.
`color`|`string`|-|What it looks like.
";

fn audit(arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("audit").args(arguments).output().expect("it can be run")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

/// A page in a directory of the test's own.
fn page(test: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit").join(test);
    fs::create_dir_all(&folder).expect("it can be made");
    let path = folder.join(name);
    fs::write(&path, PAGE).expect("it can be written");
    path
}

#[test]
fn differences_are_told_with_both_lines_and_fail() {
    let page = page("differences", "request.endpoints.v4.md");
    let output = audit(&[&page]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("error[E090]") && told.contains("`color`"), "{told}");
    assert!(
        told.contains("request.endpoints.v4.md:8:") && told.contains("spec/request.yaml:"),
        "{told}"
    );
    assert!(told.contains("1 document: "), "{told}");

    let json = audit(&[&page, Path::new("--format"), Path::new("json")]);
    let told: serde_json::Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    let differences = told["differences"].as_array().expect("a list");
    let color = differences.iter().find(|one| one["at"] == "types/Vendor/fields/color");
    assert_eq!(
        color.map(|one| &one["kind"]),
        Some(&"missing_in_specification".into()),
        "{told:#}"
    );
}

#[test]
fn a_page_that_the_specification_does_not_know_is_refused_with_the_names_that_it_does() {
    let output = audit(&[&page("unknown", "request.endpoint.v4.md")]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("a similar name exists: `request.endpoints.v4.md`"),
        "{told}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn a_page_that_is_not_there_is_named() {
    let output = audit(&[Path::new("nowhere/request.endpoints.v4.md")]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("nowhere/request.endpoints.v4.md"), "{told}");
}

//! `cargo xtask audit` as a process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A type of the specification as a page of the vendor's documents, with a row that the specification lacks.
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
    command.arg("audit").args(arguments).output().expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

/// Writes the page to a folder of this test.
fn page(test: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit").join(test);
    fs::create_dir_all(&folder).expect("the folder is created");
    let path = folder.join(name);
    fs::write(&path, PAGE).expect("the page is written");
    path
}

#[test]
fn differences_are_reported_with_both_lines_and_fail() {
    let page = page("differences", "request.endpoints.v4.md");
    let output = audit(&[&page]);
    let output_text = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output_text}");
    assert!(
        output_text.contains("error[E090]") && output_text.contains("`color`"),
        "{output_text}"
    );
    assert!(
        output_text.contains("request.endpoints.v4.md:8:") && output_text.contains("spec/request.yaml:"),
        "{output_text}"
    );
    assert!(output_text.contains("1 document: "), "{output_text}");

    let json = audit(&[&page, Path::new("--format"), Path::new("json")]);
    let output_text: serde_json::Value = serde_json::from_slice(&json.stdout).expect("the output is JSON");
    let differences = output_text["differences"].as_array().expect("a list");
    let color = differences.iter().find(|one| one["at"] == "types/Vendor/fields/color");
    assert_eq!(
        color.map(|one| &one["kind"]),
        Some(&"missing_in_specification".into()),
        "{output_text:#}"
    );
}

#[test]
fn unknown_pages_are_rejected_with_similar_names() {
    let output = audit(&[&page("unknown", "request.endpoint.v4.md")]);
    let output_text = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{output_text}");
    assert!(
        output_text.contains("a similar name exists: `request.endpoints.v4.md`"),
        "{output_text}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn missing_pages_are_named() {
    let output = audit(&[Path::new("nowhere/request.endpoints.v4.md")]);
    let output_text = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{output_text}");
    assert!(output_text.contains("nowhere/request.endpoints.v4.md"), "{output_text}");
}

#[test]
fn pages_of_any_name_are_audited_as_a_document() {
    let page = page("as_document", "schemas.md");
    let output = audit(&[Path::new("--document"), Path::new("request.endpoints.v4"), &page]);
    let output_text = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output_text}");
    assert!(
        output_text.contains("schemas.md:8:") && output_text.contains("`color`"),
        "{output_text}"
    );
}

//! Checks the OpenAPI document with third-party tools. Each test needs a program that is not part of the Rust toolchain
//! and is skipped with a notice without it; `tests/openapi/README.md` explains how to install them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod documents;
mod programs;
mod sandbox;

use std::process::Command;

use documents::documents;
use programs::{if_installed, run};
use serde_json::Value;

#[test]
fn openapi_spec_validator_accepts_both_versions() {
    if let Some(validator) = if_installed("openapi-spec-validator") {
        for document in documents() {
            run(Command::new(validator).arg(&document));
        }
    }
}

#[test]
fn redocly_reports_nothing_for_either_version() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/redocly.yaml");
    let Some(linter) = if_installed("redocly") else { return };
    for document in documents() {
        let mut linter = Command::new(linter);
        let output = run(linter
            .args(["lint", "--config", rules, "--format", "json"])
            .arg(&document));
        let start = output.find('{').unwrap_or_else(|| panic!("no report: {output}"));
        let mut reports = serde_json::Deserializer::from_str(&output[start..]).into_iter::<Value>();
        let report = reports.next().expect("the report exists").expect("it is JSON");
        assert_eq!(report["totals"]["errors"], 0, "{report:#}");
        assert_eq!(report["totals"]["warnings"], 0, "{report:#}");
    }
}

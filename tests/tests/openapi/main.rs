//! The OpenAPI document before the tools of others. Each test needs a program that is not part of the Rust toolchain,
//! and says so where it is absent; `tests/openapi/README.md` tells how to get them.

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
use programs::{passes, program};
use serde_json::Value;

#[test]
fn openapi_spec_validator_accepts_both_versions() {
    if let Some(validator) = program("openapi-spec-validator") {
        for document in documents() {
            passes(Command::new(validator).arg(&document));
        }
    }
}

#[test]
fn redocly_reports_nothing_for_either_version() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/redocly.yaml");
    let Some(linter) = program("redocly") else { return };
    for document in documents() {
        let mut linter = Command::new(linter);
        let told = passes(
            linter
                .args(["lint", "--config", rules, "--format", "json"])
                .arg(&document),
        );
        let start = told.find('{').unwrap_or_else(|| panic!("no report: {told}"));
        let mut reports = serde_json::Deserializer::from_str(&told[start..]).into_iter::<Value>();
        let report = reports.next().expect("a report").expect("it is JSON");
        assert_eq!(report["totals"]["errors"], 0, "{report:#}");
        assert_eq!(report["totals"]["warnings"], 0, "{report:#}");
    }
}

//! The OpenAPI document before the tools of others. Each test needs a program that is not part of the Rust toolchain, and says
//! so where it is absent; `tests/openapi/README.md` tells how to get them.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod documents;
mod programs;
mod sandbox;

use documents::documents;
use programs::{passes, program};

#[test]
fn openapi_spec_validator_finds_both_versions_valid() {
    for document in documents() {
        if let Some(mut validator) = program("openapi-spec-validator") {
            passes(validator.arg(&document));
        }
    }
}

#[test]
fn redocly_finds_nothing_in_either_version() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/redocly.yaml");
    for document in documents() {
        if let Some(mut linter) = program("redocly") {
            let told = passes(
                linter
                    .args(["lint", "--config", rules, "--format", "json"])
                    .arg(&document),
            );
            let start = told.find('{').unwrap_or_else(|| panic!("no report: {told}"));
            let report = serde_json::Deserializer::from_str(&told[start..])
                .into_iter::<serde_json::Value>()
                .next();
            let report = report.expect("a report").expect("it is JSON");
            assert_eq!(report["totals"]["errors"], 0, "{report:#}");
            assert_eq!(report["totals"]["warnings"], 0, "{report:#}");
        }
    }
}

//! Difficult names and texts: the generated crate compiles without warnings, including its docs.

use std::path::Path;
use std::process::Command;

use concur_codegen::Files;
use concur_spec::Contract;

use crate::support::compiled;

/// A platform with a token call; other tests use one without.
const PLATFORM: &str = include_str!("obstacle/platform.yaml");
const OBSTACLES: &str = include_str!("obstacle/obstacle.yaml");
/// An API without error codes, and a body whose fields are nearly all required.
const BARE: &str = include_str!("obstacle/bare.yaml");

fn contract() -> Contract {
    let sources = concur_spec::Sources::from_texts([
        ("spec/concur.yaml", PLATFORM),
        ("spec/obstacle.yaml", OBSTACLES),
        ("spec/bare.yaml", BARE),
    ]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn files() -> Files {
    concur_codegen::generate(&contract()).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

/// Checks a crate with clippy, or with the compiler alone where clippy is not installed.
fn lint(crate_: &Path) {
    let clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    let has_clippy = clippy.is_ok_and(|output| output.status.success());
    compiled::cargo(crate_, &[if has_clippy { "clippy" } else { "check" }, "--all-targets"]);
}

#[test]
fn the_obstacle_course_and_its_docs_compile_without_warnings() {
    let place = compiled::on_disk("obstacle-course", &contract(), files());
    lint(&place);
    compiled::cargo(&place, &["doc", "--no-deps"]);
}

#[test]
fn generation_is_deterministic() {
    assert_eq!(files(), files());
}

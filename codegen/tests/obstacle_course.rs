//! Names and texts that a careless generator stumbles over: the crate that comes out compiles without a warning, its
//! docs included.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "support/compiled.rs"]
mod compiled;
mod support;

use concur_codegen::Files;
use concur_spec::Contract;

/// With a token call; the other tests have a platform without.
const PLATFORM: &str = include_str!("obstacle/platform.yaml");
const OBSTACLES: &str = include_str!("obstacle/obstacle.yaml");

fn contract() -> Contract {
    let sources = concur_spec::Sources::from_texts([("spec/concur.yaml", PLATFORM), ("spec/obstacle.yaml", OBSTACLES)]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn files() -> Files {
    concur_codegen::generate(&contract()).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

#[test]
fn the_obstacle_course_compiles_without_a_warning_and_so_do_its_docs() {
    let place = compiled::on_disk("obstacle-course", &contract(), files());
    compiled::cargo(&place, &["check", "--all-targets"]);
    compiled::cargo(&place, &["doc", "--no-deps"]);
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    assert_eq!(files(), files());
}

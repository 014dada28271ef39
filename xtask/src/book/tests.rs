#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;

use super::{OUTPUT, REFERENCE, build};
use crate::workspace::root;

#[test]
fn without_mdbook_the_error_says_how_to_install_it() {
    let failure = build(
        "mdbook-that-is-not-there",
        root().expect("the workspace is found"),
        false,
    )
    .expect_err("the program does not exist");
    assert!(failure.message().contains("cargo install mdbook"), "{failure}");
    assert!(
        failure.message().contains(&format!("{REFERENCE}/src/index.md")),
        "{failure}"
    );
    assert!(
        root()
            .expect("the workspace is found")
            .join(REFERENCE)
            .join("src/index.md")
            .is_file()
    );
}

#[test]
fn the_output_folder_matches_the_settings() {
    let settings = fs::read_to_string(
        root()
            .expect("the workspace is found")
            .join(REFERENCE)
            .join("book.toml"),
    )
    .expect("book.toml is readable");
    assert!(
        settings.contains(&format!("build-dir = \"../../{OUTPUT}\"")),
        "{settings}"
    );
}

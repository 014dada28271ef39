//! The pages as they are on disk, and what stands in their fences.

use std::fs;
use std::path::Path;

use concur_spec::api::{Api, Operation};

use super::{contract, operations};

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/embedded/reference");

/// The first text of a language on the page of an operation.
pub(crate) fn example(api: &Api, operation: &Operation, language: &str) -> String {
    let page = format!("src/{}/operations/{}.md", api.key, operation.key);
    let place = Path::new(REFERENCE).join(&page);
    let text = fs::read_to_string(&place).unwrap_or_else(|error| panic!("{page}: {error}"));
    let fence = format!("\n```{language}\n");
    let start = text.find(&fence).unwrap_or_else(|| panic!("{page} has no {language}"));
    let body = &text[start + fence.len()..];
    let end = body
        .find("\n```\n")
        .unwrap_or_else(|| panic!("{page} does not end its {language}"));
    body[..end].to_owned()
}

#[test]
fn the_rust_that_is_run_is_what_the_pages_show() {
    let run = fs::read_to_string(Path::new(REFERENCE).join("examples.rs")).expect("it is there");
    let run: Vec<&str> = run.lines().map(str::trim).collect();
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let shown = example(api, operation, "rust");
        let shown: Vec<&str> = shown.lines().map(str::trim).collect();
        let is_run = run.windows(shown.len()).any(|lines| lines == shown);
        assert!(
            is_run,
            "{}.{} is not run:\n{}",
            api.key,
            operation.key,
            shown.join("\n")
        );
    }
}

//! The code blocks of the pages on disk.

use std::fs;
use std::path::Path;

use concur_spec::api::{Api, Operation};

use super::{contract, operations};

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/embedded/reference");

/// Returns the first code block of a language on the page of an operation.
pub(crate) fn example(api: &Api, operation: &Operation, language: &str) -> String {
    let page = format!("src/{}/operations/{}.md", api.key, operation.key);
    let path = Path::new(REFERENCE).join(&page);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
    let fence = format!("\n```{language}\n");
    let start = text
        .find(&fence)
        .unwrap_or_else(|| panic!("{page} has no {language} block"));
    let body = &text[start + fence.len()..];
    let end = body
        .find("\n```\n")
        .unwrap_or_else(|| panic!("{page} does not close its {language} block"));
    body[..end].to_owned()
}

#[test]
fn pages_show_the_rust_examples_that_are_run() {
    let run = fs::read_to_string(Path::new(REFERENCE).join("examples.rs")).expect("it exists");
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

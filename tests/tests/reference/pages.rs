//! The code blocks of the pages on disk.

use std::fs;
use std::path::Path;

use concur_spec::api::{Api, Operation};

use super::{contract, operations};

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../contract/embedded/reference");

/// Returns the first code block of a language on the page of an operation.
pub(crate) fn example(api: &Api, operation: &Operation, language: &str) -> String {
    let mut examples = examples(api, operation, language);
    if examples.is_empty() {
        panic!("{} has no {language} block", page(api, operation));
    }
    examples.swap_remove(0)
}

fn page(api: &Api, operation: &Operation) -> String {
    format!("src/{}/operations/{}.md", api.key, operation.key)
}

/// Returns all code blocks of a language on the page of an operation.
fn examples(api: &Api, operation: &Operation, language: &str) -> Vec<String> {
    let page = page(api, operation);
    let path = Path::new(REFERENCE).join(&page);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
    let fence = format!("\n```{language}\n");
    let blocks = text.split(fence.as_str()).skip(1);
    blocks
        .map(|block| {
            let end = block.find("\n```\n");
            let end = end.unwrap_or_else(|| panic!("{page} does not close its {language} block"));
            block[..end].to_owned()
        })
        .collect()
}

#[test]
fn pages_show_the_rust_examples_that_are_run() {
    let run = fs::read_to_string(Path::new(REFERENCE).join("examples.rs")).expect("it exists");
    let run: Vec<&str> = run.lines().map(str::trim).collect();
    let contract = contract();
    for (api, operation) in operations(&contract) {
        let shown = examples(api, operation, "rust");
        assert_eq!(
            shown.len(),
            1 + operation.worked_examples.len(),
            "{}",
            page(api, operation)
        );
        for shown in shown {
            let lines: Vec<&str> = shown.lines().map(str::trim).collect();
            let is_run = run.windows(lines.len()).any(|run| run == lines);
            assert!(is_run, "{}.{} is not run:\n{shown}", api.key, operation.key);
        }
    }
}

//! Tests that the commands and paths in the documents and in the workflow exist. Each command is parsed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;

use serde_json::Value;

use crate::arguments;
use crate::workspace::root;

const WORKFLOW: &str = ".github/workflows/ci.yml";
const DOCUMENTS: [&str; 4] = ["CONTRIBUTING.md", "README.md", "spec/README.md", WORKFLOW];

/// Paths that exist only after a command of the document has run.
const CREATED: [&str; 1] = ["spec/fuel-cards.yaml"];

fn text(path: &str) -> String {
    fs::read_to_string(root().expect("the workspace is found").join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the commands in a text with their arguments, up to the character that ends them in a document or a shell.
fn commands(text: &str) -> Vec<Vec<String>> {
    let rests = text.lines().flat_map(|line| line.split("cargo xtask ").skip(1));
    let ends = |c: char| ['`', '#', '|', '>', '<', ';', '&', ')'].contains(&c);
    rests
        .map(|rest| {
            let words = rest.split(ends).next().unwrap_or_default().split_whitespace();
            // Optional arguments are parsed like required ones.
            let words = words.map(|word| word.trim_matches(['[', ']', '"', ',', '.', ':']).to_owned());
            words.filter(|word| !word.is_empty() && word != "…").collect()
        })
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect()
}

/// Checks that the parser accepts the command with these arguments.
fn is_known(words: &[String]) -> Result<(), String> {
    let arguments = ["cargo xtask"].into_iter().chain(words.iter().map(String::as_str));
    match arguments::parse(arguments.map(OsString::from)) {
        Err(message) if message.use_stderr() => Err(message.to_string()),
        _ => Ok(()),
    }
}

#[test]
fn every_documented_command_and_option_exists() {
    for document in DOCUMENTS {
        let commands = commands(&text(document));
        assert!(!commands.is_empty(), "{document} names no command");
        for words in commands {
            if let Err(error) = is_known(&words) {
                panic!("{document}: cargo xtask {}: {error}", words.join(" "));
            }
        }
    }
}

#[test]
fn unknown_commands_and_options_are_found() {
    for line in [
        "cargo xtask regenrate",
        "`cargo xtask check --formt github`",
        "cargo xtask check --format xml # so",
    ] {
        let found = commands(line);
        assert_eq!(found.len(), 1, "{line}");
        assert!(is_known(&found[0]).is_err(), "{line}");
    }
    assert_eq!(
        commands("`cargo xtask regenerate [--check]`, then")[0],
        ["regenerate", "--check"]
    );
}

/// Returns what is in backquotes or the target of a link and looks like a path of the workspace.
fn paths(text: &str) -> BTreeSet<&str> {
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let entries: Vec<String> = fs::read_dir(root().expect("the workspace is found"))
        .expect("the root is readable")
        .map(|entry| {
            entry
                .expect("the root is readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let is_path = |path: &&str| {
        let first = path.split('/').next().unwrap_or_default();
        let is_plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        // Build output may be missing.
        is_plain
            && first != "target"
            && entries.iter().any(|entry| entry == first)
            && (path.contains('/') || path.contains('.'))
    };
    quoted.chain(linked).filter(is_path).collect()
}

#[test]
fn every_documented_path_exists() {
    for document in ["CONTRIBUTING.md", "README.md", "docs/architecture.md"] {
        let text = text(document);
        let paths = paths(&text);
        assert!(paths.len() > 5, "{document}: {paths:?}");
        for path in paths {
            let exists = root().expect("the workspace is found").join(path).exists();
            assert!(exists || CREATED.contains(&path), "{document}: {path}");
        }
    }
    for path in [
        "concur.yaml",
        "schema.json",
        "src/keys",
        "src/diagnostics/codes.rs",
        "errata",
    ] {
        assert!(
            text("spec/README.md").contains(path),
            "spec/README.md no longer names {path}"
        );
        assert!(
            root().expect("the workspace is found").join("spec").join(path).exists(),
            "{path}"
        );
    }
}

#[test]
fn missing_paths_are_found() {
    let found = paths("`spec/nowhere.yaml`, `custom1..custom40`, [x](generated/none.md) and `cargo test`");
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        ["generated/none.md", "spec/nowhere.yaml"]
    );
}

#[test]
fn the_workflow_runs_existing_commands() {
    let workflow: Value = serde_yaml::from_str(&text(WORKFLOW)).unwrap_or_else(|error| panic!("{WORKFLOW}: {error}"));
    let mut runs = Vec::new();
    for job in workflow["jobs"].as_object().expect("the workflow has jobs").values() {
        for step in job["steps"].as_array().expect("a job has steps") {
            assert!(step["run"].is_string() != step["uses"].is_string(), "{step}");
            runs.extend(step["run"].as_str().map(str::to_owned));
        }
    }
    let runs = runs.join("\n");
    for wanted in [
        ".ci/run",
        "cargo xtask check --format github",
        "cargo xtask regenerate --check",
        "cargo xtask diff",
        "$GITHUB_STEP_SUMMARY",
    ] {
        assert!(runs.contains(wanted), "{wanted} is not run");
    }
    assert!(root().expect("the workspace is found").join(".ci/run").is_file());
    assert_eq!(workflow["permissions"]["contents"], "read");
}

//! Public dependencies.

use std::collections::BTreeSet;
use std::path::Path;

use super::PUBLIC;
use crate::Files;
use crate::public_api::{self, RUNTIME_CRATE};

fn runtime() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::default();
    let mut pending = vec![root.join("runtime")];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap();
            pending.extend(entries.map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    files
}

/// Returns the crates in a line of code: `use http::Method`, `reqwest::Client`.
fn crates(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split("::").map(|before| {
        before
            .rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .next()
            .unwrap_or_default()
    });
    words.filter(|word| !word.is_empty())
}

#[test]
fn all_dependencies_in_signatures_are_listed_as_public() {
    let files = runtime();
    let manifest: toml::Table = files.get("runtime/Cargo.toml").unwrap().parse().unwrap();
    let dependencies: BTreeSet<String> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect();
    let public_api = public_api::of_files(&RUNTIME_CRATE, &files).unwrap();
    let found: BTreeSet<String> = public_api
        .keys()
        .flat_map(|line| crates(line))
        .filter(|word| dependencies.contains(*word))
        .map(str::to_owned)
        .collect();
    assert!(found.contains("http") && found.contains("reqwest"), "{found:?}");
    let known: BTreeSet<String> = PUBLIC.iter().map(|name| name.replace('-', "_")).collect();
    let missing: Vec<&String> = found.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

//! Dependencies that users see.

use std::collections::BTreeSet;
use std::path::Path;

use super::PUBLIC;
use crate::Files;
use crate::public_api::{self, RUNTIME_CRATE};

fn runtime() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::default();
    let mut waiting = vec![root.join("runtime")];
    while let Some(place) = waiting.pop() {
        if place.is_dir() {
            let entries = std::fs::read_dir(&place).unwrap();
            waiting.extend(entries.map(|entry| entry.unwrap().path()));
        } else {
            let path = place.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(path, std::fs::read_to_string(&place).unwrap());
        }
    }
    files
}

/// The crates that a line of code mentions: `use http::Method`, `reqwest::Client`.
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
fn every_dependency_whose_types_stand_in_a_signature_is_known_to_be_public() {
    let files = runtime();
    let manifest: toml::Table = files.get("runtime/Cargo.toml").unwrap().parse().unwrap();
    let dependencies: BTreeSet<String> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect();
    let public_api = public_api::of_files(&RUNTIME_CRATE, &files).unwrap();
    let seen: BTreeSet<String> = public_api
        .keys()
        .flat_map(|line| crates(line))
        .filter(|word| dependencies.contains(*word))
        .map(str::to_owned)
        .collect();
    assert!(seen.contains("http") && seen.contains("reqwest"), "{seen:?}");
    let known: BTreeSet<String> = PUBLIC.iter().map(|name| name.replace('-', "_")).collect();
    let forgotten: Vec<&String> = seen.difference(&known).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

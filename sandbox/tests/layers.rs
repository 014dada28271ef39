//! Checks that the modules of the sandbox depend in one direction; see `LAYERS`.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from top to bottom. A module may use only modules of lower layers.
const LAYERS: [&[&str]; 15] = [
    &["main"],
    &["cli"],
    &["builder"],
    &["sandbox"],
    &["app"],
    &["admin", "pages"],
    &["faults"],
    &["dispatch"],
    &["rules"],
    &["api"],
    &["state"],
    &["store", "http", "call_log"],
    &["tenant", "behavior"],
    &["validate"],
    &["spec"],
];

/// Items of the crate root, with the module that defines them.
const OF_ROOT: [(&str, &str); 4] = [
    ("contract", "spec"),
    ("Builder", "builder"),
    ("StartError", "builder"),
    ("Sandbox", "sandbox"),
];

fn layer(module: &str) -> usize {
    let found = LAYERS.iter().position(|layer| layer.contains(&module));
    found.unwrap_or_else(|| panic!("`{module}` is in no layer"))
}

/// Collects the source files, except tests.
fn sources(directory: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("the directory exists") {
        let path = entry.expect("the file is readable").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("test") || name == "rule_calls" {
            continue;
        }
        match path.is_dir() {
            true => sources(&path, into),
            false if path.extension().is_some_and(|extension| extension == "rs") => into.push(path),
            false => {}
        }
    }
}

/// Returns the modules of the crate that a source uses: the word after each `crate::`, or the first words in its
/// braces.
fn used(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let word = |text: &str| -> String {
            let is_part = |letter: &char| letter.is_alphanumeric() || *letter == '_';
            text.trim_start().chars().take_while(is_part).collect()
        };
        match rest.strip_prefix('{') {
            None => used.push(word(rest)),
            Some(list) => {
                let list = list.split("};").next().unwrap_or_default();
                let mut depth = 0;
                for part in list.split_inclusive([',', '{', '}']) {
                    if depth == 0 {
                        used.push(word(part));
                    }
                    depth += part.matches('{').count();
                    depth -= part.matches('}').count();
                }
            }
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

#[test]
fn modules_use_only_lower_layers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 100, "{}", files.len());
    let mut upward = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).expect("the file is in the source directory");
        let module = path.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
        let module = module.trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        let text = fs::read_to_string(&file).expect("the file is readable");
        for name in used(&text) {
            let of_root = OF_ROOT.iter().find(|(known, _)| *known == name);
            let target = of_root.map_or(name.as_str(), |(_, module)| module);
            if target != module && layer(target) <= layer(module) {
                upward.push(format!("{} uses `{name}`", path.display()));
            }
        }
    }
    assert_eq!(upward, [""; 0]);
}

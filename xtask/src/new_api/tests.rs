#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use concur_spec::Sources;

use super::add;
use crate::workspace;

/// A copy of the files that `new-api` reads, removed on drop.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("concur-new-api-{name}-{}", std::process::id()));
        let spec = workspace::root().expect("the workspace is found").join("spec");
        let sources = concur_spec::Sources::read(&spec).expect("the folder is readable");
        for file in sources.files() {
            let (_, path) = file.path().rsplit_once("spec/").expect("it is in the folder");
            let to = root.join("spec").join(path);
            fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is created");
            fs::write(to, file.text()).expect("the file is written");
        }
        fs::create_dir_all(root.join("generated")).expect("the directory is created");
        for file in ["generated/Cargo.toml", "generated/README.md"] {
            let source = workspace::root().expect("the workspace is found").join(file);
            fs::copy(source, root.join(file)).expect("the file is copied");
        }
        Self(root)
    }

    fn add(&self, name: &str) -> Result<String, String> {
        add(&self.0, name).map_err(|failure| failure.message().to_owned())
    }

    /// Returns every file with its text.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        walk(&self.0, &mut files);
        files
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn walk(directory: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(directory).expect("the directory is readable") {
        let path = entry.expect("the directory is readable").path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            let text = fs::read_to_string(&path).expect("the file is text");
            files.insert(path, text);
        }
    }
}

#[test]
fn a_new_api_is_written_and_generates() {
    let copy = Copy::new("written");
    let report = copy.add("kite_strings").unwrap_or_else(|reason| panic!("{reason}"));
    for expected in [
        "wrote   spec/kite-strings.yaml",
        "changed spec/concur.yaml",
        "changed generated/Cargo.toml",
        "changed generated/README.md",
        "cargo xtask check",
    ] {
        assert!(report.contains(expected), "{expected}: {report}");
    }
    let sources = Sources::read(copy.0.join("spec")).expect("the specification is readable");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = concur_codegen::generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    let module = files
        .get("generated/src/kite_strings.rs")
        .expect("the API has a module");
    assert!(module.contains("pub use"), "{module}");
    let manifest = fs::read_to_string(copy.0.join("generated/Cargo.toml")).expect("the manifest is readable");
    assert!(
        manifest.contains("\n# Kite Strings v1.\nkite-strings = []\n"),
        "{manifest}"
    );
    assert!(manifest.contains(r#", "kite-strings", "rustls"]"#), "{manifest}");
}

#[test]
fn adding_an_api_twice_fails_and_changes_nothing() {
    let copy = Copy::new("twice");
    copy.add("gadgets").unwrap_or_else(|reason| panic!("{reason}"));
    let before = copy.files();
    let reason = copy.add("gadgets").expect_err("the file exists");
    assert!(reason.contains("spec/gadgets.yaml already exists"), "{reason}");
    assert_eq!(copy.files(), before);
    copy.add("widgets").unwrap_or_else(|reason| panic!("{reason}"));
}

#[test]
fn invalid_names_change_nothing() {
    let copy = Copy::new("refused");
    let before = copy.files();
    for name in [
        "request",
        "Gadgets",
        "match",
        "limits",
        "tokio",
        "reqwest",
        "default",
        "testing",
        "../gadgets",
        "serde",
    ] {
        let reason = copy.add(name).expect_err("the name is rejected");
        assert!(reason.starts_with("error: "), "{reason}");
        assert_eq!(copy.files(), before, "{name}");
    }
}

#[test]
fn a_manifest_without_features_is_not_changed() {
    let copy = Copy::new("manifest");
    fs::write(copy.0.join("generated/Cargo.toml"), "[package]\n").expect("the manifest is written");
    let report = copy.add("gadgets").unwrap_or_else(|reason| panic!("{reason}"));
    assert!(
        report.contains("to do   generated/Cargo.toml: add under `[features]`"),
        "{report}"
    );
    assert_eq!(
        fs::read_to_string(copy.0.join("generated/Cargo.toml")).expect("the manifest is readable"),
        "[package]\n"
    );
}

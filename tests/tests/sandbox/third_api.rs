//! A third API by YAML alone: its SDK compiles, and the sandbox serves it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use concur_codegen::{disk, manifest};
use concur_sandbox::{Sandbox, validate};
use concur_spec::{Contract, Sources};

use crate::raw;

const GADGETS: &str = include_str!("third_api/gadgets.yaml");
const USER: &str = include_str!("third_api/user.rs");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The real specification with the gadgets and their document.
fn contract() -> Contract {
    let sources = Sources::read(root().join("spec")).expect("the specification can be read");
    let files = sources.files().iter().map(|file| {
        let entry = "documents:\n  gadgets.endpoints.v1: { title: Gadgets }\n";
        (file.path().to_owned(), file.text().replacen("documents:\n", entry, 1))
    });
    let sources = Sources::from_texts(files.chain([("spec/gadgets.yaml".to_owned(), GADGETS.to_owned())]));
    concur_spec::contract(&sources).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The manifest of the workspace for its SDK alone, with the paths of the other crates.
fn workspace_manifest() -> String {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("it can be read");
    // With its profiles, so that what has been built with them serves here too.
    text.lines()
        .map(|line| match line.split_once("path = \"") {
            Some((before, path)) if !path.starts_with("generated") => {
                format!("{before}path = \"{}/{path}\n", root().display())
            }
            _ if line.starts_with("members = ") => "members = [\"generated\"]\n".to_owned(),
            _ => format!("{line}\n"),
        })
        .collect()
}

/// The manifest of the SDK with the new feature, without what only its own examples and tests need.
fn crate_manifest() -> String {
    let text = fs::read_to_string(root().join("generated/Cargo.toml")).expect("it can be read");
    let known = ["purchase-request", "request"];
    let text = manifest::with_feature(&text, &known, "gadgets", "Gadgets").expect("it has features");
    let mut is_kept = true;
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            is_kept = !["[dev-dependencies]", "[[example]]"].contains(&line.trim_end());
        }
        kept += if is_kept { line } else { "" };
    }
    kept
}

/// The SDK with the gadgets, on the disk.
fn copy_of_the_sdk(contract: &Contract) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("third-api");
    let mut files = concur_codegen::generate(contract).unwrap_or_else(|fault| panic!("{fault}"));
    files.insert("Cargo.toml", workspace_manifest());
    files.insert("generated/Cargo.toml", crate_manifest());
    files.insert("generated/README.md", "# The SDK with gadgets\n");
    files.insert("generated/examples/user.rs", USER);
    for page in &contract.platform.guide {
        files.insert(format!("generated/guide/{}.md", page.key), "A page.\n");
    }
    let differences = disk::compare(&files, &place).expect("the place can be read");
    disk::apply(&files, &place, &differences).expect("the crate is written");
    fs::copy(root().join("Cargo.lock"), place.join("Cargo.lock")).expect("the lock file is copied");
    place
}

#[test]
fn its_sdk_compiles_without_a_warning_and_its_names_are_those_of_the_yaml() {
    let place = copy_of_the_sdk(&contract());
    // Beside the directory for temporary files is what has been built already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("it is in the target directory");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--package", "sap-concur", "--lib", "--examples"])
        .args(["--no-default-features", "--features", "gadgets"])
        .current_dir(&place)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    // The profiles also speak of crates that are not part of this.
    let is_warning = |line: &&str| line.starts_with("warning") && !line.contains("profile package spec");
    assert_eq!(told.lines().find(is_warning), None, "{told}");
}

#[tokio::test]
async fn the_sandbox_serves_it() {
    let contract: &'static Contract = Box::leak(Box::new(contract()));
    let api = contract
        .apis
        .iter()
        .find(|api| api.key == "gadgets")
        .expect("there it is");
    let sandbox = Sandbox::builder().contract(contract).start().await.expect("it starts");
    let token = sandbox.company_token();
    let operation = |key: &str| {
        api.operations
            .iter()
            .find(|operation| operation.key == key)
            .expect("there it is")
    };

    let body = r#"{"name": "Lever", "kind": "SMALL", "price": 1.50, "slot3": "bolt"}"#;
    for (key, method, path, body, status) in [
        ("create", "POST", "/gadgets/v1/gadgets", body, 201),
        ("get", "GET", "/gadgets/v1/gadgets/1", "", 200),
        ("list", "GET", "/gadgets/v1/gadgets?kind=SMALL&limit=2", "", 200),
    ] {
        let answer = raw::json(&sandbox, &token, method, path, body).await;
        assert_eq!(answer.status, status, "{key}: {answer:?}");
        assert_eq!(
            validate::answer(api, operation(key), status, &answer.json()),
            [],
            "{key}"
        );
    }
    for (token, path, status) in [
        ("", "/gadgets/v1/gadgets", 401),
        (token.as_str(), "/gadgets/v1/gadgets?limit=few", 400),
        (&token, "/gadgets/v1/levers", 404),
    ] {
        let refused = raw::json(&sandbox, token, "GET", path, "").await;
        assert_eq!(refused.status, status, "{path}: {refused:?}");
    }
    let nameless = raw::json(&sandbox, &token, "POST", "/gadgets/v1/gadgets", r#"{"kind": "SMALL"}"#).await;
    assert_eq!(nameless.status, 400);
    assert!(nameless.body.contains("`name` is missing"), "{nameless:?}");
}

use std::fs;

use super::{Package, Welcome, assemble};
use crate::workspace;

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(workspace::root().unwrap().join(path)).map_err(|error| error.to_string())
}

fn welcome() -> Welcome {
    let words = [
        "client id",
        "client secret",
        "company uuid",
        "request token",
        "user uuid",
        "approver uuid",
    ];
    Welcome {
        url: "http://127.0.0.1:1".to_owned(),
        values: words.map(|word| (word, format!("the {word}"))).into(),
    }
}

fn assembled(change: impl Fn(&str, String) -> String) -> Result<Package, String> {
    assemble(&|path| Ok(change(path, read(path)?)), &welcome())
}

#[test]
fn blocks_and_dependencies_are_those_of_the_documents() {
    let package = assembled(|_, text| text).unwrap();
    for part in [
        ".base_url(\"http://127.0.0.1:1\")",
        "\"the client id\"",
        "wait_until_created(id)",
        "be_refused(&concur, &id)",
    ] {
        assert!(package.program.contains(part), "{part} in\n{}", package.program);
    }
    assert!(!package.program.contains("\n# "), "{}", package.program);
    assert!(
        package.manifest.contains("\nsap-concur = \"0.1\""),
        "{}",
        package.manifest
    );
}

#[test]
fn a_changed_block_is_in_the_next_trial() {
    let package = assembled(|_, text| text.replace("office chair", "desk")).unwrap();
    assert!(package.program.contains("desk"));
}

#[test]
fn a_missing_block_is_named_with_its_document() {
    let error = assembled(|_, text| text.replace("# Validation errors", "# Refusals")).unwrap_err();
    assert_eq!(
        error,
        "generated/guide/failures.md: there is no heading `Validation errors`"
    );
}

#[test]
fn a_value_that_no_block_asks_for_is_named() {
    let error = assembled(|_, text| text.replace("\"approver uuid\"", "\"manager\"")).unwrap_err();
    assert_eq!(error, "no block has \"approver uuid\" for what the sandbox prints");
}

#[test]
fn the_readme_must_say_how_to_call_the_sandbox() {
    let error = assembled(|_, text| text.replace(":4004", ":8080")).unwrap_err();
    assert!(error.starts_with("README.md no longer says"), "{error}");
}

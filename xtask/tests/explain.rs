//! `cargo xtask explain`, as people call it.

#![allow(clippy::expect_used, reason = "what a test needs and does not find is a failure")]

use std::process::{Command, Output};

fn explain(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("explain").args(arguments).output().expect("it can be run")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

#[test]
fn a_code_is_told_with_its_example_and_alone_it_lists_all() {
    let output = explain(&["e020"]);
    assert!(output.status.success());
    let told = text(&output.stdout);
    assert!(
        told.starts_with("E020  ") && told.contains("error[E020]") && told.contains("Right"),
        "{told}"
    );
    assert!(!told.contains('\u{1b}'), "no colors where it is no terminal");
    let list = text(&explain(&[]).stdout);
    assert!(list.lines().count() > 40 && list.contains("E071  "), "{list}");
}

#[test]
fn an_item_is_told_as_text_and_as_json() {
    let output = explain(&["request.Expense.custom7"]);
    assert!(output.status.success());
    let told = text(&output.stdout);
    assert!(
        told.contains("custom1..custom40") && told.contains("spec/request.yaml:"),
        "{told}"
    );
    let json = text(&explain(&["sap_concur::request::Expense::custom7", "--format", "json"]).stdout);
    let list: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(list[0]["name"], "request.Expense.custom7");
}

#[test]
fn what_is_unknown_is_told_on_stderr_with_what_is_near() {
    for (wanted, near) in [("E0200", "E020"), ("request.Expense.custm7", "request.Expense.custom7")] {
        let output = explain(&[wanted]);
        assert_eq!(output.status.code(), Some(1), "{wanted}");
        assert!(output.stdout.is_empty(), "{wanted}");
        let told = text(&output.stderr);
        assert!(told.starts_with("error: there is no ") && told.contains(near), "{told}");
    }
}

#[test]
fn a_wrong_command_line_is_told_with_the_help() {
    for arguments in [&["E020", "E021"][..], &["E020", "--format", "yaml"], &["--all"]] {
        let output = explain(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("explain [CODE | ITEM]"), "{arguments:?}");
    }
}

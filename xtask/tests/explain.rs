//! `cargo xtask explain` as a process.

use std::process::{Command, Output};

fn explain(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("explain").args(arguments).output().expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

#[test]
fn codes_are_explained_with_an_example_or_listed() {
    let output = explain(&["e020"]);
    assert!(output.status.success());
    let output_text = text(&output.stdout);
    assert!(
        output_text.starts_with("E020  ") && output_text.contains("error[E020]") && output_text.contains("Right"),
        "{output_text}"
    );
    assert!(!output_text.contains('\u{1b}'), "no colors without a terminal");
    let list = text(&explain(&[]).stdout);
    assert!(list.lines().count() > 40 && list.contains("E071  "), "{list}");
}

#[test]
fn items_are_explained_as_text_and_as_json() {
    let output = explain(&["request.Expense.custom7"]);
    assert!(output.status.success());
    let output_text = text(&output.stdout);
    assert!(
        output_text.contains("custom1..custom40") && output_text.contains("spec/request.yaml:"),
        "{output_text}"
    );
    let json = text(&explain(&["sap_concur::request::Expense::custom7", "--format", "json"]).stdout);
    let list: serde_json::Value = serde_json::from_str(&json).expect("the output is JSON");
    assert_eq!(list[0]["name"], "request.Expense.custom7");
}

#[test]
fn unknown_names_fail_with_similar_ones_on_stderr() {
    for (wanted, near) in [("E0200", "E020"), ("request.Expense.custm7", "request.Expense.custom7")] {
        let output = explain(&[wanted]);
        assert_eq!(output.status.code(), Some(1), "{wanted}");
        assert!(output.stdout.is_empty(), "{wanted}");
        let output_text = text(&output.stderr);
        assert!(
            output_text.starts_with("error: there is no ") && output_text.contains(near),
            "{output_text}"
        );
    }
}

#[test]
fn invalid_arguments_name_the_help() {
    for arguments in [&["E020", "E021"][..], &["E020", "--format", "yaml"], &["--all"]] {
        let output = explain(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("'--help'"), "{arguments:?}");
    }
}

//! Runs each program in `generated/examples` without arguments, against a sandbox.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::env;
use std::process::Command;

/// Runs an example and returns its output. `cargo test --workspace` builds the examples with the tests.
fn output_of(example: &str) -> String {
    let this = env::current_exe().expect("the test binary has a path");
    let target = this
        .parent()
        .and_then(|deps| deps.parent())
        .expect("the test binary is in `deps`");
    let program = target
        .join("examples")
        .join(example)
        .with_extension(env::consts::EXE_EXTENSION);
    let variables = env::vars_os().filter(|(name, _)| !name.to_string_lossy().starts_with("CONCUR_"));
    let output = Command::new(&program).env_clear().envs(variables).output();
    let output =
        output.unwrap_or_else(|error| panic!("{}: {error}; build it with `cargo test --workspace`", program.display()));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{example} exited with {}:\n{text}{error}",
        output.status
    );
    text
}

#[track_caller]
fn assert_contains_in_order(text: &str, expected: &[&str]) {
    let mut rest = text;
    for expected in expected {
        let at = rest
            .find(expected)
            .unwrap_or_else(|| panic!("{expected:?} is not next in:\n{text}"));
        rest = &rest[at + expected.len()..];
    }
}

#[test]
fn first_purchase_request_is_accepted() {
    assert_contains_in_order(
        &output_of("first_purchase_request"),
        &["running against a sandbox", "accepted as ", "correlation id "],
    );
}

#[test]
fn purchase_request_is_followed_to_its_purchase_order() {
    let expected = [
        "accepted as ",
        "created as number 1",
        "workflow status Approved",
        "purchase order PO",
    ];
    assert_contains_in_order(&output_of("follow_a_purchase_request"), &expected);
}

#[test]
fn request_goes_from_draft_through_correction_to_approval() {
    let expected = [
        "created: Not Submitted",
        "submit",
        "submitted: ",
        "total: ",
        "sent back: ",
        "comment: Which suppliers?",
        "approved: Approved",
    ];
    assert_contains_in_order(&output_of("request_from_draft_to_approval"), &expected);
}

#[test]
fn pages_through_thousands_of_requests() {
    assert_contains_in_order(
        &output_of("page_through_thousands"),
        &["500: ", "2500: ", "2500 Requests, of Some(2500)"],
    );
}

#[test]
fn every_error_is_handled() {
    let expected = [
        "at lineItems[0].vendorCode: choose another vendor",
        "at lineItems[0].quantity: invalidQuantity",
        "there is no such Request",
        "was refused: ",
        "fix the call: ",
        "carried out: no, so it can be retried",
    ];
    assert_contains_in_order(&output_of("handle_every_error"), &expected);
}

//! The programs in `generated/examples`, each run as its reader runs it: with no argument, against a sandbox.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::env;
use std::process::Command;

/// What an example prints. `cargo test --workspace` builds the examples along with the tests.
fn printed(example: &str) -> String {
    let this = env::current_exe().expect("a test is a program");
    let target = this
        .parent()
        .and_then(|deps| deps.parent())
        .expect("it stands in `deps`");
    let program = target
        .join("examples")
        .join(example)
        .with_extension(env::consts::EXE_EXTENSION);
    let variables = env::vars_os().filter(|(name, _)| !name.to_string_lossy().starts_with("CONCUR_"));
    let output = Command::new(&program).env_clear().envs(variables).output();
    let output =
        output.unwrap_or_else(|error| panic!("{}: {error}; `cargo test --workspace` builds it", program.display()));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{example} ended with {}:\n{text}{error}",
        output.status
    );
    text
}

#[track_caller]
fn says(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for wanted in wanted {
        let at = rest
            .find(wanted)
            .unwrap_or_else(|| panic!("{wanted:?} is not next in:\n{text}"));
        rest = &rest[at + wanted.len()..];
    }
}

#[test]
fn first_purchase_request_is_accepted() {
    says(
        &printed("first_purchase_request"),
        &["against a sandbox", "accepted as ", "correlation id "],
    );
}

#[test]
fn purchase_request_is_followed_to_its_purchase_order() {
    let wanted = [
        "accepted as ",
        "created as number 1",
        "workflow status Approved",
        "purchase order PO",
    ];
    says(&printed("follow_a_purchase_request"), &wanted);
}

#[test]
fn request_goes_from_draft_through_correction_to_approval() {
    let wanted = [
        "created: Not Submitted",
        "submit",
        "submitted: ",
        "total: ",
        "sent back: ",
        "comment: Which suppliers?",
        "approved: Approved",
    ];
    says(&printed("request_from_draft_to_approval"), &wanted);
}

#[test]
fn pages_through_thousands_of_requests() {
    says(
        &printed("page_through_thousands"),
        &["500: ", "2500: ", "2500 Requests, of Some(2500)"],
    );
}

#[test]
fn every_error_is_handled() {
    let wanted = [
        "at lineItems[0].vendorCode: choose another vendor",
        "at lineItems[0].quantity: invalidQuantity",
        "there is no such Request",
        "was refused: ",
        "fix the call: ",
        "carried out: no, so it can be sent again",
    ];
    says(&printed("handle_every_error"), &wanted);
}

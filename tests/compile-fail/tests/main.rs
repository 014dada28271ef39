//! Invalid calls that must not compile.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::env;
use std::process::Command;

/// How cargo reads the flags of rustc, separated by `\x1f`.
const VARIABLE: &str = "CARGO_ENCODED_RUSTFLAGS";

/// What trybuild compiles the cases with. It compiles the dependencies without the width, and so would do that twice.
const FLAGS: &str = "--cfg\x1ftrybuild\x1f--verbose\x1f-A\x1fdead_code\x1f--diagnostic-width=140";

#[test]
fn invalid_calls_do_not_compile() {
    if env::var_os(VARIABLE).is_some_and(|flags| flags == FLAGS) {
        let cases = trybuild::TestCases::new();
        cases.compile_fail("tests/compile_fail/*.rs");
        return;
    }
    let status = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "invalid_calls_do_not_compile", "--nocapture"])
        .env(VARIABLE, FLAGS)
        .status();
    assert!(status.expect("this program runs").success(), "see above");
}

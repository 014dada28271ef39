//! The SDK against the sandbox, over HTTP.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod conform;
mod faults;
mod own;
mod raw;
mod strict;
mod support;
mod without_rules;

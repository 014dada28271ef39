//! The program as users run it: the real binary against a sandbox over HTTP.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod login;
mod operations;
mod output;
mod settings;
mod support;
mod tracing;
mod walkthrough;

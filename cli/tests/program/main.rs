//! The program as users run it: the real binary against a sandbox over HTTP.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod doctor;
mod login;
mod operations;
mod output;
mod settings;
mod shells;
mod start;
mod support;
mod tracing;
mod walkthrough;

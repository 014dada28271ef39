//! The program as users run it: the real binary against a sandbox over HTTP.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod deploy;
mod doctor;
mod export;
#[cfg(unix)]
mod fleet;
mod imports;
mod killed;
mod login;
mod masters;
mod operations;
mod orders;
mod output;
mod settings;
mod shells;
mod start;
mod support;
#[cfg(unix)]
mod token_stores;
mod tracing;
mod trial;
mod walkthrough;

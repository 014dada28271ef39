//! The SDK against the sandbox, over HTTP.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod requests;
mod support;
mod workflow_model;

//! The SDK against the sandbox, over HTTP.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod expenses;
mod oauth;
mod purchase_requests;
mod support;

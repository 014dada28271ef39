//! What calls tell `tracing`, and what they tell nobody.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod names;
mod recorder;
mod redaction;
mod support;

//! Calls over real sockets.
#![cfg(feature = "reqwest")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod answers;
mod failures;
mod refusals;
mod secrets;
mod sending;
mod support;

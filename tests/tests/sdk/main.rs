//! The SDK over real HTTP, and what it promises at compile time.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod blocking;
mod cancelling;
mod carried_out;
mod clock;
mod compile_fail;
mod credentials;
mod drift;
mod errors;
mod expenses;
mod guide;
mod lenient;
mod lines;
mod lists;
mod models;
mod oauth;
mod public_api;
mod purchase_requests;
mod recorder;
mod requests;
mod round_trip;
mod secrets;
mod server;
mod service;
mod tokens;
mod updates;
mod waits;

//! Tests of the SDK over real HTTP, and of its compile-time guarantees.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod blocking;
mod canceling;
mod carried_out;
mod clock;
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
mod refusals;
mod requests;
mod round_trip;
mod secrets;
mod server;
mod service;
mod tokens;
mod updates;
mod values;
mod waits;

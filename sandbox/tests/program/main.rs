//! Tests of the program as a process, with its output, real sockets, a file and signals.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod company_scenario;
mod curl_scenario;
mod full_disk;
mod hostile_calls;
mod http;
mod killed;
mod process;
mod restored;
mod secrets;
mod starting;

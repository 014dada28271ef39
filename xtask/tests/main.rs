//! The commands as processes, tested by one program: each one more costs a fresh clone seconds to build.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod audit;
mod diff;
mod draft;
mod explain;
mod regenerate;

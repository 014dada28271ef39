//! The tests of journals and runs, as one program: each one more costs a fresh clone seconds to build.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod formats;
mod journal;
mod killed;
mod model;
mod run;
#[cfg(all(feature = "postgres", unix))]
mod server;
mod store;
mod support;

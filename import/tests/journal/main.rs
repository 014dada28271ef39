//! What a journal keeps, and what it refuses.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[cfg(all(feature = "postgres", unix))]
mod postgres;
mod rules;
#[cfg(all(feature = "postgres", unix))]
#[path = "../support/server.rs"]
mod server;
mod sqlite;
#[path = "../support/store.rs"]
mod store;
#[path = "../support/mod.rs"]
mod support;

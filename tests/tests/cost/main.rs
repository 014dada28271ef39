//! What the SDK costs, in numbers that are the same on every machine, beside what a user would take instead.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod dependencies;
mod documents;
mod measured;
mod memory;
mod sizes;

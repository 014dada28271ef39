//! The cost of the SDK compared with its alternatives, in figures that are the same on every machine.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod dependencies;
mod documents;
mod measured;
mod memory;
mod sizes;

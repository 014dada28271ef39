//! The tests of the specification language, as one program: each one more costs a fresh clone seconds to build.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod bodies;
mod calls;
mod diagnostics;
mod editions;
mod errata;
mod explain;
mod exports;
mod folder;
mod imports;
mod models;
mod mutations;
mod names;
mod parts;
mod real;
mod resources;
mod robust;
mod shared;
mod shared_types;
mod suggestions;
mod support;
mod tokens;

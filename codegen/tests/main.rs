//! The tests of the generator, as one program: each one more costs a fresh clone seconds to build.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod constructs;
mod diff;
mod edits;
mod every_name;
mod examples;
mod explain;
mod inert_texts;
mod listing;
mod obstacle_course;
mod openapi;
mod random;
mod random_specifications;
mod reference;
mod semver_checks;
mod shared_types;
mod sources;
mod support;

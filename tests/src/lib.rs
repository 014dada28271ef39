//! Tests of the SDK over real HTTP against a loopback server.
//!
//! This library has the fixtures that tests and benchmarks share.

pub mod fixtures;

//! Tests of the SDK over real HTTP against a loopback server.

/// The examples of the README, which are compiled as doctests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

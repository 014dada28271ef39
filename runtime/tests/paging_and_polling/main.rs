//! Calls that follow one another: pages, waiting, and both without `async`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

#[cfg(feature = "blocking")]
mod blocking;
mod layouts;
mod links;
mod malformed;
mod pages;
mod prefetch;
#[cfg(feature = "reqwest")]
mod sockets;
mod support;
mod waiters;

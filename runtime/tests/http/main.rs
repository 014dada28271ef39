//! Calls over real sockets.
#![cfg(feature = "reqwest")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod answers;
mod carried_out;
mod closing_connections;
#[cfg(feature = "__tls")]
mod connect;
mod failures;
mod frames;
mod idle;
#[cfg(feature = "__tls")]
mod idle_tls;
mod misbehaving_servers;
mod refusals;
mod resending;
#[cfg(all(target_os = "linux", feature = "__tls", not(feature = "native-tls")))]
mod roots;
mod runtimes;
mod secrets;
mod sending;
mod streams;
mod support;
#[cfg(feature = "__tls")]
mod tls;

//! Calls over real sockets.
#![cfg(feature = "reqwest")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers are not in test functions"
)]

#[cfg(all(target_os = "linux", feature = "__tls", not(feature = "native-tls")))]
mod ca_certificates;
mod carried_out;
mod closing_connections;
#[cfg(feature = "__tls")]
mod connect;
mod failures;
mod http2;
mod idle_connections;
#[cfg(feature = "__tls")]
mod idle_tls_connections;
mod misbehaving_servers;
mod refusals;
mod requests;
mod responses;
mod retries;
mod runtimes;
mod secrets;
mod streams;
mod support;
#[cfg(feature = "__tls")]
mod tls;

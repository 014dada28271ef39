//! Sequences of calls: paging and polling, asynchronous and blocking.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers are not in test functions"
)]

#[cfg(feature = "blocking")]
mod blocking;
mod links;
mod malformed;
mod page_layouts;
mod pages;
mod positions;
mod prefetch;
#[cfg(feature = "reqwest")]
mod sockets;
mod support;
mod waiters;

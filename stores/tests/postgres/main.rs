//! The token store with a real PostgreSQL server, and renewals with a real sandbox.

#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod conformance;
mod cuts;
mod encrypted;
mod leases;
mod migration;
mod proxy;
mod renewals;
mod secrets;
mod support;
mod versions;
mod workers;

//! Requesting, storing and renewing tokens, mostly against a fake token endpoint.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers are not in test functions"
)]

mod builder;
mod calls;
mod crashes;
mod durability;
mod fake_token_endpoint;
mod files;
mod geolocations;
mod grants;
#[cfg(all(target_os = "linux", feature = "reqwest"))]
mod kill_at_syscalls;
mod model;
mod processes;
mod refusal_codes;
mod refusals;
mod renewal;
#[cfg(feature = "reqwest")]
mod runtimes;
mod secrets;
mod support;
mod versions;

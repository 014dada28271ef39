//! Getting, keeping and renewing tokens, against a service that takes no time and never forgets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod authority;
mod building;
mod crashes;
mod durable;
mod files;
mod geolocations;
mod grants;
mod joints;
#[cfg(all(target_os = "linux", feature = "reqwest"))]
mod killed;
mod processes;
mod refusals;
mod renewing;
#[cfg(feature = "reqwest")]
mod runtimes;
mod secrets;
mod support;
mod versions;

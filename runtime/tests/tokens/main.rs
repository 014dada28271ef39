//! Getting, keeping and renewing tokens, against a service that takes no time and never forgets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod authority;
mod building;
mod crashes;
mod files;
mod geolocations;
mod grants;
mod processes;
mod refusals;
mod renewing;
mod secrets;
mod support;

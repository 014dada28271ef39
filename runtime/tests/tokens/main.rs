//! Getting, keeping and renewing tokens, against a service that takes no time and never forgets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod building;
mod causes;
mod crashes;
mod durable;
mod fake_token_endpoint;
mod files;
mod geolocations;
mod grants;
#[cfg(all(target_os = "linux", feature = "reqwest"))]
mod killed;
mod model;
mod processes;
mod refusals;
mod renewing;
#[cfg(feature = "reqwest")]
mod runtimes;
mod secrets;
mod support;
mod versions;
mod with_calls;

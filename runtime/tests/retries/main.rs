//! When a call is sent again, and when not. Nothing here sleeps: the clock is told to jump.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stand outside of test functions"
)]

mod budget;
mod carried_out;
mod deadline;
mod dropping;
mod pauses;
mod properties;
mod raw;
mod refused;
mod rules;
mod support;
mod throttle;
mod tokens;

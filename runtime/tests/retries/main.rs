//! When a call is retried. Nothing sleeps here: the clock jumps over each delay.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers are not in test functions"
)]

mod budget;
mod carried_out;
mod deadline;
mod delays;
mod dropped_calls;
mod properties;
mod rate_limited;
mod rules;
mod support;
mod throttle;
mod tokens;
mod untyped_calls;

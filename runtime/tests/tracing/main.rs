//! The spans and events that calls emit, and what is never in them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers are not in test functions"
)]

mod lines;
mod recorder;
mod redaction;
mod span_fields;
mod support;
mod wire;

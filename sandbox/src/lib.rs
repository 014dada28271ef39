#![doc = include_str!("../README.md")]

mod answer;
mod behaviour;
mod builder;
mod call;
pub mod check;
mod clock;
mod faults;
mod incoming;
mod issue;
mod own;
mod page;
mod redact;
mod refusal;
mod routes;
mod rules;
mod sandbox;
mod seen;
mod serve;
mod server;
mod spec;
mod store;
pub mod tenant;
mod world;

pub use behaviour::Links;
pub use builder::{Builder, StartError};
pub use faults::{Fault, FaultId, Injected};
pub use routes::{Found, Route, Routes};
pub use rules::purchase_request::{DecideError, Decision, UnknownDecision};
pub use sandbox::Sandbox;
pub use seen::Seen;
pub use spec::contract;

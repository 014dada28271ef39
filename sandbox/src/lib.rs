#![doc = include_str!("../README.md")]

mod admin;
mod api;
mod app;
mod behavior;
mod builder;
mod call_log;
mod dispatch;
mod duration;
mod faults;
mod http;
mod pages;
pub mod printable;
pub mod program;
mod rules;
mod sandbox;
mod spec;
mod state;
mod store;
pub mod tenant;
#[cfg(test)]
mod test_service;

pub use api::routes::{Found, Route, Routes};
pub use behavior::Links;
pub use builder::{Builder, StartError};
pub use call_log::LoggedCall;
pub use faults::{Fault, FaultId, Injected};
pub use rules::purchase_request::{DecideError, Decision, UnknownDecision};
pub use sandbox::Sandbox;
pub use spec::{SpecificationError, contract, use_specification};

//! A local SAP Concur.
//!
//! It interprets the same resolved specification that the SDK is generated from: paths, parameters, bodies and what is
//! required of them come from there, and only business rules are code.

pub mod check;
mod routes;
mod spec;
pub mod tenant;

pub use routes::{Found, Route, Routes};
pub use spec::contract;

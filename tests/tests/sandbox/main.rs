//! Tests of the SDK against the sandbox over HTTP.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod admin;
mod checks;
mod company_lists;
mod company_story;
mod conform;
mod connected_lists;
mod every_operation;
mod expenses;
mod faults;
mod identity;
mod imports;
mod lists;
mod oauth;
mod page;
mod purchase_orders;
mod purchase_requests;
mod raw;
mod requests;
mod resources;
mod strict;
mod support;
mod third_api;
mod union_bodies;
mod unknown_ids;
mod untyped;
mod vendors;
mod without_rules;
mod workflow_model;

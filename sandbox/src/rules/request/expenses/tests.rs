#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod changes;
mod one_allocation;
mod reads;
mod refusals;
mod robust;
mod segments;

use concur_spec::api::{Api, BodyView};
use serde_json::{Value, json};

use super::rule_calls::{RuleCalls, START, code, flight, leg, taxi};
use super::*;
use crate::api::call::Body;
use crate::state::requests::Status;
use crate::state::tokens::Principal;
use concur_spec::validate::{self, Problem};

fn ann() -> (RuleCalls, String) {
    let mut calls = RuleCalls::of("ann@example.com");
    let request = calls.request("ann@example.com", "Travel");
    (calls, request)
}

fn api() -> &'static Api {
    let apis = &crate::contract().unwrap().apis;
    apis.iter().find(|api| api.key == "request").unwrap()
}

/// Checks that every field is in the contract and has the right type.
fn fits(expense: &Value) {
    let findings = validate::body(api(), "Expense", BodyView::Create, expense);
    let unexpected: Vec<String> = findings
        .iter()
        .filter(|found| found.problem != Problem::ReadOnly)
        .map(ToString::to_string)
        .collect();
    assert_eq!(unexpected, Vec::<String>::new(), "{expense:#}");
}

fn id(value: &Value) -> &str {
    let id = value.as_str().unwrap();
    assert!(access::is_id(id), "{id}");
    id
}

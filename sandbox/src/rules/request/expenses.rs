//! Expected expenses.

use serde_json::Value;

use crate::call::{Call, Rule};
use crate::rules::request::Request;
use crate::world::World;

/// The rule of an operation on expected expenses or travel agencies.
pub(crate) fn rule(_operation: &str) -> Option<Rule> {
    None
}

/// The expected expenses of a Request as links, in the order of their creation.
pub(crate) fn links(_world: &World, _call: &Call<'_>, _request_id: &str) -> Vec<Value> {
    Vec::new()
}

/// Takes away the expected expenses of a Request that is deleted.
pub(crate) fn delete_all(_world: &mut World, _request_id: &str) {}

/// Why a Request cannot be submitted: what its expected expenses are too much for, in words.
pub(crate) fn blocking(_world: &World, _request_id: &str, _request: &Request) -> Vec<String> {
    Vec::new()
}

//! Amounts of money.

use serde_json::{Value, json};

use crate::rules::request::Request;
use crate::world::World;

/// The totals of a Request, each an amount in the currency that its owner is reimbursed in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Totals {
    pub(crate) posted: Value,
    pub(crate) approved: Value,
    pub(crate) remaining: Value,
}

/// The totals of the Request with this id.
pub(crate) fn totals(world: &World, _id: &str, request: &Request) -> Totals {
    let currency = world
        .tenant
        .user(&request.owner)
        .map_or("USD", |owner| owner.currency.as_str());
    let nothing = json!({ "value": 0, "currency": currency });
    Totals {
        posted: nothing.clone(),
        approved: nothing.clone(),
        remaining: nothing,
    }
}

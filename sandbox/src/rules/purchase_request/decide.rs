//! Decides about purchase requests: by hand, or once their time has come.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use super::tables::{line_items, text};
use crate::state::World;
use crate::state::purchase_requests::{Created, Outcome, PurchaseRequest, Stage, Workflow};

/// The number before that of the first purchase order: the document prints `PO10001`.
const NUMBERS_FROM: u64 = 10_000;

/// What becomes of a purchase request that waits for somebody. The API has no operation for it: people decide in SAP
/// Concur itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decision {
    /// It is approved, and there are purchase orders: one for each vendor and address.
    Approve,
    /// It goes back to the employee.
    SendBack,
    /// Nobody approved it in time.
    Expire,
}

/// A purchase request that was not decided about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecideError {
    /// There is none with this id.
    Absent,
    /// It is still being created.
    Pending,
    /// It could not be created.
    Failed,
    /// It has been decided about already. Its workflow status.
    Decided(&'static str),
}

/// A text that names no decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownDecision(String);

/// Decides about a purchase request.
pub(crate) fn decide(world: &mut World, id: &str, decision: Decision) -> Result<(), DecideError> {
    let id = id.to_ascii_lowercase();
    settle_all(world);
    let now = world.now();
    let request = world.purchase_requests.get(&id).ok_or(DecideError::Absent)?;
    match request.stage(now) {
        Stage::Pending => return Err(DecideError::Pending),
        Stage::Failed(_) => return Err(DecideError::Failed),
        Stage::Created(created) if !created.workflow.waits() => {
            return Err(DecideError::Decided(created.workflow.as_str()));
        }
        Stage::Created(_) => {}
    }
    carry_out(world, &id, decision);
    Ok(())
}

/// Approves what has waited for its time, when the purchase request with this id is among it: the numbers of purchase
/// orders then do not depend on which is looked at first.
pub(super) fn settle(world: &mut World, id: &str) {
    let now = world.now();
    let request = world.purchase_requests.get(id);
    if request.and_then(due).is_some_and(|due| due <= now) {
        settle_all(world);
    }
}

fn settle_all(world: &mut World) {
    let now = world.now();
    let waiting = world.purchase_requests.iter();
    // Of those that were due at the same time, in the order in which they were created.
    let waiting = waiting.filter_map(|(id, request)| Some((due(request)?, created(request)?.number, id)));
    let mut due: Vec<_> = waiting.filter(|(due, ..)| *due <= now).collect();
    due.sort_unstable();
    let ids: Vec<String> = due.into_iter().map(|(.., id)| id.to_owned()).collect();
    for id in ids {
        carry_out(world, &id, Decision::Approve);
    }
}

/// When it is approved if nobody decides before; none when it does not wait for that.
fn due(request: &PurchaseRequest) -> Option<Timestamp> {
    created(request).filter(|created| created.workflow.waits())?.approved
}

fn created(request: &PurchaseRequest) -> Option<&Created> {
    match &request.outcome {
        Outcome::Created(created) => Some(created),
        Outcome::Failed(_) => None,
    }
}

fn carry_out(world: &mut World, id: &str, decision: Decision) {
    let vendors = match (decision, world.purchase_requests.get(id)) {
        (Decision::Approve, Some(request)) => vendors(&request.body),
        _ => 0,
    };
    let order = |_| format!("PO{}", world.next_number("purchase_order") + NUMBERS_FROM);
    let orders: Vec<String> = (0..vendors).map(order).collect();
    let Some(request) = world.purchase_requests.get_mut(id) else {
        return;
    };
    if let Outcome::Created(created) = &mut request.outcome {
        created.workflow = decision.comes_to();
        created.orders = orders;
    }
}

/// How many vendors it orders from. A vendor at another address is another one: that gets an order of its own.
fn vendors(body: &Value) -> usize {
    let items = body.as_object().into_iter().flat_map(line_items);
    let vendor = |item| (text(item, "vendorCode"), text(item, "vendorAddressCode"));
    items.map(|(_, item)| vendor(item)).collect::<BTreeSet<_>>().len()
}

impl Decision {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Approve, Self::SendBack, Self::Expire];

    /// The word for it: `approve`, `sendback` or `expire`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::SendBack => "sendback",
            Self::Expire => "expire",
        }
    }

    fn comes_to(self) -> Workflow {
        match self {
            Self::Approve => Workflow::Approved,
            Self::SendBack => Workflow::SentBack,
            Self::Expire => Workflow::Expired,
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Decision {
    type Err = UnknownDecision;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|decision| decision.as_str() == text);
        known.ok_or_else(|| UnknownDecision(text.to_owned()))
    }
}

impl fmt::Display for UnknownDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Decision::ALL.map(Decision::as_str).join(", ");
        write!(f, "`{}` is no decision; there are {known}", self.0)
    }
}

impl std::error::Error for UnknownDecision {}

impl fmt::Display for DecideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("there is no purchase request with this id"),
            Self::Pending => f.write_str("the purchase request is still being created"),
            Self::Failed => f.write_str("the purchase request could not be created"),
            Self::Decided(status) => write!(f, "the purchase request has been decided about: {status}"),
        }
    }
}

impl std::error::Error for DecideError {}

#[cfg(test)]
mod tests;

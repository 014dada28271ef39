//! Decisions on purchase requests: by hand, or after the approval time.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::orders;
use crate::state::World;
use crate::state::purchase_requests::{Created, Outcome, PurchaseRequest, Stage, Workflow};

/// A decision on a purchase request that waits for one. The API has no operation for it: users decide in SAP Concur
/// itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decision {
    /// Approves it and creates one purchase order for each vendor and address.
    Approve,
    /// Sends it back to the employee.
    SendBack,
    /// Lets its approval time expire.
    Expire,
}

/// The reason why a purchase request cannot be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecideError {
    /// There is no purchase request with this id.
    Absent,
    /// It is still being created.
    Pending,
    /// Its creation failed.
    Failed,
    /// It is already decided. Contains its workflow status.
    Decided(&'static str),
}

/// The error of parsing an unknown decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownDecision(String);

/// Decides a purchase request.
pub(crate) fn decide(world: &mut World, id: &str, decision: Decision) -> Result<(), DecideError> {
    let id = id.to_ascii_lowercase();
    approve_all_due(world);
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

/// Approves all purchase requests that are due, if the one with this id is among them. The numbers of purchase orders
/// therefore do not depend on which one is read first.
pub(super) fn approve_due(world: &mut World, id: &str) {
    let now = world.now();
    let request = world.purchase_requests.get(id);
    if request.and_then(due).is_some_and(|due| due <= now) {
        approve_all_due(world);
    }
}

pub(crate) fn approve_all_due(world: &mut World) {
    let now = world.now();
    let waiting = world.purchase_requests.iter();
    // If several are due at the same time, in the order of their creation.
    let waiting = waiting.filter_map(|(id, request)| Some((due(request)?, created(request)?.number, id)));
    let mut due: Vec<_> = waiting.filter(|(due, ..)| *due <= now).collect();
    due.sort_unstable();
    let ids: Vec<String> = due.into_iter().map(|(.., id)| id.to_owned()).collect();
    for id in ids {
        carry_out(world, &id, Decision::Approve);
    }
}

/// Returns the time of the automatic approval. `None` if there is none, or if it is already decided.
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
        (Decision::Approve, Some(request)) => orders::vendors(&request.body).len(),
        _ => 0,
    };
    let orders: Vec<String> = (0..vendors).map(|_| orders::next_number(world)).collect();
    let Some(request) = world.purchase_requests.get_mut(id) else {
        return;
    };
    if let Outcome::Created(created) = &mut request.outcome {
        created.workflow = decision.resulting_status();
        created.orders = orders.clone();
        let (number, request) = (created.number, request.clone());
        orders::add(world, &request, number, &orders);
    }
}

impl Decision {
    /// All decisions.
    pub const ALL: [Self; 3] = [Self::Approve, Self::SendBack, Self::Expire];

    /// Returns the name: `approve`, `sendback` or `expire`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::SendBack => "sendback",
            Self::Expire => "expire",
        }
    }

    fn resulting_status(self) -> Workflow {
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
        write!(f, "`{}` is not a decision; expected one of {known}", self.0)
    }
}

impl std::error::Error for UnknownDecision {}

impl fmt::Display for DecideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("there is no purchase request with this id"),
            Self::Pending => f.write_str("the purchase request is still being created"),
            Self::Failed => f.write_str("the purchase request could not be created"),
            Self::Decided(status) => write!(f, "the purchase request is already decided: {status}"),
        }
    }
}

impl std::error::Error for DecideError {}

#[cfg(test)]
mod tests;

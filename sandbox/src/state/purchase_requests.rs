//! What is remembered of a purchase request.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Record;

/// A purchase request, by its id.
///
/// Nothing happens to it in the background. What comes of it is settled when it is taken, with the times at which that
/// is so; whoever looks at it compares them with the clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PurchaseRequest {
    /// The employee who asks, by UUID.
    pub(crate) requester: String,
    /// As it was sent.
    pub(crate) body: Value,
    pub(crate) taken: Timestamp,
    /// When its creation is over, well or not.
    pub(crate) created: Timestamp,
    /// What its creation comes to.
    pub(crate) outcome: Outcome,
}

/// What the creation of a purchase request comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// It is in its workflow.
    Created(Created),
    /// It could not be created.
    Failed(Vec<Exception>),
}

/// What a purchase request has once it is created.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Created {
    pub(crate) number: u64,
    pub(crate) workflow: Workflow,
    /// When it is approved unless somebody has decided before; none when it waits for somebody.
    pub(crate) approved: Option<Timestamp>,
    /// The numbers of its purchase orders.
    pub(crate) orders: Vec<String>,
}

/// An exception that was raised on a purchase request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exception {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) code: String,
    pub(crate) message: String,
}

/// Where a purchase request stands in its workflow. The contract has more: what is not here does not come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Workflow {
    PendingApproval,
    PendingProcessorReview,
    Approved,
    SentBack,
    Expired,
}

/// How far the creation of a purchase request has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stage<'a> {
    Pending,
    Created(&'a Created),
    Failed(&'a [Exception]),
}

impl PurchaseRequest {
    /// How far its creation has come at a time.
    pub(crate) fn stage(&self, now: Timestamp) -> Stage<'_> {
        match &self.outcome {
            _ if now < self.created => Stage::Pending,
            Outcome::Created(created) => Stage::Created(created),
            Outcome::Failed(exceptions) => Stage::Failed(exceptions),
        }
    }
}

impl Stage<'_> {
    /// As it travels.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING_CREATION",
            Self::Created(_) => "CREATED",
            Self::Failed(_) => "CREATE_FAILED",
        }
    }
}

impl Workflow {
    /// As it travels, which is as people see it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::PendingApproval => "Pending Approval",
            Self::PendingProcessorReview => "Pending Processor Review",
            Self::Approved => "Approved",
            Self::SentBack => "Sent Back To Employee",
            Self::Expired => "Approval Time Expired",
        }
    }

    /// It waits for somebody to decide.
    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::PendingApproval | Self::PendingProcessorReview)
    }
}

impl Record for PurchaseRequest {
    const KIND: &'static str = "purchase_request";
}

#[cfg(test)]
mod tests;

//! The state of purchase requests.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Record;

/// A purchase request. Its key is its id.
///
/// There are no background tasks. The outcome and the times of its changes are determined when it is created, and
/// compared with the clock when it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PurchaseRequest {
    /// The UUID of the requester.
    pub(crate) requester: String,
    /// The body as sent.
    pub(crate) body: Value,
    pub(crate) taken: Timestamp,
    /// When the creation ends, successfully or not.
    pub(crate) created: Timestamp,
    /// The outcome of the creation.
    pub(crate) outcome: Outcome,
}

/// The outcome of the creation of a purchase request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// The creation succeeded.
    Created(Created),
    /// The creation failed.
    Failed(Vec<Exception>),
}

/// The state of a purchase request after its creation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Created {
    pub(crate) number: u64,
    pub(crate) workflow: Workflow,
    /// The time of the automatic approval. `None` waits for a decision.
    pub(crate) approved: Option<Timestamp>,
    /// The numbers of its purchase orders.
    pub(crate) orders: Vec<String>,
}

/// An exception of a purchase request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exception {
    pub(crate) id: String,
    pub(crate) event: String,
    pub(crate) code: String,
    pub(crate) message: String,
}

/// The workflow status of a purchase request. The contract has more; the others do not occur in the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Workflow {
    PendingApproval,
    PendingProcessorReview,
    Approved,
    SentBack,
    Expired,
}

/// The progress of the creation of a purchase request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stage<'a> {
    Pending,
    Created(&'a Created),
    Failed(&'a [Exception]),
}

impl PurchaseRequest {
    /// Returns the progress at a point in time.
    pub(crate) fn stage(&self, now: Timestamp) -> Stage<'_> {
        match &self.outcome {
            _ if now < self.created => Stage::Pending,
            Outcome::Created(created) => Stage::Created(created),
            Outcome::Failed(exceptions) => Stage::Failed(exceptions),
        }
    }
}

impl Stage<'_> {
    /// Returns the wire value.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING_CREATION",
            Self::Created(_) => "CREATED",
            Self::Failed(_) => "CREATE_FAILED",
        }
    }
}

impl Workflow {
    /// Returns the wire value, which is also the display text.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::PendingApproval => "Pending Approval",
            Self::PendingProcessorReview => "Pending Processor Review",
            Self::Approved => "Approved",
            Self::SentBack => "Sent Back To Employee",
            Self::Expired => "Approval Time Expired",
        }
    }

    /// Whether the purchase request waits for a decision.
    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::PendingApproval | Self::PendingProcessorReview)
    }
}

impl Record for PurchaseRequest {
    const KIND: &'static str = "purchase_request";
}

#[cfg(test)]
mod tests;

//! What is remembered of a purchase request.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::Record;

/// A purchase request, by its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PurchaseRequest {
    /// The employee who asks, by UUID.
    pub(crate) requester: String,
    /// As it was sent.
    pub(crate) body: Value,
    pub(crate) taken: Timestamp,
}

impl Record for PurchaseRequest {
    const KIND: &'static str = "purchase_request";
}

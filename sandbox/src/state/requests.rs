//! The state of Requests and expected expenses.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Record;

/// A Request. Its key is its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The key that users see: `requestId`.
    pub(crate) key: String,
    /// The UUID of the owner.
    pub(crate) owner: String,
    /// The id of its policy.
    pub(crate) policy: String,
    /// The header fields as sent, by wire name.
    pub(crate) fields: Map<String, Value>,
    pub(crate) status: Status,
    /// The index of the current step in the policy. Meaningful only while it is submitted.
    pub(crate) step: usize,
    /// Whether it is closed, that is, archived.
    pub(crate) closed: bool,
    pub(crate) ever_sent_back: bool,
    pub(crate) canceled_post_approval: bool,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
    pub(crate) submitted: Option<Timestamp>,
    /// When its approval was complete.
    pub(crate) authorized: Option<Timestamp>,
    /// When its booking completes, while it waits for one.
    pub(crate) booked: Option<Timestamp>,
    /// The UUIDs of the users who approved it since the last submission, and of the approvers whom they represented.
    #[serde(default)]
    pub(crate) approved_by: Vec<String>,
    /// From the oldest to the latest.
    pub(crate) comments: Vec<Comment>,
    /// When it last took a step of the workflow.
    #[serde(default)]
    pub(crate) moved: Option<Timestamp>,
    /// The UUIDs of the participants of a budget Request, in the order in which they were added.
    #[serde(default)]
    pub(crate) participants: Vec<String>,
    /// The proposals of the travel agency, of one batch, by their order.
    #[serde(default)]
    pub(crate) proposals: Vec<Map<String, Value>>,
}

/// The approval status of a Request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    NotSubmitted,
    Submitted,
    PendingBooking,
    Approved,
    Canceled,
    #[serde(rename = "SENTBACK")]
    SentBack,
}

impl Status {
    /// Returns the wire value.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NotSubmitted => "NOT_SUBMITTED",
            Self::Submitted => "SUBMITTED",
            Self::PendingBooking => "PENDING_BOOKING",
            Self::Approved => "APPROVED",
            Self::Canceled => "CANCELED",
            Self::SentBack => "SENTBACK",
        }
    }
}

/// A comment on a Request or on an expected expense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Comment {
    /// The UUID of the author. `None` for the system user.
    pub(crate) by: Option<String>,
    pub(crate) at: Timestamp,
    pub(crate) text: String,
}

/// An expected expense. Its key is its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Expense {
    /// The `id` of its Request.
    pub(crate) request: String,
    /// Its number among the expected expenses of all Requests, in the order of creation.
    pub(crate) number: u64,
    /// The fields as sent, by wire name, with the assigned ids of its parts.
    pub(crate) fields: Map<String, Value>,
    pub(crate) modified: Timestamp,
    /// From the oldest to the latest.
    #[serde(default)]
    pub(crate) comments: Vec<Comment>,
}

/// A cash advance of a Request. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CashAdvance {
    /// The `id` of its Request.
    pub(crate) request: String,
    /// The requested amount, a number.
    pub(crate) amount: Value,
    pub(crate) currency: String,
}

impl Record for Request {
    const KIND: &'static str = "request";
}

impl Record for Expense {
    const KIND: &'static str = "expense";

    fn part_of(&self) -> Option<&str> {
        Some(&self.request)
    }
}

impl Record for CashAdvance {
    const KIND: &'static str = "cash_advance";

    fn part_of(&self) -> Option<&str> {
        Some(&self.request)
    }
}

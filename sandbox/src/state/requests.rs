//! What is remembered of Requests and their expected expenses.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Record;

/// A Request, by its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The key that people see: `requestId`.
    pub(crate) key: String,
    /// The employee whose it is, by UUID.
    pub(crate) owner: String,
    /// Its policy, by id.
    pub(crate) policy: String,
    /// What of its header was sent, by the names on the wire.
    pub(crate) fields: Map<String, Value>,
    pub(crate) status: Status,
    /// The position of the step that it waits at, among those of its policy. Of use while it is submitted.
    pub(crate) step: usize,
    /// It is archived.
    pub(crate) closed: bool,
    pub(crate) ever_sent_back: bool,
    pub(crate) canceled_post_approval: bool,
    pub(crate) created: Timestamp,
    pub(crate) modified: Timestamp,
    pub(crate) submitted: Option<Timestamp>,
    /// When its approval was complete.
    pub(crate) authorized: Option<Timestamp>,
    /// While it waits for a booking: when that will be there.
    pub(crate) booked: Option<Timestamp>,
    /// Who has approved it since it was last submitted, by UUID: those who did, and those whom they stood in for.
    #[serde(default)]
    pub(crate) approved_by: Vec<String>,
    /// From the oldest to the latest.
    pub(crate) comments: Vec<Comment>,
}

/// How far the approval of a Request has come.
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
    /// As it travels.
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

/// A comment on a Request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Comment {
    /// Who made it, by UUID; none for the system user.
    pub(crate) by: Option<String>,
    pub(crate) at: Timestamp,
    pub(crate) text: String,
}

/// An expected expense, by its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Expense {
    /// The Request that it belongs to, by `id`.
    pub(crate) request: String,
    /// Which of the expected expenses of all Requests it is, in the order of their creation.
    pub(crate) number: u64,
    /// What was sent, by the names on the wire, with the ids that its parts were given.
    pub(crate) fields: Map<String, Value>,
    pub(crate) modified: Timestamp,
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

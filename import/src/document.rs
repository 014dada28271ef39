//! Documents, steps and their states.

use std::fmt;

/// A document to create in the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Identifies the document in the journal, such as the order number in the user's file. A document is planned once
    /// for each key, whichever file it comes from.
    pub key: String,
    /// The text by which the document can be found in the service, if it carries one. Unique in the journal.
    pub mark: Option<String>,
    /// Where the document comes from, for people: `orders.xlsx, Sheet1, rows 2 to 4`.
    pub origin: String,
    /// What to send, in order. A step is sent when all before it are [created](State::Created).
    pub steps: Vec<Step>,
}

/// A call that is part of creating a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the step, for people: `create`, `line 2`, `submit`.
    pub name: String,
    /// What to send, in a form that the [`Target`](crate::Target) understands. It may contain personal data.
    pub body: Vec<u8>,
}

/// The state of a step. The state of a document is that of its first step that is not created, or `Created`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not sent yet.
    Planned,
    /// Being sent. If no program is running, it was interrupted, and the step becomes uncertain.
    Sending,
    /// The service has accepted it and has not said yet whether it is created.
    Accepted,
    /// Done.
    Created,
    /// Not carried out, for a reason that may pass, such as an outage. It can be sent again as it is.
    Failed,
    /// Not carried out, because the service rejects what was sent. The input has to be corrected.
    Refused,
    /// It is not known whether the service carried it out. Somebody has to look.
    Uncertain,
}

impl State {
    /// All states, in order.
    pub const ALL: [Self; 7] = [
        Self::Planned,
        Self::Sending,
        Self::Accepted,
        Self::Created,
        Self::Failed,
        Self::Refused,
        Self::Uncertain,
    ];

    /// Returns the word for the state: `planned`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Created => "created",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Uncertain => "uncertain",
        }
    }

    /// Returns the state with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! What sends a step.

use crate::lease::Lease;

/// A step to send, with what its target needs to know of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub(crate) document: i64,
    pub(crate) position: u32,
    pub(crate) attempt: u32,
    /// What a journal that is shared knows the attempt by.
    pub(crate) token: i64,
    /// The key of the document.
    pub key: String,
    /// The text by which the document can be found in the service.
    pub mark: Option<String>,
    /// The name of the step.
    pub name: String,
    /// What to send.
    pub body: Vec<u8>,
    /// The ids that the service returned for the steps before this one, in order.
    pub ids: Vec<Option<String>>,
    /// If the service has accepted the step already, the id that it returned: the step is to be
    /// [confirmed](Target::confirm), not sent.
    pub accepted: Option<Option<String>>,
    /// How long it may be sent. A target that waits before it sends, for a limit of the service, looks at it again.
    pub lease: Lease,
}

impl Task {
    /// Returns the position of the step in its document, from 0.
    #[must_use]
    pub fn position(&self) -> u32 {
        self.position
    }

    /// Returns how often the step has been sent, this time included.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done. The id is for later steps, the number for people.
    Created {
        /// The id that calls accept.
        id: Option<String>,
        /// The number that people see.
        number: Option<String>,
    },
    /// The service has accepted it, and decides later.
    Accepted {
        /// The id that calls accept.
        id: Option<String>,
    },
    /// Not sent, because the run was [stopped](crate::Stop) while the step waited for its turn. It stays planned.
    NotSent,
    /// Not carried out, for a reason that may pass.
    Failed {
        /// The reason, for people. It must not contain secrets.
        message: String,
    },
    /// Not carried out, because the service rejects what was sent.
    Refused {
        /// The reason, for people. It must not contain secrets.
        message: String,
    },
    /// It is not known whether it was carried out.
    Uncertain {
        /// The reason, for people. It must not contain secrets.
        message: String,
    },
}

/// A service to which documents are sent.
pub trait Target: Send + Sync {
    /// Sends a step. Limits of the service, such as 429, are waited for here.
    ///
    /// A step that still waits when the run is stopped should be given up: [`Outcome::NotSent`].
    ///
    /// The future is never dropped by a [`Run`](crate::Run) that is [stopped](crate::Stop), only by one that is dropped
    /// itself; the step is uncertain then.
    fn send(&self, task: &Task) -> impl Future<Output = Outcome> + Send;

    /// Asks what became of a step that the service has accepted in an earlier [run](crate::Run::run).
    /// [`Outcome::Accepted`] means that it is still not known; the next run asks again.
    fn confirm(&self, task: &Task) -> impl Future<Output = Outcome> + Send;
}

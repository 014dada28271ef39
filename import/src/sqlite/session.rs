//! What a journal remembers while it is open.

use std::collections::HashSet;

/// Which documents the workers have, and the import that plans documents. Forgotten when the journal is closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// Documents that are being sent or confirmed.
    pub(super) claimed: HashSet<i64>,
    /// Documents that the service had accepted and not decided on in this run, so that it does not ask again and again.
    pub(super) undecided: HashSet<i64>,
    /// Of the documents up to this id, none is left to claim.
    pub(super) up_to: i64,
    /// The id of the import. Opening a journal without planning anything is none.
    pub(super) import: Option<i64>,
}

impl Session {
    /// Begins a run, which asks about undecided documents once more.
    pub(super) fn begin(&mut self) {
        self.undecided.clear();
        self.up_to = 0;
    }
}

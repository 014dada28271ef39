//! What a journal remembers while it is open.

use std::collections::HashSet;

/// Which documents the workers have, and the import that plans documents. Forgotten when the journal is closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// Documents that are being sent or confirmed, or that the service had not decided on in this run.
    pub(super) claimed: HashSet<i64>,
    /// Of the documents up to this id, none is left to claim.
    pub(super) up_to: i64,
    /// The id of the import. Opening a journal without planning anything is none.
    pub(super) import: Option<i64>,
}

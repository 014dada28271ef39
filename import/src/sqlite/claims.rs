//! Which documents the workers of a run have.

use std::collections::HashSet;

/// The documents that were claimed. They are forgotten when the journal is closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    /// Documents that are being sent or confirmed, or that the service had not decided on in this run.
    pub(super) claimed: HashSet<i64>,
    /// Of the documents up to this id, none is left to claim.
    pub(super) up_to: i64,
}

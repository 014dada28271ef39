//! Errors of the journal.

use concur_import::JournalError;

use crate::failure::Failure;

/// An error of the journal.
pub(super) fn failed(error: JournalError) -> Failure {
    let failure = Failure::other(error.to_string());
    match error {
        JournalError::InUse { .. } => {
            failure.with_remedy("wait until it has ended; programs share a journal in PostgreSQL")
        }
        _ => failure,
    }
}

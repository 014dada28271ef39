//! Errors of the database.

use crate::journal::JournalError;

pub(super) fn failed(error: rusqlite::Error) -> JournalError {
    JournalError::Database {
        message: error.to_string(),
    }
}

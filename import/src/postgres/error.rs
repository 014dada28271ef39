//! Errors of the database.

use concur_postgres::DatabaseError;

use crate::journal::JournalError;

pub(super) fn failed(error: DatabaseError) -> JournalError {
    JournalError::Database {
        message: error.to_string(),
    }
}

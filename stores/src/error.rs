//! What a failure of the database is to a token provider.

use concur_postgres::DatabaseError;
use sap_concur_runtime::StoreError;

/// The code of the server for a missing privilege.
const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// Converts an error, with what an operator can do about it.
pub(crate) fn failed(error: DatabaseError) -> StoreError {
    StoreError::other(explained(&error))
}

fn explained(error: &DatabaseError) -> String {
    match error.code() {
        Some(INSUFFICIENT_PRIVILEGE) => format!(
            "{error}: let a role that may create tables migrate the token store, and grant this one SELECT on \
             concur_format and SELECT, INSERT and UPDATE on concur_token"
        ),
        _ => error.to_string(),
    }
}

//! URLs of databases that machines share.

use concur_postgres::{Database, DatabaseError};
use sap_concur::Secret;

use crate::environment;

/// The variable with the password, if the URL has none, as other programs for PostgreSQL know it.
const PASSWORD: &str = "PGPASSWORD";

/// The database that a URL names. Nothing is connected yet.
pub(crate) fn open(url: &str) -> Result<Database, DatabaseError> {
    let password = environment::secret(PASSWORD);
    Database::with_password(url, password.as_ref().map(Secret::expose))
}

/// Whether this is the URL of a database.
pub(crate) fn is_url(text: &str) -> bool {
    ["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
}

/// Whether the URL of a database has a password.
pub(crate) fn has_password(url: &str) -> bool {
    let user = url.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
    user.is_some_and(|(user, _)| user.contains(':')) || url.contains("password=")
}

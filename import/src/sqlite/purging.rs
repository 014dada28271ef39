//! Bodies that are erased.

use std::time::Duration;

use rusqlite::{Connection, Result};

use super::columns::now;

pub(super) fn purge(connection: &Connection, older_than: Duration) -> Result<u64> {
    let before = now().saturating_sub(i64::try_from(older_than.as_secs()).unwrap_or(i64::MAX));
    let old = "state = 'created' AND is_erased = 0 AND changed_at <= ?1";
    connection.execute(
        &format!("UPDATE step SET body = x'' WHERE document IN (SELECT id FROM document WHERE {old})"),
        [before],
    )?;
    let documents = connection.execute(&format!("UPDATE document SET is_erased = 1 WHERE {old}"), [before])?;
    Ok(u64::try_from(documents).unwrap_or(u64::MAX))
}

//! Bodies that are erased.

use std::sync::Arc;
use std::time::Duration;

use concur_postgres::{Database, DatabaseError, Session};

/// How many documents are erased at once.
const BATCH: i64 = 2000;

pub(super) async fn purge(database: &Database, patience: Duration, older_than: Duration) -> Result<u64, DatabaseError> {
    let mut purged = 0;
    loop {
        match database
            .transaction(patience, |session| purge_some(session, older_than))
            .await?
        {
            0 => return Ok(purged),
            more => purged += more,
        }
    }
}

async fn purge_some(session: Arc<Session>, older_than: Duration) -> Result<u64, DatabaseError> {
    let locked = session
        .query(
            "SELECT id FROM concur_document
             WHERE state = 'created' AND NOT is_erased AND changed_at <= now() - make_interval(secs => $1)
             ORDER BY id LIMIT $2 FOR UPDATE",
            &[&older_than.as_secs_f64(), &BATCH],
        )
        .await?;
    let ids: Vec<i64> = locked.iter().map(|row| row.get(0)).collect();
    session
        .execute("UPDATE concur_step SET body = '' WHERE document = ANY($1)", &[&ids])
        .await?;
    session
        .execute(
            "UPDATE concur_document SET is_erased = true WHERE id = ANY($1)",
            &[&ids],
        )
        .await
}

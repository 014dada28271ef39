//! What people decide: documents that are sent again, and uncertain ones of which somebody knows what became of them.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use concur_postgres::{Database, DatabaseError, Session};

use super::worker;
use crate::document::State;
use crate::journal::{Resolution, Resolved, Retry};

/// How many documents are changed at once.
const BATCH: i64 = 2000;

/// Plans steps again that were not carried out, but not those of a document that was planned once more since.
pub(super) async fn retry(database: &Database, patience: Duration, retry: &Retry) -> Result<u64, DatabaseError> {
    // What fails from now on, since it is sent again, waits for the next retry.
    let before = database.persist(patience, worker::now).await?;
    let mut retried = 0;
    loop {
        let some = |session| retry_some(session, retry, before);
        match database.transaction(patience, some).await? {
            0 => return Ok(retried),
            more => retried += more,
        }
    }
}

async fn retry_some(session: Arc<Session>, retry: &Retry, before: SystemTime) -> Result<u64, DatabaseError> {
    let (states, key): (&[&str], _) = match retry {
        Retry::Failed => (&["failed"], None),
        Retry::Refused => (&["refused"], None),
        Retry::Key(key) => (&["failed", "refused"], Some(key)),
    };
    let locked = session
        .query(
            "SELECT id FROM concur_document AS d
             WHERE state <> 'created' AND state = ANY($1) AND ($2::text IS NULL OR key = $2) AND changed_at <= $3
                 AND NOT EXISTS (SELECT 1 FROM concur_document AS newer WHERE newer.key = d.key AND newer.again > d.again)
             ORDER BY id LIMIT $4 FOR UPDATE",
            &[&states, &key, &before, &BATCH],
        )
        .await?;
    let ids: Vec<i64> = locked.iter().map(|row| row.get(0)).collect();
    session
        .execute(
            "UPDATE concur_step SET state = 'planned' WHERE document = ANY($1) AND state IN ('failed', 'refused')",
            &[&ids],
        )
        .await?;
    session
        .execute(
            "UPDATE concur_document SET state = 'planned', changed_at = clock_timestamp() WHERE id = ANY($1)",
            &[&ids],
        )
        .await
}

/// Records what somebody found out about the uncertain step of the newest document with a key.
pub(super) async fn resolve(
    database: &Database,
    patience: Duration,
    key: &str,
    resolution: &Resolution,
) -> Result<Resolved, DatabaseError> {
    let once = |session| resolve_once(session, key, resolution);
    database.transaction(patience, once).await
}

async fn resolve_once(session: Arc<Session>, key: &str, resolution: &Resolution) -> Result<Resolved, DatabaseError> {
    let known = session
        .query_opt(
            "SELECT id, state FROM concur_document WHERE key = $1 ORDER BY again DESC LIMIT 1 FOR UPDATE",
            &[&key],
        )
        .await?;
    let Some(known) = known else {
        return Ok(Resolved::NotFound);
    };
    let document: i64 = known.get(0);
    match State::from_word(known.get(1)) {
        Some(State::Uncertain) | None => {}
        Some(state) => return Ok(Resolved::NotUncertain { state }),
    }
    let (state, id, number) = match resolution {
        Resolution::Created { id, number } => (State::Created, id.as_ref(), number.as_ref()),
        Resolution::NotCreated => (State::Planned, None, None),
    };
    session
        .execute(
            "UPDATE concur_step SET
                 state = $2, remote_id = coalesce($3, remote_id), number = coalesce($4, number), message = NULL
             WHERE document = $1 AND state = 'uncertain'",
            &[&document, &state.as_str(), &id, &number],
        )
        .await?;
    refresh(&session, document).await?;
    Ok(Resolved::Recorded)
}

/// Sets the state of a document that is locked from its steps.
pub(super) async fn refresh(session: &Session, document: i64) -> Result<(), DatabaseError> {
    session.execute(
        "UPDATE concur_document SET changed_at = clock_timestamp(), state = coalesce(
             (SELECT state FROM concur_step WHERE document = $1 AND state <> 'created' ORDER BY position LIMIT 1), 'created')
         WHERE id = $1",
        &[&document],
    ).await.map(drop)
}

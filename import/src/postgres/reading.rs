//! What a journal tells about its documents.

use std::collections::HashMap;
use std::sync::Arc;

use concur_postgres::{DatabaseError, Row, Session};

use crate::document::State;
use crate::journal::{Entry, Import, StepEntry, Tally};

pub(super) async fn tally(session: Arc<Session>) -> Result<Tally, DatabaseError> {
    let counts = session
        .query("SELECT state, count(*) FROM concur_document GROUP BY state", &[])
        .await?;
    let count = |row: &Row| {
        let documents = u64::try_from(row.get::<_, i64>(1)).unwrap_or_default();
        (state(row, "state"), documents)
    };
    Ok(Tally(counts.iter().map(count).collect()))
}

/// A document with its first step, and with the one that its state is of: the first that is not created, or the last.
macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.key, d.mark, d.origin, d.state, d.changed_at, d.import, import.started_at,
                 open.name, open.attempt, open.message, first.remote_id, first.number
             FROM concur_document AS d
             LEFT JOIN concur_import AS import ON import.id = d.import
             LEFT JOIN concur_step AS first ON first.document = d.id AND first.position = 0
             LEFT JOIN concur_step AS open ON open.document = d.id AND open.position = coalesce(
                 (SELECT position FROM concur_step WHERE document = d.id AND state <> 'created' ORDER BY position LIMIT 1),
                 (SELECT max(position) FROM concur_step WHERE document = d.id)) ",
            $rest
        )
    };
}

pub(super) async fn list(
    session: Arc<Session>,
    state: Option<State>,
    after: i64,
    limit: usize,
) -> Result<Vec<Entry>, DatabaseError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = match state {
        None => {
            session
                .query(entries!("WHERE d.id > $1 ORDER BY d.id LIMIT $2"), &[&after, &limit])
                .await?
        }
        Some(State::Created) => {
            session
                .query(
                    entries!("WHERE d.state = 'created' AND d.id > $1 ORDER BY d.id LIMIT $2"),
                    &[&after, &limit],
                )
                .await?
        }
        // So that the index of open documents is used.
        Some(state) => {
            session
                .query(
                    entries!("WHERE d.state <> 'created' AND d.state = $3 AND d.id > $1 ORDER BY d.id LIMIT $2"),
                    &[&after, &limit, &state.as_str()],
                )
                .await?
        }
    };
    Ok(rows.iter().map(entry).collect())
}

pub(super) async fn find(session: Arc<Session>, keys: &[String]) -> Result<Vec<Option<Entry>>, DatabaseError> {
    let rows = session
        .query(
            entries!(
                "JOIN (SELECT DISTINCT ON (key) id FROM concur_document WHERE key = ANY($1) ORDER BY key, again DESC)
                     AS newest ON newest.id = d.id"
            ),
            &[&keys],
        )
        .await?;
    let found: HashMap<String, Entry> = rows.iter().map(entry).map(|entry| (entry.key.clone(), entry)).collect();
    Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
}

fn entry(row: &Row) -> Entry {
    let import: Option<i64> = row.get("import");
    let attempts: Option<i32> = row.get("attempt");
    Entry {
        id: row.get("id"),
        key: row.get("key"),
        mark: row.get("mark"),
        origin: row.get("origin"),
        state: state(row, "state"),
        changed_at: row.get("changed_at"),
        import: import.map(|id| Import {
            id,
            started_at: row.get("started_at"),
        }),
        step: row.get::<_, Option<String>>("name").unwrap_or_default(),
        attempts: attempts.map_or(0, positive),
        message: row.get("message"),
        remote_id: row.get("remote_id"),
        number: row.get("number"),
    }
}

pub(super) async fn steps(session: Arc<Session>, document: i64) -> Result<Vec<StepEntry>, DatabaseError> {
    let rows = session
        .query(
            "SELECT name, state, attempt, remote_id, number, message FROM concur_step WHERE document = $1 ORDER BY position",
            &[&document],
        )
        .await?;
    let step = |row: &Row| StepEntry {
        name: row.get("name"),
        state: state(row, "state"),
        attempts: positive(row.get("attempt")),
        remote_id: row.get("remote_id"),
        number: row.get("number"),
        message: row.get("message"),
    };
    Ok(rows.iter().map(step).collect())
}

/// The state in a column. The tables hold no other word; if one did, somebody would have to look.
pub(super) fn state(row: &Row, column: &str) -> State {
    State::from_word(row.get(column)).unwrap_or(State::Uncertain)
}

fn positive(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

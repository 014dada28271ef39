//! What a journal tells about its documents.

use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::columns::time;
use crate::document::State;
use crate::journal::{Entry, Import, StepEntry, Tally};

pub(super) fn tally(connection: &Connection) -> Result<Tally> {
    let mut counts = connection.prepare_cached("SELECT state, documents FROM tally WHERE documents > 0")?;
    let counts = counts.query_map([], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.try_into().unwrap_or_default()))
    })?;
    counts.collect::<Result<_>>().map(Tally)
}

/// A document with its first step, and with the one that its state is of: the first that is not created, or the last.
const ENTRY: &str = "
    SELECT d.id, d.key, d.mark, d.origin, d.state, d.changed_at, import.id, import.started_at,
        open.name, open.attempt, open.message, first.remote_id, first.number
    FROM document AS d
    LEFT JOIN import ON import.id = d.import
    LEFT JOIN step AS first ON first.document = d.id AND first.position = 0
    LEFT JOIN step AS open ON open.document = d.id AND open.position = coalesce(
        (SELECT position FROM step WHERE document = d.id AND state <> 'created' ORDER BY position LIMIT 1),
        (SELECT max(position) FROM step WHERE document = d.id))";

pub(super) fn list(connection: &Connection, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>> {
    let filter = match state {
        Some(State::Created) => "d.state = 'created' AND",
        // So that the index of open documents is used.
        Some(state) => &format!("d.state = '{state}' AND d.state <> 'created' AND"),
        None => "",
    };
    let mut entries = connection.prepare_cached(&format!("{ENTRY} WHERE {filter} d.id > ?1 ORDER BY d.id LIMIT ?2"))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let entries = entries.query_map(params![after, limit], entry)?;
    entries.collect()
}

pub(super) fn find(connection: &Connection, keys: &[String]) -> Result<Vec<Option<Entry>>> {
    let mut newest = connection.prepare_cached(&format!("{ENTRY} WHERE d.key = ?1 ORDER BY d.again DESC LIMIT 1"))?;
    let entries = keys.iter().map(|key| newest.query_row([key], entry).optional());
    entries.collect()
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    let import = match row.get(6)? {
        Some(id) => Some(Import {
            id,
            started_at: time(row.get(7)?),
        }),
        None => None,
    };
    Ok(Entry {
        id: row.get(0)?,
        key: row.get(1)?,
        mark: row.get(2)?,
        origin: row.get(3)?,
        state: row.get(4)?,
        changed_at: time(row.get(5)?),
        import,
        step: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
        attempts: row.get::<_, Option<u32>>(9)?.unwrap_or_default(),
        message: row.get(10)?,
        remote_id: row.get(11)?,
        number: row.get(12)?,
    })
}

pub(super) fn steps(connection: &Connection, document: i64) -> Result<Vec<StepEntry>> {
    let mut steps = connection.prepare_cached(
        "SELECT name, state, attempt, remote_id, number, message FROM step WHERE document = ?1 ORDER BY position",
    )?;
    let steps = steps.query_map([document], |row| {
        Ok(StepEntry {
            name: row.get(0)?,
            state: row.get(1)?,
            attempts: row.get(2)?,
            remote_id: row.get(3)?,
            number: row.get(4)?,
            message: row.get(5)?,
        })
    })?;
    steps.collect()
}

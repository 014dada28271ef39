//! The statements.
//!
//! `state <> 'created'` stands beside another state so that the index of open documents is used: SQLite does not conclude
//! it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::claims::Claims;
use crate::document::{Document, State};
use crate::journal::{Entry, Plan, Planned, Resolution, Tally};
use crate::target::{Outcome, Task};

type Result<T> = rusqlite::Result<T>;

impl ToSql for State {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        self.as_str().to_sql()
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        Self::from_word(word).ok_or_else(|| FromSqlError::Other(format!("unknown state `{word}`").into()))
    }
}

/// Marks what an interrupted program was sending as uncertain.
pub(super) fn interrupt(connection: &Connection) -> Result<()> {
    let transaction = connection.unchecked_transaction()?;
    transaction.execute(
        "UPDATE step SET state = ?1, message = 'the program ended before the response came'
         WHERE state = ?2 AND document IN (SELECT id FROM document WHERE state <> 'created' AND state = ?2)",
        params![State::Uncertain, State::Sending],
    )?;
    transaction.execute(
        "UPDATE document SET state = ?1, changed_at = ?3 WHERE state <> 'created' AND state = ?2",
        params![State::Uncertain, State::Sending, now()],
    )?;
    transaction.commit()
}

pub(super) fn plan(connection: &Connection, document: &Document, plan: Plan) -> Result<Planned> {
    let known = "SELECT id, again, state, origin, is_erased FROM document WHERE key = ?1 ORDER BY again DESC LIMIT 1";
    let known = connection
        .prepare_cached(known)?
        .query_row([&document.key], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, State>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, bool>(4)?,
            ))
        })
        .optional()?;
    let mut again = 0;
    if let Some((id, before, state, origin, is_erased)) = known {
        let is_over = matches!(state, State::Created | State::Failed | State::Refused);
        if plan == Plan::Once || !is_over {
            let is_same = match is_erased {
                true => None,
                false => Some(has_steps(connection, id, document)?),
            };
            return Ok(Planned::AlreadyThere { state, origin, is_same });
        }
        again = before + 1;
    }
    if let Some(mark) = &document.mark {
        let mut of_mark = connection.prepare_cached("SELECT key FROM document WHERE mark = ?1")?;
        if let Some(key) = of_mark.query_row([mark], |row| row.get(0)).optional()? {
            return Ok(Planned::MarkInUse { key });
        }
    }
    insert(connection, document, again)?;
    Ok(Planned::Added)
}

fn insert(connection: &Connection, document: &Document, again: i64) -> Result<()> {
    let state = match document.steps.is_empty() {
        true => State::Created,
        false => State::Planned,
    };
    connection
        .prepare_cached(
            "INSERT INTO document(key, again, mark, origin, state, changed_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            document.key,
            again,
            document.mark,
            document.origin,
            state,
            now()
        ])?;
    let id = connection.last_insert_rowid();
    let mut insert = connection
        .prepare_cached("INSERT INTO step(document, position, name, body, state) VALUES(?1, ?2, ?3, ?4, ?5)")?;
    for (position, step) in (0_i64..).zip(&document.steps) {
        insert.execute(params![id, position, step.name, step.body, State::Planned])?;
    }
    Ok(())
}

fn has_steps(connection: &Connection, id: i64, document: &Document) -> Result<bool> {
    let mut bodies = connection.prepare_cached("SELECT body FROM step WHERE document = ?1 ORDER BY position")?;
    let bodies: Vec<Vec<u8>> = bodies.query_map([id], |row| row.get(0))?.collect::<Result<_>>()?;
    Ok(bodies.iter().eq(document.steps.iter().map(|step| &step.body)))
}

/// Takes the next document that is planned or accepted and not claimed yet.
pub(super) fn claim(connection: &Connection, claims: &mut Claims) -> Result<Option<Task>> {
    let mut next = connection.prepare_cached(
        "SELECT min(id) FROM (
             SELECT min(id) AS id FROM document WHERE state <> 'created' AND state = 'planned' AND id > ?1
             UNION ALL SELECT min(id) FROM document WHERE state <> 'created' AND state = 'accepted' AND id > ?1)",
    )?;
    loop {
        let Some(id) = next.query_row([claims.up_to], |row| row.get::<_, Option<i64>>(0))? else {
            return Ok(None);
        };
        claims.up_to = id;
        if claims.claimed.insert(id) {
            return task(connection, id);
        }
    }
}

/// Takes the open step of a document that is planned or accepted. A planned one is being sent from now on.
fn task(connection: &Connection, document: i64) -> Result<Option<Task>> {
    let mut open = connection.prepare_cached(
        "SELECT step.position, step.name, step.body, step.state, step.attempt, step.remote_id, document.key, document.mark
         FROM step JOIN document ON document.id = step.document
         WHERE step.document = ?1 AND step.state <> 'created' ORDER BY step.position LIMIT 1",
    )?;
    let task = open.query_row([document], |row| {
        let state: State = row.get(3)?;
        Ok(Task {
            document,
            position: row.get(0)?,
            attempt: row.get(4)?,
            key: row.get(6)?,
            mark: row.get(7)?,
            name: row.get(1)?,
            body: row.get(2)?,
            ids: Vec::new(),
            accepted: match state {
                State::Accepted => Some(row.get(5)?),
                _ => None,
            },
        })
    });
    let Some(mut task) = task.optional()? else {
        return Ok(None);
    };
    let mut ids = connection
        .prepare_cached("SELECT remote_id FROM step WHERE document = ?1 AND position < ?2 ORDER BY position")?;
    task.ids = ids
        .query_map(params![document, task.position], |row| row.get(0))?
        .collect::<Result<_>>()?;
    if task.accepted.is_none() {
        task.attempt += 1;
        connection
            .prepare_cached(
                "UPDATE step SET state = ?3, attempt = ?4, message = NULL WHERE document = ?1 AND position = ?2",
            )?
            .execute(params![document, task.position, State::Sending, task.attempt])?;
        set_state(connection, document, State::Sending)?;
    }
    Ok(Some(task))
}

/// Records an outcome. Returns `None` in the outer option if the step is not in the state in which the task was taken.
pub(super) fn record(
    connection: &Connection,
    claims: &mut Claims,
    task: &Task,
    outcome: &Outcome,
    go_on: bool,
) -> Result<Option<Option<Task>>> {
    let expected = match task.accepted {
        Some(_) => State::Accepted,
        None => State::Sending,
    };
    let (state, id, number, message) = match outcome {
        Outcome::Created { id, number } => (State::Created, id.as_ref(), number.as_ref(), None),
        Outcome::Accepted { id } => (State::Accepted, id.as_ref(), None, None),
        Outcome::Failed { message } => (State::Failed, None, None, Some(message)),
        Outcome::Refused { message } => (State::Refused, None, None, Some(message)),
        Outcome::Uncertain { message } => (State::Uncertain, None, None, Some(message)),
    };
    // An id from the acceptance stays where the confirmation has none.
    let changed = connection
        .prepare_cached(
            "UPDATE step SET state = ?5, remote_id = coalesce(?6, remote_id), number = coalesce(?7, number), message = ?8
             WHERE document = ?1 AND position = ?2 AND attempt = ?3 AND state = ?4",
        )?
        .execute(params![
            task.document,
            task.position,
            task.attempt,
            expected,
            state,
            id,
            number,
            message
        ])?;
    if changed == 0 {
        return Ok(None);
    }
    let state = refresh(connection, task.document)?;
    let is_undecided = expected == State::Accepted && state == State::Accepted;
    if matches!(state, State::Planned | State::Accepted) && !is_undecided {
        if go_on {
            return self::task(connection, task.document).map(Some);
        }
        claims.up_to = claims.up_to.min(task.document - 1);
    }
    // Who is undecided stays claimed, so that this run does not ask again and again.
    if !is_undecided {
        claims.claimed.remove(&task.document);
    }
    match go_on {
        true => claim(connection, claims).map(Some),
        false => Ok(Some(None)),
    }
}

/// Sets the state of a document from its steps, and returns it.
fn refresh(connection: &Connection, document: i64) -> Result<State> {
    let state = connection
        .prepare_cached("SELECT state FROM step WHERE document = ?1 AND state <> 'created' ORDER BY position LIMIT 1")?
        .query_row([document], |row| row.get(0))
        .optional()?
        .unwrap_or(State::Created);
    set_state(connection, document, state)?;
    Ok(state)
}

fn set_state(connection: &Connection, document: i64, state: State) -> Result<()> {
    connection
        .prepare_cached("UPDATE document SET state = ?2, changed_at = ?3 WHERE id = ?1")?
        .execute(params![document, state, now()])?;
    Ok(())
}

/// Plans failed steps again, but not those of a document that was planned once more since.
pub(super) fn retry(connection: &Connection, claims: &mut Claims) -> Result<u64> {
    claims.up_to = 0;
    let failed = "SELECT id FROM document AS d WHERE state <> 'created' AND state = 'failed'
         AND NOT EXISTS (SELECT 1 FROM document AS newer WHERE newer.key = d.key AND newer.again > d.again)";
    connection.execute(
        &format!("UPDATE step SET state = 'planned' WHERE state = 'failed' AND document IN ({failed})"),
        [],
    )?;
    let documents = connection.execute(
        &format!("UPDATE document SET state = 'planned', changed_at = ?1 WHERE id IN ({failed})"),
        [now()],
    )?;
    Ok(u64::try_from(documents).unwrap_or(u64::MAX))
}

pub(super) fn resolve(
    connection: &Connection,
    claims: &mut Claims,
    key: &str,
    resolution: &Resolution,
) -> Result<bool> {
    let uncertain = connection
        .prepare_cached(
            "SELECT step.document, step.position FROM step JOIN document ON document.id = step.document
             WHERE document.key = ?1 AND step.state = 'uncertain'",
        )?
        .query_row([key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let Some((document, position)) = uncertain else {
        return Ok(false);
    };
    let (state, id, number) = match resolution {
        Resolution::Created { id, number } => (State::Created, id.as_ref(), number.as_ref()),
        Resolution::NotCreated => (State::Planned, None, None),
    };
    connection
        .prepare_cached(
            "UPDATE step SET state = ?3, remote_id = coalesce(?4, remote_id), number = coalesce(?5, number), message = NULL
             WHERE document = ?1 AND position = ?2",
        )?
        .execute(params![document, position, state, id, number])?;
    refresh(connection, document)?;
    claims.up_to = 0;
    Ok(true)
}

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

pub(super) fn tally(connection: &Connection) -> Result<Tally> {
    let mut counts = connection.prepare_cached("SELECT state, documents FROM tally WHERE documents > 0")?;
    let counts = counts.query_map([], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.try_into().unwrap_or_default()))
    })?;
    counts.collect::<Result<_>>().map(Tally)
}

pub(super) fn list(connection: &Connection, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>> {
    // The step that the state is of: the first that is not created, or the last.
    let open = "coalesce(
        (SELECT position FROM step WHERE document = d.id AND state <> 'created' ORDER BY position LIMIT 1),
        (SELECT max(position) FROM step WHERE document = d.id))";
    let filter = match state {
        Some(State::Created) => "d.state = 'created' AND",
        Some(state) => &format!("d.state = '{state}' AND d.state <> 'created' AND"),
        None => "",
    };
    let mut entries = connection.prepare_cached(&format!(
        "SELECT d.id, d.key, d.mark, d.origin, d.state, open.name, first.remote_id, first.number, open.message, d.changed_at
         FROM document AS d
         LEFT JOIN step AS first ON first.document = d.id AND first.position = 0
         LEFT JOIN step AS open ON open.document = d.id AND open.position = {open}
         WHERE {filter} d.id > ?1 ORDER BY d.id LIMIT ?2"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let entries = entries.query_map(params![after, limit], entry)?;
    entries.collect()
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        key: row.get(1)?,
        mark: row.get(2)?,
        origin: row.get(3)?,
        state: row.get(4)?,
        step: row.get::<_, Option<String>>(5)?.unwrap_or_default(),
        remote_id: row.get(6)?,
        number: row.get(7)?,
        message: row.get(8)?,
        changed_at: UNIX_EPOCH + Duration::from_secs(row.get::<_, i64>(9)?.try_into().unwrap_or_default()),
    })
}

/// The time in seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
